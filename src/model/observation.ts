/** What the code says at one place. */
import type { Observed } from "./constant.ts";
import type { Confidence } from "./extractor.ts";
import type { Span } from "./source.ts";

/** One step of how a value or a verdict was reached, or another place that bears on it. */
export interface Trace extends Span {
  readonly path: string;
  readonly note: string;
  readonly value?: string;
  readonly extractor_id?: string;
}

export interface Observation extends Span {
  readonly subject: string;
  readonly predicate: string;
  readonly observed: Observed;
  readonly path: string;
  readonly message: string;
  readonly confidence: Confidence;
  readonly extractor_id: string;
  /** The extractor belongs to the project, so it outranks built-in ones. */
  readonly project: boolean;
  /** The enclosing item: `CacheClient.get`. Empty at module level. */
  readonly symbol: string;
  readonly derivation: readonly Trace[];
  readonly evidence: readonly Trace[];
}
