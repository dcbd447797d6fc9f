/** A fleet's report as it was written, read back: what is not one is refused with the reason. */
import type { Organisation } from "../model/organisation.ts";

export type ReadOrganisation =
  { readonly report: Organisation } | { readonly problem: string; readonly help: string };

export function readOrganisation(text: string): ReadOrganisation {
  const help = "A fleet's report is what `aphoria fleet run --format json` writes.";
  const fail = (problem: string) => ({ problem, help });
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return fail("is not JSON");
  }
  if (!isRecord(read) || read["kind"] !== "fleet") return fail("is no report of a fleet");
  if (read["schema_version"] !== 1) {
    return fail(
      `is of schema version ${JSON.stringify(read["schema_version"])}; this aphoria knows 1`,
    );
  }
  const broken = brokenPart(read);
  if (broken !== undefined) return fail(`is damaged: \`${broken}\` is not as it should be`);
  return { report: read as unknown as Organisation };
}

/** Looks at all that is used of an earlier report. */
function brokenPart({ run, started, repositories, trend }: Record<string, unknown>) {
  if (typeof run !== "string" || typeof started !== "string") return "run";
  if (!isListOf(trend, isPoint)) return "trend";
  return isListOf(repositories, isRepository) ? undefined : "repositories";
}

const POINT = ["repositories", "scanned", "conflicts", "unknowns", "passes"];

function isPoint(one: Record<string, unknown>): boolean {
  return typeof one["run"] === "string" && POINT.every((name) => typeof one[name] === "number");
}

function isRepository(one: Record<string, unknown>): boolean {
  return (
    typeof one["name"] === "string" &&
    typeof one["status"] === "string" &&
    isListOf(
      one["findings"],
      ({ verdict, fingerprint }) => typeof verdict === "string" && typeof fingerprint === "string",
    )
  );
}

function isListOf(value: unknown, fits: (one: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.every((one: unknown) => isRecord(one) && fits(one));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
