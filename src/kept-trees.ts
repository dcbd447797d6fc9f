/** Lowered trees from run to run, by the text they were made of: a file that was touched or moved has its tree still. */
import { decode, encode } from "./cache/codec.ts";
import { hashOf, seal, unseal } from "./cache/seal.ts";
import type { Store } from "./cache/store.ts";
import type { KeptTrees, Lowered } from "./candidates.ts";
import { buildId } from "./io/version.ts";
import type { SourceFile } from "./model/source.ts";

export interface TreeShelf extends KeptTrees {
  /** Keys of all that were asked for. */
  readonly used: ReadonlySet<string>;
  /** Files whose tree was made anew and is not the one that was kept; only where the shelf checks. */
  readonly wrong: readonly string[];
  isThere(file: SourceFile): boolean;
}

/** With `isChecking` each tree is made anew and compared with the one that was kept. */
export function openShelf(store: Store, isChecking: boolean): TreeShelf {
  const used = new Set<string>();
  const wrong: string[] = [];
  const kept = (file: SourceFile): Lowered | undefined => {
    const key = keyOf(file);
    used.add(key);
    const sealed = store.get("trees", key);
    if (sealed === undefined) return undefined;
    store.use("trees", key);
    const lowered = read(sealed, file);
    if (lowered === undefined) store.drop("trees", key);
    return lowered;
  };
  return {
    used,
    wrong,
    expect: () => undefined,
    isThere: (file) => !isChecking && store.has("trees", keyOf(file)),
    get: (file) => (isChecking ? undefined : kept(file)),
    put(file, lowered) {
      const bytes = write(lowered);
      if (bytes === undefined) return;
      const old = isChecking ? kept(file) : undefined;
      if (old !== undefined && write(old)?.equals(bytes) === false) wrong.push(file.path);
      if (old === undefined || wrong.at(-1) === file.path)
        store.put("trees", keyOf(file), seal(bytes, file.text));
    },
  };
}

function keyOf({ grammar, text }: SourceFile): string {
  return hashOf(`tree ${buildId()} ${grammar}\0${text}`);
}

/** A tree too deep to be written is made every time. */
function write({ module, missing }: Lowered): Buffer | undefined {
  try {
    // The same text elsewhere has the same tree.
    return encode({ module: { ...module, path: "" }, missing });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whatever is wrong with it, the tree is made anew. */
function read(sealed: Buffer, file: SourceFile): Lowered | undefined {
  try {
    const bytes = unseal(sealed, file.text);
    if (bytes === undefined) return undefined;
    const { module, missing } = decode(bytes) as Lowered;
    return Array.isArray(module.body)
      ? { module: { ...module, path: file.path }, missing }
      : undefined;
  } catch {
    return undefined;
  }
}
