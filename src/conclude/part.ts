/**
 * What one machine hands on of its part of a divided scan. All that the report needs of the text of files is answered here,
 * where the text is: positions, the lines that are shown, fingerprints. No secret that any part of the project gives away
 * leaves this place.
 */
import { hashOf } from "../cache/seal.ts";
import type { Witnessed } from "./conclude.ts";
import { fitsGlobs } from "../io/globs.ts";
import { buildId, version } from "../io/version.ts";
import { satisfies } from "../judge/operators.ts";
import { judge, type Judged } from "../judge/judge.ts";
import { languageOfPath } from "../languages/registry.ts";
import { formatConstant } from "../load/units.ts";
import { diagnostic } from "../load/codes.ts";
import type { Seen } from "../look/look.ts";
import type { Constant, Scalar } from "../model/constant.ts";
import type { Observation, Trace } from "../model/observation.ts";
import type { Given, Kinship, Outcome, Part, PartObservation, Shard } from "../model/part.ts";
import type { Narrowed } from "../look/narrow.ts";
import type { Prepared } from "../look/prepare.ts";
import { isCredentialsClaim, maskValue } from "../report/mask.ts";
import { textsFrom, type Texts } from "../report/texts.ts";

/** What was seen, as far as it was seen in files of the share. */
export function cutTo(share: ReadonlySet<string>, prepared: Prepared, seen: Seen): Narrowed {
  const { scope } = prepared;
  const asked = new Set(scope.found.files);
  const isOthers = ({ path = "" }: { readonly path?: string }): boolean =>
    asked.has(path) && !share.has(path);
  const files = scope.found.files.filter((path) => share.has(path));
  const message = "no file fell to this part: there are fewer files than parts";
  return {
    prepared: { ...prepared, scope: { ...scope, found: { ...scope.found, files } } },
    seen: {
      ...seen,
      scanned: seen.scanned.filter((path) => share.has(path)),
      skipped: seen.skipped.filter((skipped) => !isOthers(skipped)),
      diagnostics: seen.diagnostics.filter((one) => !isOthers(one)),
      files: seen.files.filter((file) => !isOthers(file)),
    },
    diagnostics: files.length === 0 ? [diagnostic("shard-empty", { message })] : [],
  };
}

export interface Making {
  readonly shard: Shard;
  readonly given: Given;
  readonly prepared: Prepared;
  readonly seen: Witnessed;
  /** What may hold a secret in files of other parts. */
  readonly secrets: readonly Observation[];
  /** Stands for every file of the project and what it holds. */
  readonly code: string;
  readonly source: (path: string) => string | undefined;
  /** Milliseconds. */
  readonly duration: number;
}

export function makePart(making: Making): Part {
  const { shard, given, prepared, seen, secrets, source, duration } = making;
  const listed = new Set(prepared.scope.found.files);
  const isOfFile = ({ path }: { readonly path?: string }): boolean =>
    path !== undefined && listed.has(path);
  const own = seen.files.flatMap(({ observations }) => observations);
  const judged = judge({
    claims: given.claims,
    observations: [...own, ...secrets],
    extractors: given.extractors,
    files: [...listed].map((path) => ({ path, ...languageOfPath(path) })),
    minConfidence: given.minConfidence,
    matchGlobs: fitsGlobs,
    formatConstant,
  });
  const texts = textsFrom(source, formatConstant)([...judged.findings, ...judged.belowConfidence]);
  const positions = openPositions(texts);
  const note = createNotes(given, judged, texts);
  const files = seen.files.map(({ path, observations, markers, suppressions, diagnostics }) => ({
    path,
    observations: observations.map((observation) => {
      positions.note(observation, ...observation.derivation, ...observation.evidence);
      return note(observation, observation.path !== path);
    }),
    markers,
    suppressions,
    diagnostics,
  }));
  for (const { markers, suppressions } of files) positions.note(...markers, ...suppressions);
  return {
    shard,
    kinship: kinshipOf(making),
    given: {
      ...given,
      diagnostics: [...given.diagnostics, ...seen.diagnostics.filter((one) => !isOfFile(one))],
    },
    listed: seen.listed,
    scanned: seen.scanned,
    // What is left out by its name is so everywhere: each part tells of some of it.
    skipped: seen.skipped.filter(
      (skipped, at) => isOfFile(skipped) || at % shard.count === shard.index - 1,
    ),
    diagnostics: seen.diagnostics.filter(isOfFile),
    files,
    imported: seen.imported,
    positions: positions.all(),
    duration,
  };
}

function kinshipOf({ given, prepared, code }: Making): Kinship {
  const { claims, knownClaims, extractors: _, ownExtractors, diagnostics: __, ...rest } = given;
  const { extractors, libraries, dialects, scope } = prepared;
  const own = prepared.knownExtractors.filter(({ pack }) => pack === "project");
  const hash = (...parts: readonly unknown[]): string => hashOf(JSON.stringify(parts));
  return {
    version: version(),
    build: buildId(),
    code,
    claims: hash(claims, knownClaims),
    extractors: hash(extractors, own, ownExtractors, libraries, dialects),
    options: hash(rest, scope.chosenBy, scope.found.files),
  };
}

type Place = { readonly path: string; readonly start: number; readonly end: number };

/** The lines and columns of offsets, by path. */
function openPositions({ position }: Texts) {
  const offsets = new Map<string, Set<number>>();
  return {
    note(...places: readonly Place[]): void {
      for (const { path, start, end } of places) {
        const known = offsets.get(path) ?? new Set();
        offsets.set(path, known.add(start).add(end));
      }
    },
    all: (): Part["positions"] =>
      Object.fromEntries(
        [...offsets].map(([path, known]) => [
          path,
          [...known]
            .sort((a, b) => a - b)
            .map((offset) => {
              const { line, column } = position(path, offset);
              return [offset, line, column] as const;
            }),
        ]),
      ),
  };
}

/** An observation without secrets, with what a report may show and say of it. */
function createNotes(
  { claims }: Given,
  judged: Judged,
  texts: Texts,
): (observation: Observation, isElsewhere: boolean) => PartObservation {
  const places = [...judged.places, ...judged.belowConfidence];
  const deciding = new Map<Observation, typeof places>();
  for (const place of places) {
    const { observation } = place;
    deciding.set(observation, [...(deciding.get(observation) ?? []), place]);
  }
  const low = new Set(judged.belowConfidence);
  // Of places that hold a report shows the first.
  const held = new Map(
    judged.places
      .filter(({ verdict }) => verdict === "PASS")
      .toReversed()
      .map((place) => [place.claim, place.observation]),
  );
  const shownHeld = new Set(held.values());
  return (observation, isElsewhere) => {
    const against = (deciding.get(observation) ?? []).filter(({ verdict }) => verdict !== "PASS");
    const isShown =
      isElsewhere || shownHeld.has(observation) || against.some((place) => !low.has(place));
    const speaking = claims.filter(
      ({ subject, predicate, status }) =>
        status === "active" &&
        subject === observation.subject &&
        predicate === observation.predicate,
    );
    const outcomes = new Map(
      speaking.map((claim) => [
        claim,
        satisfies(observation.observed, claim.operator, claim.value, formatConstant),
      ]),
    );
    const isSecret = [...outcomes].some(
      ([claim, { kind }]) => kind !== "holds" && isCredentialsClaim(claim),
    );
    const hidden = withoutSecrets(observation, isSecret, texts);
    const printed = isElsewhere
      ? [...outcomes].flatMap(([claim, { kind }]) =>
          kind === "holds"
            ? []
            : [
                {
                  claim,
                  verdict: kind === "breaks" ? ("CONFLICT" as const) : ("UNKNOWN" as const),
                },
              ],
        )
      : against;
    return {
      observation: hidden,
      ...(isShown && { snippet: texts.snippet(observation) }),
      prints: Object.fromEntries(
        printed.map(({ claim, verdict }) => [
          claim.id,
          texts.print({ claim, verdict, observation, evidence: [] }, observation),
        ]),
      ),
      ...(hidden.observed !== observation.observed && {
        outcomes: Object.fromEntries(
          [...outcomes].map(([claim, outcome]) => [claim.id, hideIn(outcome, texts)]),
        ),
      }),
    };
  };
}

function withoutSecrets(observation: Observation, isSecret: boolean, { hide }: Texts): Observation {
  const { observed, message, derivation, evidence } = observation;
  const bare = (trace: Trace): Trace => ({
    ...trace,
    note: hide(trace.note),
    ...(trace.value !== undefined && {
      value: isSecret ? maskValue(trace.value) : hide(trace.value),
    }),
  });
  return {
    ...observation,
    observed: hiddenValue(observed, isSecret, hide),
    message: hide(message),
    derivation: derivation.map(bare),
    evidence: evidence.map(bare),
  };
}

/** The same object where there is nothing to hide. */
function hiddenValue(
  observed: Observation["observed"],
  isSecret: boolean,
  hide: Texts["hide"],
): Observation["observed"] {
  if (observed.kind === "absent") return observed;
  if (observed.kind === "unknown") {
    const reason = hide(observed.reason);
    return reason === observed.reason ? observed : { kind: "unknown", reason };
  }
  const { value } = observed;
  const hidden =
    isSecret && typeof value !== "boolean"
      ? maskValue(formatConstant(value))
      : hideValue(value, hide);
  return formatConstant(hidden) === formatConstant(value)
    ? observed
    : { kind: "value", value: hidden };
}

function hideValue(value: Constant, hide: Texts["hide"]): Constant {
  const one = (item: Scalar): Scalar => (typeof item === "string" ? hide(item) : item);
  return Array.isArray(value) ? value.map(one) : one(value as Scalar);
}

function hideIn(outcome: Outcome, { hide }: Texts): Outcome {
  if (outcome.kind === "unknown") return { kind: "unknown", reason: hide(outcome.reason) };
  return outcome.kind === "error" ? { kind: "error", problem: hide(outcome.problem) } : outcome;
}
