/** Inline comments that speak to aphoria. */
import type { Span } from "./source.ts";

/** `@aphoria:claim[category, id] invariant -- consequence` */
export interface Marker extends Span {
  readonly path: string;
  readonly category?: string;
  /** Written in the marker. */
  readonly claim_id?: string;
  readonly invariant: string;
  readonly consequence?: string;
  /** The item that the marker stands on; absent when nothing follows. */
  readonly item?: Span;
}

/** `@aphoria:ignore[id] reason (until 2027-03-31)` */
export interface Suppression extends Span {
  readonly path: string;
  readonly claim_id?: string;
  readonly reason: string;
  readonly until?: string;
  readonly item?: Span;
  /** What is wrong with it, when it suppresses nothing. */
  readonly problem?: "reasonless" | "malformed";
}
