/** The report of a fleet as JSON, schema version 1. Its types are the frozen ones, so it is written as it stands. */
import type { Organisation } from "../model/organisation.ts";
import { plainJson } from "../report/plain.ts";

export function organisationJson(report: Organisation): string {
  return `${plainJson(JSON.stringify(report, null, 2))}\n`;
}
