/** Places in text. Offsets are UTF-16 code units from 0; lines and columns are 1-based. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A language family: one grammar family, one word in TOML and on the command line. */
export type Language = "typescript" | "rust" | "python";

export const LANGUAGES: readonly Language[] = ["typescript", "rust", "python"];

/** One file as the pipeline sees it. `path` is relative to the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Absent for files that only the regex engine reads (configuration, documents). */
  readonly language?: Language;
  /** The grammar of the family that this file needs, such as `tsx`. */
  readonly grammar?: string;
}
