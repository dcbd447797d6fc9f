/** The library: `aphoria scan` as a function, the formats, and the shape of what a scan reports. */
import type { Host } from "./io/host.ts";
import { nodeHost } from "./io/node-host.ts";
import { scan as scanProject } from "./scan.ts";
import type { LiveOutcome, OnProgress, ScanOptions } from "./scan.ts";

export { FORMAT_IDS, loadFormat } from "./formats/registry.ts";
export type { Format, FormatContext } from "./formats/format.ts";
export type { FormatId } from "./formats/registry.ts";
export type { Category, Operator, Severity } from "./model/claim.ts";
export type { FailOn } from "./model/config.ts";
export type { Diagnostic, DiagnosticSeverity } from "./model/diagnostic.ts";
export type { Confidence } from "./model/extractor.ts";
export type { Verdict } from "./model/finding.ts";
export type {
  Report,
  ReportClaim,
  ReportFinding,
  ReportMarker,
  ReportTrace,
  Summary,
} from "./model/report.ts";
export type { Skipped, SkipReason } from "./model/skip.ts";
export type { Language } from "./model/source.ts";
export type { LiveOutcome, OnProgress, ScanOptions, ScanOutcome } from "./scan.ts";

/** As the flags of `aphoria scan`; what is left out has their defaults. */
export interface ScanRequest extends Partial<ScanOptions> {
  /** Where `paths` start, and from where the project is looked for. By default the process's own. */
  readonly cwd?: string;
  readonly onProgress?: OnProgress;
}

/** Never writes into the project and never prints; a broken claim or file is a diagnostic of the report. */
export async function scan(request: ScanRequest = {}): Promise<LiveOutcome> {
  const { cwd, onProgress, ...options } = request;
  const none = { paths: [], extractors: [], claimIds: [], categories: [], languages: [] };
  const host = openHost();
  return scanProject(
    { ...none, include: [], exclude: [], ...options },
    cwd === undefined ? host : { ...host, cwd },
    onProgress,
  );
}

let opened: Host | undefined;

/** One host for all scans: it listens to the process's streams. */
function openHost(): Host {
  opened ??= nodeHost();
  return opened;
}
