/** What the cli needs of the rest: the pipeline and the formats, loaded together by the commands that scan. */
import type { Format } from "../formats/format.ts";
import { loadFormat } from "../formats/registry.ts";
import type { FormatId } from "../formats/registry.ts";
import type { Host } from "../io/host.ts";
import type { LiveOutcome, Manner, OnProgress, ScanOptions, ScanOutcome } from "../scan.ts";

export type { LiveOutcome, OnProgress, ScanOptions, ScanOutcome } from "../scan.ts";

/** The whole project, by its own configuration: what a scan is asked where nobody typed anything. */
export const NOT_NARROWED: ScanOptions = {
  paths: [],
  extractors: [],
  claimIds: [],
  categories: [],
  languages: [],
  include: [],
  exclude: [],
};

export interface Pipeline {
  scan(options: ScanOptions, host: Host, onProgress?: OnProgress): Promise<LiveOutcome>;
  /** The same report, with what was kept of earlier runs. */
  scanAgain(options: ScanOptions, host: Host, manner: Manner): Promise<ScanOutcome>;
  loadFormat(id: FormatId): Promise<Format>;
}

export async function loadPipeline(): Promise<Pipeline> {
  const { scan, scanAgain } = await import("../scan.ts");
  return { scan, scanAgain, loadFormat };
}
