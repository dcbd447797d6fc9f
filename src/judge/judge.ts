/**
 * Holds claims against what was observed. Knows operators, places and scopes; nothing of languages, libraries
 * or how anything was found. The order of claims and observations never changes the result.
 */
import type { Claim } from "../model/claim.ts";
import type { Constant } from "../model/constant.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { CONFIDENCES, type Confidence, type Extractor } from "../model/extractor.ts";
import type { Finding, Verdict } from "../model/finding.ts";
import type { Observation, Trace } from "../model/observation.ts";
import type { Outcome } from "../model/part.ts";
import type { SourceFile } from "../model/source.ts";
import { satisfies } from "./operators.ts";
import { groupPlaces } from "./places.ts";
import { createScope, type MatchGlobs } from "./scope.ts";
import { groupBy } from "../model/group-by.ts";

export interface JudgeInputs {
  readonly claims: readonly Claim[];
  readonly observations: readonly Observation[];
  /** Those that ran. */
  readonly extractors: readonly Pick<Extractor, "subject" | "predicate" | "languages">[];
  /** Those that were scanned, whether or not anything was found in them. */
  readonly files: readonly Pick<SourceFile, "path" | "language">[];
  readonly minConfidence: Confidence;
  readonly matchGlobs: MatchGlobs;
  /** Spells a value for people: `5s`, `512MiB`. */
  readonly formatConstant: (value: Constant) => string;
  /** What was found before, where the value itself is not to be seen any more. */
  readonly known?: (claim: Claim, observation: Observation) => Outcome | undefined;
}

/** One claim at one place, whatever the verdict. */
export interface Place {
  readonly claim: Claim;
  readonly verdict: Exclude<Verdict, "MISSING">;
  readonly reason?: string;
  /** The one that decided. */
  readonly observation: Observation;
  /** What else was said here. */
  readonly evidence: readonly Trace[];
}

export interface Judged {
  readonly findings: readonly Finding[];
  /** All places, also those that hold where others do not; in order of path, position and claim. */
  readonly places: readonly Place[];
  /** CONFLICT and UNKNOWN places that are left out because nobody is sure enough of them. */
  readonly belowConfidence: readonly Place[];
  readonly diagnostics: readonly Diagnostic[];
}

export function judge(inputs: JudgeInputs): Judged {
  const scope = createScope(inputs);
  const misfits = new Map<string, Diagnostic>();
  const byKey = groupBy(inputs.observations, keyOf);
  const findings: Finding[] = [];
  const places: Place[] = [];
  const belowConfidence: Place[] = [];
  for (const claim of inputs.claims) {
    if (claim.status !== "active") continue;
    const inScope = (byKey.get(keyOf(claim)) ?? []).filter(({ path }) => scope.has(claim, path));
    const held = inScope.map((observation) => hold(claim, observation, inputs, misfits));
    const [kept, low] = partition(held, ({ observation }) => isSure(observation, inputs));
    const own = placesOf(kept, inputs);
    places.push(...own);
    belowConfidence.push(...placesOf(low, inputs).filter(({ verdict }) => verdict !== "PASS"));
    if (own.length === 0) {
      findings.push({ claim, verdict: "MISSING", reason: scope.whyMissing(claim), evidence: [] });
    } else findings.push(...findingsOf(claim, own, inputs));
  }
  return {
    findings: findings.toSorted(compareFindings),
    places: places.toSorted(comparePlaces),
    belowConfidence: belowConfidence.toSorted(comparePlaces),
    diagnostics: [...misfits.values()].toSorted((a, b) => compareText(a.message, b.message)),
  };
}

/** An observation and what it means for the claim. */
type Held = Omit<Place, "evidence">;

function hold(
  claim: Claim,
  observation: Observation,
  { formatConstant, known }: JudgeInputs,
  misfits: Map<string, Diagnostic>,
): Held {
  const outcome =
    known?.(claim, observation) ??
    satisfies(observation.observed, claim.operator, claim.value, formatConstant);
  if (outcome.kind === "holds") return { claim, verdict: "PASS", observation };
  if (outcome.kind === "breaks") return { claim, verdict: "CONFLICT", observation };
  if (outcome.kind === "unknown") {
    return { claim, verdict: "UNKNOWN", reason: outcome.reason, observation };
  }
  const { extractor_id } = observation;
  const message = `the claim \`${claim.id}\` and the extractor \`${extractor_id}\` do not fit together: ${outcome.problem}`;
  misfits.set(message, {
    code: "bad-value",
    severity: "error",
    message,
    ...(!claim.origin.startsWith("corpus:") && { path: claim.origin }),
    help: "Compare like with like: give the claim's value, or the extractor's match, a unit.",
  });
  return { claim, verdict: "UNKNOWN", reason: outcome.problem, observation };
}

function placesOf(held: readonly Held[], { formatConstant }: JudgeInputs): readonly Place[] {
  const byFile = groupBy(held, ({ observation }) => observation.path);
  const groups = [...byFile.values()].flatMap((sameFile) =>
    groupPlaces(sameFile.map((one) => ({ start: startOf(one), end: endOf(one), one }))),
  );
  return groups.flatMap((group) => {
    const [first, ...others] = group.map(({ one }) => one).toSorted(compareHeld);
    if (first === undefined) return [];
    const said = others.map(({ observation }) => traceOf(observation, formatConstant));
    return [{ ...first, evidence: [...first.observation.evidence, ...said] }];
  });
}

/** One per place that conflicts or is open; else all places together are one PASS. */
function findingsOf(
  claim: Claim,
  places: readonly Place[],
  { formatConstant }: JudgeInputs,
): readonly Finding[] {
  const against = places.filter(({ verdict }) => verdict !== "PASS");
  if (against.length > 0) return against;
  const [first, ...others] = places.toSorted(comparePlaces);
  if (first === undefined) return [];
  const evidence = [first, ...others].map((place) => traceOf(place.observation, formatConstant));
  return [{ claim, verdict: "PASS", observation: first.observation, evidence }];
}

function traceOf(observation: Observation, text: JudgeInputs["formatConstant"]): Trace {
  const { path, start, end, message, observed, extractor_id } = observation;
  const value = observed.kind === "value" ? text(observed.value) : observed.kind;
  return { path, start, end, note: message, value, extractor_id };
}

function isSure({ confidence }: Observation, { minConfidence }: JudgeInputs): boolean {
  return CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(minConfidence);
}

const RANK = { CONFLICT: 0, UNKNOWN: 1, PASS: 2 } as const;

/** The deciding one first: the project's word, the worst verdict, the smallest range, the surest extractor. */
function compareHeld(a: Held, b: Held): number {
  const [one, other] = [a.observation, b.observation];
  return (
    Number(other.project) - Number(one.project) ||
    RANK[a.verdict] - RANK[b.verdict] ||
    one.end - one.start - (other.end - other.start) ||
    CONFIDENCES.indexOf(one.confidence) - CONFIDENCES.indexOf(other.confidence) ||
    one.start - other.start ||
    compareText(one.extractor_id, other.extractor_id) ||
    compareText(one.message, other.message) ||
    compareText(JSON.stringify(one), JSON.stringify(other))
  );
}

function comparePlaces(a: Place, b: Place): number {
  return (
    compareText(a.observation.path, b.observation.path) ||
    startOf(a) - startOf(b) ||
    compareText(a.claim.id, b.claim.id) ||
    endOf(a) - endOf(b)
  );
}

function compareFindings(a: Finding, b: Finding): number {
  const [one, other] = [a.observation, b.observation];
  if (one === undefined || other === undefined) {
    const placeless = Number(one === undefined) - Number(other === undefined);
    return placeless || compareText(a.claim.id, b.claim.id);
  }
  return (
    compareText(one.path, other.path) ||
    one.start - other.start ||
    compareText(a.claim.id, b.claim.id) ||
    one.end - other.end
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function keyOf({ subject, predicate }: { subject: string; predicate: string }): string {
  return `${subject}\n${predicate}`;
}

function startOf({ observation }: Held): number {
  return observation.start;
}

function endOf({ observation }: Held): number {
  return observation.end;
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
