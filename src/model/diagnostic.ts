/** A problem with what aphoria was given, never about the user's code. */
export type DiagnosticSeverity = "error" | "warning" | "info";

export interface Diagnostic {
  /** Kebab-case and public; every code is in `load/codes.ts`. */
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  /** Relative to the root, or as the user named it; absent when it is about no file. */
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  /** What to do about it. */
  readonly help?: string;
}

/** A value and the problems met on the way to it: loading never throws. */
export interface Checked<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
