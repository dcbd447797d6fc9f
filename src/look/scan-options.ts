/** What can be asked of a scan; what is left out comes from `.aphoria/config.toml`, then from the defaults. */
import type { SharedFacts } from "../cache/shared-facts.ts";
import type { Changes } from "../io/git-changes.ts";
import type { SharedPlace } from "../io/shared-place.ts";
import type { Category } from "../model/claim.ts";
import type { TelemetryMode } from "../model/config.ts";
import type { Confidence } from "../model/extractor.ts";
import type { Shard } from "../model/part.ts";
import type { Language } from "../model/source.ts";

export interface ScanOptions {
  /** Files, folders or globs, relative to the working directory. None means the root. */
  readonly paths: readonly string[];
  readonly claims?: string;
  readonly corpus?: readonly string[];
  readonly packs?: readonly string[];
  /** Folders of further extractors. */
  readonly extractors: readonly string[];
  readonly config?: string;
  /** Only these claims. */
  readonly claimIds: readonly string[];
  readonly categories: readonly Category[];
  readonly languages: readonly Language[];
  readonly minTier?: number;
  readonly minConfidence?: Confidence;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeTests?: boolean;
  /** A file instead of `.aphoria/baseline.json`; false: no baseline. */
  readonly baseline?: string | false;
}

/** How a scan goes about it; what is found at a place is the same. */
export interface Manner {
  /** What was learnt is kept and used again; without it nothing is written. */
  readonly cache?: CacheOptions | undefined;
  /** What is recorded of the run; as the configuration has it where it is absent. */
  readonly telemetry?: TelemetryMode | undefined;
  /** Findings may stand in what changed and in files that what changed leads to, and nowhere else. */
  readonly changes?: Changes | undefined;
  /** Findings may stand in the files that fall to this part of a divided scan, and nowhere else. */
  readonly shard?: Shard | undefined;
  /** Threads, this one included; as many as there are idle cores where it is absent. */
  readonly jobs?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Hears at the end where the time went. */
  readonly onStats?: ((stats: Stats) => void) | undefined;
}

export interface Stats {
  /** Milliseconds by phase, by kind of shape and by extractor, the longest first. */
  readonly times: readonly (readonly [string, number])[];
  /** How the run stood to the one that was remembered. */
  readonly remembered: string;
  /** Files that were lowered to trees, and those of them whose tree was kept. */
  readonly lowered: number;
  readonly kept: number;
  /** Absent where there is no shared store. */
  readonly shared?: SharedFacts | undefined;
}

export type OnProgress = (event: { phase: string; done: number; total: number }) => void;

export interface CacheOptions {
  /** Relative to the working directory; without it as the configuration has it. */
  readonly dir?: string;
  /** Look at everything all the same, and compare. */
  readonly verify?: boolean;
  /** What earlier runs left is used, and this run is not kept: it saw what is on no disk. */
  readonly isForOnce?: boolean;
  /** Where a team keeps what it learnt together, beside the local cache. */
  readonly shared?: SharedPlace;
}
