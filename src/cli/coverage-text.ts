/** The coverage of calls as text for the terminal and as JSON. */
import type { Coverage } from "../coverage/coverage.ts";
import { percent } from "../gaps/percent.ts";
import type { Output } from "../io/host.ts";
import type { CallSite } from "../model/call-site.ts";
import { createLines, type Lines } from "../report/lines.ts";
import { table } from "./table.ts";

type Sources = (path: string) => string | undefined;

/** More are counted, and listed by `--json`. */
const MOST_LISTED = 50;

export function coverageText(found: Coverage, sources: Sources, output: Output): string {
  if (found.sites === 0) return "No call on a modelled library was found.\n";
  const rows = found.rows.map(({ library, call, operation, sites, governed, claims }) => [
    library,
    call,
    String(sites),
    String(governed),
    claims.length > 0 ? claims.join(", ") : operation === null ? "not in the model" : "-",
  ]);
  const shown = table([["LIBRARY", "CALL", "SITES", "GOVERNED", "BY"], ...rows], output);
  const locate = locator(sources);
  const open = found.open.slice(0, MOST_LISTED).map((site) => {
    const { line, column } = locate(site);
    return [`${site.path}:${line}:${column}`, `${site.library} ${site.call}`];
  });
  const more = found.open.length - open.length;
  const list =
    open.length === 0
      ? ""
      : `\nNo claim speaks about:\n${table(open, output)}${more > 0 ? `… and ${more} more (--json has them all)\n` : ""}`;
  return `${shown}${list}\n${sentence(found)}\n`;
}

export function coverageJson(found: Coverage, sources: Sources): unknown {
  const locate = locator(sources);
  return {
    ...found,
    open: found.open.map((site) => ({
      path: site.path,
      ...locate(site),
      library: site.library,
      provides: site.provides,
      call: site.call,
      operation: site.operation ?? null,
    })),
  };
}

function sentence({ governed, sites, rate, undescribed }: Coverage): string {
  const models = undescribed === 0 ? "" : `; ${undescribed} are in no model`;
  return `${governed} of ${sites} calls are governed by a claim (${percent(rate)})${models}.`;
}

/** 1-based line and column of a site, each file's lines counted once. */
function locator(sources: Sources): (site: CallSite) => { line: number; column: number } {
  const known = new Map<string, Lines>();
  return ({ path, head }) => {
    const lines = known.get(path) ?? createLines(sources(path) ?? "");
    known.set(path, lines);
    return lines.position(head.start);
  };
}
