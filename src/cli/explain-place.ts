/** `aphoria explain ID --at FILE:LINE`: what each extractor makes of the line, and the claims of what it says. */
import { resolve } from "node:path";
import { compareAt, explainAt, isTestFile, languageOf } from "../proof/explain-at.ts";
import type { ExtractorWhy, Reason } from "../proof/explain-at.ts";
import { fitsGlobs } from "../io/globs.ts";
import type { Host } from "../io/host.ts";
import { readConfig } from "../io/inputs.ts";
import { findProject, relativeTo } from "../io/project.ts";
import { readSource } from "../io/read.ts";
import type { Claim } from "../model/claim.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { Confidence, Extractor } from "../model/extractor.ts";
import type { Observation } from "../model/observation.ts";
import type { Context, Typed } from "./command.ts";
import { listOf, valueOf } from "./options.ts";
import type { ScanOptions, ScanOutcome } from "./pipeline.ts";
import { UsageError } from "./usage.ts";

export interface Place {
  readonly root: string;
  /** From the root, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** What a claim makes of one observation. */
export interface ClaimWhy {
  readonly claim_id: string;
  readonly verdict: "PASS" | "CONFLICT" | "UNKNOWN";
  readonly says: string;
  /** Why a scan does not show it; null where it does. */
  readonly hidden: string | null;
}

export interface PlaceWhy {
  readonly place: Place;
  /** What keeps the file from being scanned, or its findings from being shown. */
  readonly file: readonly Reason[];
  readonly extractors: readonly ExtractorWhy[];
  readonly claimsOf: (observation: Observation) => readonly ClaimWhy[];
  readonly outcome: ScanOutcome;
}

export function readPlace(typed: string, host: Host): Place {
  const [, file = "", digits = ""] = /^(.+?):(\d+)(?::\d+)?$/.exec(typed) ?? [];
  if (file === "") {
    throw new UsageError(`\`--at ${typed}\` is not FILE:LINE`, "Write --at src/client.rs:48.");
  }
  const absolute = resolve(host.cwd, file);
  const real = host.realpath(absolute);
  if (real === undefined || host.stat(real)?.kind !== "file")
    throw new UsageError(`there is no file \`${file}\``);
  const { root } = findProject(host, undefined);
  const path = relativeTo(root, real);
  if (path === undefined) throw new UsageError(`\`${file}\` lies outside the project`);
  const source = readSource(host, root, path);
  if (source.kind !== "text") throw new UsageError(`\`${file}\` cannot be read as text`);
  const count = source.text.replace(/\n$/, "").split("\n").length;
  const line = Number(digits);
  if (line < 1 || line > count) {
    throw new UsageError(
      `\`${file}\` has ${count} ${count === 1 ? "line" : "lines"}, so no line ${digits}`,
    );
  }
  return { root, path, line, text: source.text };
}

/** `claims` are those to hold against what is said; `corpus` where the first of them comes from, if not chosen here. */
export async function explainPlace(
  place: Place,
  extractors: readonly Extractor[],
  claims: readonly Claim[],
  typed: Typed,
  { host, pipeline }: Context,
): Promise<PlaceWhy> {
  const stages = await pipeline();
  const corpora = claims.flatMap(({ origin }) =>
    origin.startsWith("corpus:") ? [origin.slice("corpus:".length)] : [],
  );
  const given = valueOf(typed, "claims");
  const config = valueOf(typed, "config");
  const options: ScanOptions = {
    paths: [],
    extractors: listOf(typed, "extractors") ?? [],
    corpus: [...new Set([...(listOf(typed, "corpus") ?? []), ...corpora])],
    claimIds: claims.map(({ id }) => id),
    categories: [],
    languages: [],
    include: [],
    exclude: [],
    minTier: 5,
    minConfidence: "low",
    includeTests: true,
    ...(given !== undefined && { claims: given }),
    ...(config !== undefined && { config }),
  };
  const outcome = await stages.scan(options, host);
  const { path, line, text, root } = place;
  const settings = readConfig(host, root, config).value;
  const file = fileReasons(place, outcome, settings.include_tests ?? false);
  const isScanned = file.every(({ ok }) => ok);
  return {
    place,
    file,
    extractors: isScanned
      ? extractors.map((one) => explainAt(one, path, line, text, outcome.analysis))
      : [],
    claimsOf: (observation) =>
      claims
        .filter(
          (one) => one.subject === observation.subject && one.predicate === observation.predicate,
        )
        .map((claim) => ({
          claim_id: claim.id,
          ...compareAt(claim, observation),
          hidden: hiddenBy(claim, observation, place, outcome, settings.min_confidence ?? "medium"),
        })),
    outcome,
  };
}

function fileReasons({ path }: Place, outcome: ScanOutcome, withTests: boolean): readonly Reason[] {
  const reasons: Reason[] = [];
  const say = (ok: boolean, says: string): void => void reasons.push({ ok, says, via: [] });
  const skipped = outcome.skipped.find((one) => one.path === path);
  if (skipped !== undefined) say(false, `a scan skips this file: ${skipped.reason}`);
  else if (!outcome.files.includes(path))
    say(false, "a scan does not read this file: it is ignored, excluded, or of no known kind");
  else if (isTestFile(path) && !withTests)
    say(true, "it is a test file, which a scan leaves out without --include-tests");
  return reasons;
}

function hiddenBy(
  claim: Claim,
  { confidence }: Observation,
  { path, line }: Place,
  { report }: ScanOutcome,
  least: Confidence,
): string | null {
  if (claim.status !== "active") return `the claim is ${claim.status}`;
  const language = languageOf(path);
  if (
    claim.languages !== undefined &&
    language !== undefined &&
    !claim.languages.includes(language)
  )
    return `the claim speaks of ${claim.languages.join(", ")} only`;
  const { include = [], exclude = [] } = claim.scope ?? {};
  if (include.length > 0 && !fitsGlobs(include, path))
    return `the claim's scope is ${include.join(", ")}`;
  if (exclude.length > 0 && fitsGlobs(exclude, path))
    return `the claim's scope leaves out ${exclude.join(", ")}`;
  if (CONFIDENCES.indexOf(confidence) > CONFIDENCES.indexOf(least))
    return `its confidence is ${confidence}, and ${least} is the least that is shown`;
  const found = report.findings.find(
    (one) => one.claim_id === claim.id && one.path === path && one.line === line,
  );
  return found?.suppressed == null ? null : `it is suppressed: ${found.suppressed.reason}`;
}
