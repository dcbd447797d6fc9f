/** A place where the code makes or uses an object of a modelled library. */
import type { Provides } from "./library.ts";
import type { Span } from "./source.ts";

export interface CallSite extends Span {
  readonly path: string;
  /** The short span that stands for the call in messages. */
  readonly head: Span;
  /** The library's id. */
  readonly library: string;
  readonly provides: Provides;
  /** `set`, or what is made: `Redis`. */
  readonly call: string;
  /** `construct`, the operation of the library's model, or undefined where the model does not describe the method. */
  readonly operation?: string;
}
