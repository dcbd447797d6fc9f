/** Reads a report that a scan wrote; whatever is none is a usage error that names the file. */
import { resolve } from "node:path";
import { readReport } from "../gaps/read-report.ts";
import { errorCode, errorHelp, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import type { Report } from "../model/report.ts";
import { UsageError } from "./usage.ts";

export function readReportFile(host: Host, named: string): Report {
  const read = readReport(readText(host, named));
  if ("report" in read) return read.report;
  throw new UsageError(`${named} ${read.problem}`, read.help);
}

function readText(host: Host, named: string): string {
  try {
    return host.readFile(resolve(host.cwd, named)).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(`${named} cannot be read: ${errorReason(error)}`, errorHelp(error));
  }
}
