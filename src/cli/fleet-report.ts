/** The reports of a fleet: to files and stdout, and earlier ones read back. */
import { resolve } from "node:path";
import { readOrganisation } from "../fleet/read-organisation.ts";
import { errorCode, errorHelp, errorReason, type Host } from "../io/host.ts";
import type { Organisation } from "../model/organisation.ts";
import { writeReport } from "./deliver.ts";
import type { Delivery } from "./report-flags.ts";
import { UsageError } from "./usage.ts";

export const FLEET_FORMATS = ["text", "json", "html"] as const;
type FleetFormat = (typeof FLEET_FORMATS)[number];

/** False when one could not be written. */
export async function deliverOrganisation(
  report: Organisation,
  deliveries: readonly Delivery<FleetFormat>[],
  host: Host,
  isQuiet: boolean,
): Promise<boolean> {
  let isWritten = true;
  for (const { format, file } of deliveries) {
    const text = (await RENDER[format]())(report);
    if (file === undefined) host.stdout.write(text);
    else isWritten = writeReport(file, text, host, isQuiet) && isWritten;
  }
  return isWritten;
}

const RENDER: Readonly<Record<FleetFormat, () => Promise<(report: Organisation) => string>>> = {
  text: async () => (await import("../fleet/organisation-text.ts")).organisationText,
  json: async () => (await import("../fleet/organisation-json.ts")).organisationJson,
  html: async () => (await import("../fleet/organisation-html.ts")).organisationHtml,
};

export function readEarlier(host: Host, named: string): Organisation {
  let text: string;
  try {
    text = host.readFile(resolve(host.cwd, named)).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(`${named} cannot be read: ${errorReason(error)}`, errorHelp(error));
  }
  const read = readOrganisation(text);
  if ("report" in read) return read.report;
  throw new UsageError(`${named} ${read.problem}`, read.help);
}
