/** Files that were not scanned, and why. */
export const SKIP_REASONS = [
  "vendored",
  "minified",
  "generated",
  "binary",
  "too-large",
  "test",
  "excluded",
  "other-project",
  "own-file",
  "unreadable",
  "outside-root",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface Skipped {
  readonly path: string;
  readonly reason: SkipReason;
}
