/** Lowered trees from run to run, by the text they were made of: a file that was touched or moved has its tree still. */
import { decode, encode } from "../cache/codec.ts";
import { hashOf, seal, unseal } from "../cache/seal.ts";
import type { Store } from "../cache/store.ts";
import type { KeptTrees, Lowered } from "../look/candidates.ts";
import { buildId } from "../io/version.ts";
import type { Module } from "../model/syntax.ts";
import type { SourceFile } from "../model/source.ts";
import type { SharedStore } from "./shared-store.ts";

export interface TreeShelf extends KeptTrees {
  /** Keys of all that were asked for. */
  readonly used: ReadonlySet<string>;
  /** Files whose tree was made anew and is not the one that was kept; only where the shelf checks. */
  readonly wrong: readonly string[];
  isThere(file: SourceFile): boolean;
  /** Asks for the tree of a file where others may have put it; false where there is no such place. */
  ask(file: SourceFile, isAbsent: () => void): boolean;
}

/** With `isChecking` each tree is made anew and compared with the one that was kept. */
export function openShelf(
  store: Store,
  shared: SharedStore | undefined,
  isChecking: boolean,
): TreeShelf {
  const used = new Set<string>();
  const wrong: string[] = [];
  /** Files whose trees were asked for elsewhere, and those that came, until they are taken. */
  const asked = new Set<SourceFile>();
  const came = new Map<string, Lowered>();
  const kept = (file: SourceFile): Lowered | undefined => {
    const key = keyOf(file);
    const sealed = shared?.held(key) ?? store.get("trees", key);
    if (sealed === undefined) return undefined;
    store.use("trees", key);
    const lowered = read(sealed, file);
    if (lowered === undefined && shared?.refuse("trees", key, true) !== true)
      store.drop("trees", key);
    return lowered;
  };
  const take = (file: SourceFile): Lowered | undefined => {
    used.add(keyOf(file));
    const lowered = came.get(file.path) ?? kept(file);
    came.delete(file.path);
    return lowered;
  };
  const keep = (key: string, sealed: Buffer): void => {
    store.put("trees", key, sealed);
    shared?.put("trees", key, sealed);
  };
  return {
    used,
    wrong,
    expect: () => undefined,
    isThere: (file) => !isChecking && store.has("trees", keyOf(file)),
    ask(file, isAbsent) {
      const key = keyOf(file);
      if (shared === undefined || store.has("trees", key)) return false;
      asked.add(file);
      shared.expect(key, () => {
        asked.delete(file);
        isAbsent();
      });
      return true;
    },
    async arrive() {
      await shared?.arrive();
      const modules: Module[] = [];
      for (const file of asked) {
        const lowered = isChecking ? undefined : kept(file);
        if (lowered === undefined) continue;
        came.set(file.path, lowered);
        modules.push(lowered.module);
      }
      asked.clear();
      return modules;
    },
    get: (file) => (isChecking ? undefined : take(file)),
    put(file, lowered) {
      const bytes = write(lowered);
      if (bytes === undefined) return;
      const old = isChecking ? take(file) : undefined;
      if (old !== undefined && write(old)?.equals(bytes) === false) wrong.push(file.path);
      if (old === undefined || wrong.at(-1) === file.path)
        keep(keyOf(file), seal(bytes, file.text));
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
