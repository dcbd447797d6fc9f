/** The baseline of a project, read: `.aphoria/baseline.json`, or the file that was named. */
import { resolve } from "node:path";
import { loadBaseline } from "../load/baseline.ts";
import { diagnostic } from "../load/codes.ts";
import type { BaselineEntry } from "../model/baseline.ts";
import type { Checked } from "../model/diagnostic.ts";
import type { Host } from "./host.ts";
import { below, resolveConfigured } from "./project.ts";
import { readToml } from "./toml-files.ts";

export const BASELINE = ".aphoria/baseline.json";

export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  /** In messages. */
  readonly shown: string;
  readonly isThere: boolean;
  readonly entries: readonly BaselineEntry[];
}

/** `typed`: as `--baseline` names it; `false`: no baseline at all. A file that is named must be there. */
export function readBaseline(
  host: Host,
  root: string,
  typed: string | false | undefined,
): Checked<BaselineFile | undefined> {
  if (typed === false) return { value: undefined, diagnostics: [] };
  const shown = typed ?? BASELINE;
  const path = typed === undefined ? below(root, BASELINE) : resolve(host.cwd, typed);
  const empty = { path, shown, isThere: false, entries: [] };
  if (host.lstat(path) === undefined) {
    if (typed === undefined) return { value: empty, diagnostics: [] };
    const message = "there is no such baseline";
    const help = "Write one with `aphoria baseline create`.";
    return {
      value: empty,
      diagnostics: [diagnostic("path-not-found", { message, path: shown, help })],
    };
  }
  if (typed === undefined) {
    const inside = resolveConfigured(host, root, BASELINE, BASELINE);
    if (inside.value === undefined) return { value: empty, diagnostics: inside.diagnostics };
  }
  const text = readToml(host, { path, shown });
  if (text.value === undefined) {
    const message = "the baseline is larger than 8 MB, or no text";
    const isUnreadable = text.diagnostics.some(({ code }) => code === "path-unreadable");
    const invalid = [diagnostic("baseline-invalid", { message, path: shown })];
    return { value: empty, diagnostics: isUnreadable ? text.diagnostics : invalid };
  }
  const { value: entries, diagnostics } = loadBaseline(text.value, shown);
  return { value: { path, shown, isThere: true, entries }, diagnostics };
}
