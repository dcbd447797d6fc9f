/** What one file is observed with. */
import type { Extractor } from "../model/extractor.ts";
import type { Scene } from "./shape.ts";
import type { RawHit } from "./text-ways.ts";

export interface ObserveInputs extends Scene {
  readonly extractors: readonly Extractor[];
  /** What the `rule` and `regex` ways found in this file's text. */
  readonly hits: readonly RawHit[];
  readonly includeTests: boolean;
}
