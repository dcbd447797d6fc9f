/** Reads a report that a scan wrote, JSON or SARIF; whatever is none is a usage error that names the file. */
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

/** A scan of a hundred thousand files writes less; what is more would not fit into the memory several times. */
const LARGEST = 100_000_000;

function readText(host: Host, named: string): string {
  const path = resolve(host.cwd, named);
  try {
    const size = host.stat(path)?.size ?? 0;
    if (size > LARGEST) throw new UsageError(`${named} is larger than ${LARGEST / 1e6} MB`);
    return host.readFile(path).toString("utf8");
  } catch (error) {
    if (error instanceof UsageError || errorCode(error) === "") throw error;
    throw new UsageError(`${named} cannot be read: ${errorReason(error)}`, errorHelp(error));
  }
}
