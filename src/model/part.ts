/** A part of a divided scan, as one machine hands it to the one that joins them. It holds no text of a file but what a report shows. */
import type { BaselineEntry } from "./baseline.ts";
import type { Claim } from "./claim.ts";
import type { FailOn } from "./config.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Confidence, Extractor } from "./extractor.ts";
import type { Marker, Suppression } from "./marker.ts";
import type { Observation } from "./observation.ts";
import type { Skipped } from "./skip.ts";
import type { Language } from "./source.ts";

/** `2/8`: the second of eight. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** What observations are held against, besides the code: each part of a scan was given the same. */
export interface Given {
  /** The claims that are held against the code, and all that were loaded. */
  readonly claims: readonly Claim[];
  readonly knownClaims: readonly Claim[];
  /** Those that ran. */
  readonly extractors: readonly Pick<Extractor, "subject" | "predicate" | "languages">[];
  /** The project's own, whether or not they ran. */
  readonly ownExtractors: readonly OwnExtractor[];
  readonly minConfidence: Confidence;
  readonly failOn: FailOn;
  /** Neither paths nor languages nor globs narrowed the scan. */
  readonly isWhole: boolean;
  /** Only single files were named, as editors and hooks do: most of a project's hold no place of any claim. */
  readonly namesFiles: boolean;
  /** Of all files of the project, whether or not they were asked for. */
  readonly languages: readonly Language[];
  /** The claims were asked for by name, so each is listed though it has no place. */
  readonly areClaimsNamed: boolean;
  /** The folder of the root below the top of its repository, with `/`; empty where they are one. */
  readonly prefix: string;
  /** Absent: without one. `shown` names it in messages. */
  readonly baseline?: { readonly shown: string; readonly entries: readonly BaselineEntry[] };
  /** What was wrong with all of this. */
  readonly diagnostics: readonly Diagnostic[];
}

export type OwnExtractor = Pick<Extractor, "id" | "languages" | "status" | "origin"> & {
  readonly when: Pick<Extractor["when"], "imports">;
};

/** What decides whether parts belong together; each is a hash but the first two. */
export interface Kinship {
  readonly version: string;
  readonly build: string;
  /** Of every file that was listed and what it holds. */
  readonly code: string;
  readonly claims: string;
  /** Of extractors and library models. */
  readonly extractors: string;
  /** Of flags, configuration and baseline. */
  readonly options: string;
}

export interface Part {
  readonly shard: Shard;
  readonly kinship: Kinship;
  readonly given: Given;
  /** Files that fell to this part. */
  readonly listed: number;
  /** Those of them that were read. */
  readonly scanned: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly PartFile[];
  /** The project's own extractors whose imports some file has, by id. */
  readonly imported: readonly string[];
  /** By path: an offset, its line and its column, for all offsets in `files`. */
  readonly positions: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
  /** Milliseconds. */
  readonly duration: number;
}

export interface PartFile {
  readonly path: string;
  /** Without any secret. */
  readonly observations: readonly PartObservation[];
  readonly markers: readonly Marker[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PartObservation {
  readonly observation: Observation;
  /** The lines that a report shows of it, if it may show any. */
  readonly snippet?: string;
  /** Its fingerprints, by claim that it breaks or leaves open. */
  readonly prints: Readonly<Record<string, string>>;
  /** Where a secret was taken out of its value: what the value meant to each claim. */
  readonly outcomes?: Readonly<Record<string, Outcome>>;
}

/** Whether a value satisfies a claim. */
export type Outcome =
  | { readonly kind: "holds" }
  | { readonly kind: "breaks" }
  /** The values are known, but not how they compare; or the value is not known at all. */
  | { readonly kind: "unknown"; readonly reason: string }
  /** The claim and the observation do not fit together: somebody has to correct one of the two. */
  | { readonly kind: "error"; readonly problem: string };
