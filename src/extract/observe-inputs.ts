/** What one file is observed with. */
import type { Extractor } from "../model/extractor.ts";
import type { Scene } from "./shape.ts";
import type { RawHit } from "./text-ways.ts";

export interface ObserveInputs extends Scene {
  readonly extractors: readonly Extractor[];
  /** What the `rule` and `regex` ways found in this file's text. */
  readonly hits: readonly RawHit[];
  readonly includeTests: boolean;
  /** Told when a recogniser fails on the file, which then goes without it; where nobody is told, the failure is thrown. */
  readonly onFailure?: OnFailure | undefined;
}

/** `kinds` are the shapes that the recogniser would have seen. */
export type OnFailure = (kinds: readonly string[], error: unknown) => void;
