/** What the cli needs of the rest: the pipeline and the formats, loaded together by the commands that scan. */
import type { Format } from "../formats/format.ts";
import { loadFormat } from "../formats/registry.ts";
import type { FormatId } from "../formats/registry.ts";
import type { Host } from "../io/host.ts";
import type { Category } from "../model/claim.ts";
import type { FailOn } from "../model/config.ts";
import type { Confidence } from "../model/extractor.ts";
import type { Report } from "../model/report.ts";
import type { Skipped } from "../model/skip.ts";
import type { Language } from "../model/source.ts";

// Stand-in: these types belong to src/scan.ts and are to be imported from there.
export interface ScanOptions {
  readonly paths: readonly string[];
  readonly claims?: string;
  readonly corpus?: readonly string[];
  readonly packs?: readonly string[];
  readonly extractors: readonly string[];
  readonly config?: string;
  readonly claimIds: readonly string[];
  readonly categories: readonly Category[];
  readonly languages: readonly Language[];
  readonly minTier?: number;
  readonly minConfidence?: Confidence;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeTests?: boolean;
}
export type OnProgress = (event: { phase: string; done: number; total: number }) => void;
export interface ScanOutcome {
  readonly report: Report;
  readonly files: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly failOn: FailOn;
  readonly notes: readonly string[];
  readonly sources: (path: string) => string | undefined;
}

export interface Pipeline {
  scan(options: ScanOptions, host: Host, onProgress?: OnProgress): Promise<ScanOutcome>;
  loadFormat(id: FormatId): Promise<Format>;
}

export async function loadPipeline(): Promise<Pipeline> {
  // Stand-in: `import("../scan.ts")`, once it is there.
  const load = async (path: string): Promise<unknown> => import(path);
  const { scan } = (await load("../scan.ts")) as Pick<Pipeline, "scan">;
  return { scan, loadFormat };
}
