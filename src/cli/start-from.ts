/** `--from FILE:LINE`: the beginning of a claim from what stands there, a marker or a call that no claim governs. */
import { resolve } from "node:path";
import { fieldsOf } from "../author/render-claim.ts";
import type { ClaimFields } from "../author/render-claim.ts";
import { corpusNames } from "../io/inputs.ts";
import { findProject, relativeTo } from "../io/project.ts";
import type { Claim } from "../model/claim.ts";
import type { Report, ReportFinding } from "../model/report.ts";
import type { Context } from "./command.ts";
import { claimOfMarker, draftFromMarker } from "./marker-claims.ts";
import { UsageError } from "./usage.ts";
import { NOT_NARROWED } from "./pipeline.ts";

export interface Start {
  readonly fields: ClaimFields;
  /** Where it came from, in one sentence. */
  readonly says: string;
}

export interface Known {
  readonly own: readonly Claim[];
  readonly shipped: readonly Claim[];
}

export async function startFrom(place: string, known: Known, context: Context): Promise<Start> {
  const { host, pipeline } = context;
  const [, file = "", digits = ""] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  if (file === "") {
    throw new UsageError(`\`--from ${place}\` is not FILE:LINE`, "Write --from src/client.rs:48.");
  }
  const real = host.realpath(resolve(host.cwd, file));
  if (real === undefined) throw new UsageError(`there is no file \`${file}\``);
  const path = relativeTo(findProject(host, file).root, real) ?? file;
  const line = Number(digits);
  const stages = await pipeline();
  const corpus = corpusNames(host);
  const options = {
    ...NOT_NARROWED,
    paths: [file],
    corpus,
    minConfidence: "low",
    includeTests: true,
  } as const;
  const { report } = await stages.scan(options, host);
  const start = fromMarker(report, path, line, known) ?? fromCall(report, path, line, known);
  if (start !== undefined) return start;
  throw new UsageError(
    `nothing at ${path}:${line} begins a claim: no marker stands there, and no shipped claim speaks of the code`,
    "Name the line of an @aphoria:claim marker or of a cache call, or give the fields as flags.",
  );
}

function fromMarker(report: Report, path: string, line: number, known: Known): Start | undefined {
  const marker = report.markers.find((one) => one.path === path && one.line === line);
  if (marker === undefined) return undefined;
  const governed = claimOfMarker(marker, known.own);
  if (governed !== undefined) throw alreadyGoverned(path, line, governed);
  const like = claimOfMarker(marker, known.shipped);
  const taken = new Set(known.own.map(({ subject }) => subject));
  const fields = draftFromMarker(marker, like, "cache", taken);
  const source = like === undefined ? "" : `, and from \`${like.id}\``;
  return { fields, says: `from the marker at ${path}:${line}${source}` };
}

function fromCall(
  { findings }: Report,
  path: string,
  line: number,
  { own, shipped }: Known,
): Start | undefined {
  const here = findings
    .filter((finding) => standsAt(finding, path, line))
    .toSorted((a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict));
  const claims = [...new Set(here.map(({ claim_id: id }) => id))].flatMap((id) =>
    shipped.filter((claim) => claim.id === id),
  );
  const [first, ...others] = claims.filter((claim) => !isGoverned(claim, own));
  if (first === undefined) {
    const governing = own.find((claim) => claims.some((one) => isGoverned(one, [claim])));
    if (governing !== undefined) throw alreadyGoverned(path, line, governing);
    return undefined;
  }
  const { id: _, ...fields } = fieldsOf(first);
  const also =
    others.length === 0 ? "" : `; ${others.map(({ id }) => id).join(", ")} speak of it too`;
  return { fields, says: `from \`${first.id}\`, which speaks of ${path}:${line}${also}` };
}

const WORST: readonly string[] = ["CONFLICT", "UNKNOWN", "PASS", "MISSING"];

function standsAt(
  { path, line, end_line, evidence }: ReportFinding,
  at: string,
  row: number,
): boolean {
  return [{ path, line, end_line }, ...evidence].some(
    (place) =>
      place.path === at && place.line !== null && place.line <= row && row <= (place.end_line ?? 0),
  );
}

function isGoverned({ subject, predicate }: Claim, own: readonly Claim[]): boolean {
  return own.some((claim) => claim.subject === subject && claim.predicate === predicate);
}

function alreadyGoverned(path: string, line: number, { id, invariant }: Claim): UsageError {
  return new UsageError(
    `${path}:${line} is governed by \`${id}\` already: ${invariant}`,
    `\`aphoria claims show ${id}\` shows it, \`aphoria claims edit ${id}\` changes it.`,
  );
}
