/** A part of a divided scan, read from plain data: whatever is not one is refused, with the place where it goes wrong. */
import { CATEGORIES, OPERATORS, SEVERITIES, TIERS } from "../model/claim.ts";
import { FAIL_ON } from "../model/config.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { Part } from "../model/part.ts";
import { SKIP_REASONS } from "../model/skip.ts";
import { LANGUAGES } from "../model/source.ts";
import {
  anyNumber,
  anyText,
  either,
  flag,
  list,
  map,
  matching,
  oneOf,
  record,
  whole,
  type Check,
} from "./plain-shape.ts";

/** More machines than anybody has for one repository. */
export const MOST_PARTS = 1_000;

/** What is wrong with it, as a path into it; undefined when it is a part. */
export function wrongInPart(value: unknown): string | undefined {
  return part(value, "part");
}

/** `wrongInPart` has nothing to say. */
export function isPart(value: unknown): value is Part {
  return wrongInPart(value) === undefined;
}

const hash = matching(/^[0-9a-f]{0,64}$/);
const languages = list(oneOf(LANGUAGES));
const texts = list(anyText);
/** Relative to the root, and below it: reports and viewers make links of them. */
const path: Check = (value, at) =>
  typeof value === "string" &&
  value !== "" &&
  !/^(?:[/\\]|[a-z]:[/\\])|\0/i.test(value) &&
  !value.split(/[/\\]/).includes("..")
    ? undefined
    : at;
const span = { start: whole(0), end: whole(0) };

const scalar = either(
  anyText,
  flag,
  oneOf([null]),
  anyNumber,
  record({ ms: anyNumber }),
  record({ bytes: anyNumber }),
);
const constant = either(scalar, list(scalar));

const claim = record(
  {
    id: anyText,
    subject: anyText,
    predicate: anyText,
    operator: oneOf(OPERATORS),
    invariant: anyText,
    consequence: anyText,
    provenance: record(
      { source: anyText },
      { section: anyText, url: anyText, quote: anyText, accessed: anyText },
    ),
    tier: oneOf(TIERS),
    category: oneOf(CATEGORIES),
    severity: oneOf(SEVERITIES),
    status: oneOf(["draft", "active", "deprecated"]),
    tags: texts,
    cwe: texts,
    fix: map(anyText),
    phrases: texts,
    origin: anyText,
  },
  {
    value: constant,
    languages,
    scope: record({ include: texts, exclude: texts }),
    supersedes: anyText,
    reused_from: anyText,
    traits: texts,
    authored_by: anyText,
    created: anyText,
    scenario: anyText,
    impact: anyText,
    testing: anyText,
    issue_type: anyText,
    checklist: anyText,
  },
);

const diagnostic = record(
  {
    code: matching(/^[a-z-]{1,60}$/),
    severity: oneOf(["error", "warning", "info"]),
    message: anyText,
  },
  { path: anyText, line: whole(0), column: whole(0), help: anyText },
);

const given = record(
  {
    claims: list(claim),
    knownClaims: list(claim),
    extractors: list(record({ subject: anyText, predicate: anyText, languages })),
    ownExtractors: list(
      record({
        id: anyText,
        languages,
        status: oneOf(["active", "draft"]),
        origin: anyText,
        when: record({ imports: texts }),
      }),
    ),
    minConfidence: oneOf(CONFIDENCES),
    failOn: oneOf(FAIL_ON),
    isWhole: flag,
    namesFiles: flag,
    languages,
    areClaimsNamed: flag,
    prefix: either(oneOf([""]), path),
    diagnostics: list(diagnostic),
  },
  {
    baseline: record({
      shown: anyText,
      entries: list(
        record({
          fingerprint: anyText,
          claim: anyText,
          verdict: oneOf(["CONFLICT", "UNKNOWN"]),
          path: anyText,
          symbol: either(anyText, oneOf([null])),
          reason: anyText,
          created: anyText,
          expires: either(anyText, oneOf([null])),
        }),
      ),
    }),
  },
);

const trace = record({ ...span, path, note: anyText }, { value: anyText, extractor_id: anyText });

const observation = record({
  ...span,
  subject: anyText,
  predicate: anyText,
  observed: either(
    record({ kind: oneOf(["value"]), value: constant }),
    record({ kind: oneOf(["absent"]) }),
    record({ kind: oneOf(["unknown"]), reason: anyText }),
  ),
  path,
  message: anyText,
  confidence: oneOf(CONFIDENCES),
  extractor_id: anyText,
  project: flag,
  symbol: anyText,
  derivation: list(trace),
  evidence: list(trace),
});

const outcome = either(
  record({ kind: oneOf(["holds", "breaks"]) }),
  record({ kind: oneOf(["unknown"]), reason: anyText }),
  record({ kind: oneOf(["error"]), problem: anyText }),
);

const comment = { ...span, path };
const item = record(span);

const file = record({
  path,
  observations: list(
    record(
      { observation, prints: map(matching(/^[0-9a-f]{16}$/)) },
      { snippet: anyText, outcomes: map(outcome) },
    ),
  ),
  markers: list(
    record(
      { ...comment, invariant: anyText },
      { category: anyText, claim_id: anyText, consequence: anyText, item },
    ),
  ),
  suppressions: list(
    record(
      { ...comment, reason: anyText },
      { claim_id: anyText, until: anyText, item, problem: oneOf(["reasonless", "malformed"]) },
    ),
  ),
  diagnostics: list(diagnostic),
});

const part = record({
  shard: record({ index: whole(1, MOST_PARTS), count: whole(1, MOST_PARTS) }),
  kinship: record({
    version: matching(/^[\w.+-]{1,60}$/),
    build: matching(/^[\w.+-]{0,64}$/),
    code: hash,
    claims: hash,
    extractors: hash,
    options: hash,
  }),
  given,
  listed: whole(0),
  scanned: list(path),
  skipped: list(record({ path: anyText, reason: oneOf(SKIP_REASONS) })),
  diagnostics: list(diagnostic),
  files: list(file),
  imported: texts,
  positions: map(list(positionOf), path),
  duration: whole(0),
});

function positionOf(value: unknown, at: string): string | undefined {
  return Array.isArray(value) && value.length === 3 && list(whole(0))(value, at) === undefined
    ? undefined
    : at;
}
