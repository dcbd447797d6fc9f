/** Which diagnostics leave code unseen behind them. */
import type { Diagnostic } from "../model/diagnostic.ts";

/** A part of a file, or all of it, was not read as it stands there. */
const UNREAD: ReadonlySet<string> = new Set([
  "file-unreadable",
  "file-not-utf8",
  "file-half-observed",
  "file-parse-error",
  "config-parse-error",
  "config-template",
  "config-too-long",
  "line-too-long",
  "regex-timeout",
]);

/** What is said about comments, claims, extractors or the baseline hides nothing of the code. */
export function hidesCode({ code }: Pick<Diagnostic, "code">): boolean {
  return UNREAD.has(code);
}
