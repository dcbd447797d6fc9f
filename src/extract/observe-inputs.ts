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
  /** Where the time goes is asked only now and then: to count it costs time itself. */
  readonly onTime?: OnTime | undefined;
}

/** Does the work, and counts its time under the name: a kind of shape, or an extractor's id. */
export type OnTime = <T>(name: string, work: () => T) => T;

/** `kinds` are the shapes that the recogniser would have seen. */
export type OnFailure = (kinds: readonly string[], error: unknown) => void;
