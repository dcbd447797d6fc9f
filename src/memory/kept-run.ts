/** What was seen, as it is kept in a run: by file, sealed under the text of the file. */
import { decode, encode } from "../cache/codec.ts";
import type { Run } from "../cache/run.ts";
import { seal, unseal } from "../cache/seal.ts";
import type { Looked, Seen, SeenFile } from "../look/look.ts";
import type { Prepared } from "../look/prepare.ts";
import { isSeenFile } from "./seen-shape.ts";

type Texts = (path: string) => string | undefined;

/** What is kept of `Seen` besides what is sealed by file. */
export interface Notes extends Pick<Seen, "skipped" | "diagnostics" | "imported" | "leads"> {
  readonly unscanned: readonly string[];
  readonly clientPaths: readonly string[];
}

/** As a recalled run has it. */
export function plain({ scanned, skipped, diagnostics, files, imported }: Seen): Buffer {
  const filled = files.filter((file) => !isEmpty(file));
  return encode(
    JSON.parse(JSON.stringify({ scanned, skipped, diagnostics, files: filled, imported })),
  );
}

function isEmpty(file: Omit<SeenFile, "path">): boolean {
  const { observations, markers, suppressions, diagnostics } = file;
  return [observations, markers, suppressions, diagnostics].every(({ length }) => length === 0);
}

/** Empty ones give nothing, so their text need not be read to know it. Undefined when a text is gone meanwhile. */
export function sealed({ files }: Looked, sources: Texts): Run["files"] | undefined {
  const kept: [string, Buffer][] = [];
  for (const { path, ...file } of files) {
    if (isEmpty(file)) continue;
    const text = sources(path);
    if (text === undefined) return undefined;
    kept.push([path, seal(encode(file), text)]);
  }
  return kept;
}

/** Whatever is wrong with it, everything is looked at anew: a seal says who could read the file, not that we wrote it. */
export function unsealed(run: Run, { scope }: Prepared, sources: Texts): Seen | undefined {
  try {
    const { unscanned, skipped, diagnostics, imported, leads } = run.notes as Notes;
    const files: SeenFile[] = [];
    for (const [path, bytes] of run.files) {
      const text = sources(path);
      const kept = text === undefined ? undefined : unseal(bytes, text);
      const file = kept === undefined ? undefined : decode(kept);
      if (!isSeenFile(file)) return undefined;
      files.push({ path, ...file });
    }
    const left = new Set(unscanned);
    const scanned = scope.everything.files.filter((path) => !left.has(path));
    return { scanned, skipped, diagnostics, files, imported, leads };
  } catch {
    return undefined;
  }
}

export function notesOf(looked: Looked, { scope }: Prepared): Notes {
  const scanned = new Set(looked.scanned);
  const { skipped, diagnostics, imported, leads, clientPaths } = looked;
  const unscanned = scope.everything.files.filter((path) => !scanned.has(path));
  return { unscanned, skipped, diagnostics, imported, leads, clientPaths };
}
