/** A fleet: many repositories, scanned by workers that share a queue. */
import type { Confidence } from "./extractor.ts";
import type { Language } from "./source.ts";

/** How repositories are scanned; keys as in repos.toml. */
export interface ScanChoice {
  readonly corpus?: readonly string[];
  readonly claims?: string;
  readonly packs?: readonly string[];
  readonly claim?: readonly string[];
  readonly languages?: readonly Language[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly include_tests?: boolean;
  readonly min_tier?: number;
  readonly min_confidence?: Confidence;
  /** What git does not bring by itself. */
  readonly submodules?: boolean;
  readonly lfs?: boolean;
  /** A repository without source files is in order. */
  readonly may_be_empty?: boolean;
}

export interface Repository {
  readonly name: string;
  /** A folder; without a revision it is scanned as it lies there. */
  readonly path?: string;
  readonly git?: string;
  /** A branch, a tag or a commit; the default branch where it is absent. */
  readonly revision?: string;
  /** Jobs that it is divided into. */
  readonly shards: number;
  /** Milliseconds for one attempt; absent: as the run has it. */
  readonly timeout?: number;
  readonly choice: ScanChoice;
}

export interface Fleet {
  readonly name?: string;
  readonly repositories: readonly Repository[];
}

/** What is in the queue: one repository at one revision, or a shard of it. */
export interface FleetJob {
  readonly version: 1;
  /** Which run it belongs to. */
  readonly run: string;
  /** What its result is kept under: the same repository and revision in the same run have the same. */
  readonly unit: string;
  readonly name: string;
  readonly path?: string;
  readonly git?: string;
  readonly revision?: string;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly choice: ScanChoice;
  /** SHA-256 of the claims file that goes with the run. */
  readonly claims_hash?: string;
  /** Milliseconds for one attempt. */
  readonly timeout_ms: number;
  /** Milliseconds since 1970: after this it is not begun any more. */
  readonly until_ms: number;
}
