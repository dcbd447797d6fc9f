/** What an output format is: one file of this folder, from a report to text. It can neither print nor exit. */
import type { Report } from "../model/report.ts";

export interface FormatContext {
  readonly color: boolean;
  /** Columns of the terminal; for a file, what reads well. */
  readonly width: number;
  /** List the claims that nothing was observed for, not only their number. */
  readonly showMissing: boolean;
  /** False where the diagnostics go elsewhere, as in text mode they go to stderr. True when absent. */
  readonly listDiagnostics?: boolean;
  /** The folder of the root below the top of its repository, with `/`; empty or absent where they are one. */
  readonly prefix?: string;
  /** Reports of earlier scans, the oldest first. */
  readonly earlier?: readonly Report[];
  /** A file's text. It is not masked: what is shown of a finding comes from its snippet. */
  source(path: string): string | undefined;
}

export interface Format {
  /** What `--format` takes; also the file's name. */
  readonly id: string;
  readonly description: string;
  /** How each report in this format begins (without colour), so that a scan knows its own reports. */
  readonly mark: string;
  render(report: Report, context: FormatContext): string;
  /** What is added to the file that an environment variable names, if it is set. */
  readonly beside?: {
    readonly variable: string;
    render(report: Report, context: FormatContext): string;
  };
}
