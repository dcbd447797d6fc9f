/** claims.toml and the corpora: text to claims. A broken claim is left out; the others are kept. */
import {
  CATEGORIES,
  OPERATORS,
  SEVERITIES,
  TIERS,
  defaultSeverity,
  type Claim,
  type Provenance,
  type Tier,
} from "../model/claim.ts";
import type { Checked } from "../model/diagnostic.ts";
import { domainShape, trait } from "./domain.ts";
import { checkExpectation } from "./expectation.ts";
import { locate, valueProblem, type Problem } from "./problem.ts";
import { isTable, readShape } from "./read-shape.ts";
import {
  constant,
  either,
  free,
  list,
  listOf,
  map,
  number,
  oneOf,
  optional,
  required,
  table,
  text,
  textLike,
  withDefault,
  type Reads,
} from "./shape.ts";
import { parseToml, type Toml, type TomlTable, type TomlValue } from "./toml.ts";
import { id, languages, predicate, subject } from "./words.ts";

/** `origin` is where the claims say they come from, such as `corpus:cache`. */
export function loadClaims(
  source: string,
  path: string,
  origin: string = path,
): Checked<readonly Claim[]> {
  const { value: toml, diagnostics } = parseToml(source, path);
  if (toml === undefined) return { value: [], diagnostics };
  const file = readShape(claimsFile, toml.table);
  const problems: Problem[] = [...file.problems];
  const claims: Claim[] = [];
  const firstUse = new Map<string, number>();
  const { claim: rows } = toml.table;
  const raws: readonly TomlValue[] = Array.isArray(rows) ? rows : [];
  for (const [index, raw] of raws.entries()) {
    if (!isTable(raw)) continue;
    const found = [...duplicate(raw, index, firstUse, toml)];
    const reading = readShape(claimShape, raw, ["claim", index]);
    found.push(...reading.problems, ...checkExpectation(reading.partial, raw, ["claim", index]));
    if (found.length === 0 && reading.value !== undefined) {
      claims.push(toClaim(reading.value, raw, origin));
    }
    problems.push(...found);
  }
  return { value: claims, diagnostics: [...diagnostics, ...locate(problems, toml, path)] };
}

const provenance = table("a provenance", {
  source: required(text, "The document or body that says so."),
  section: optional(text, "Where in it."),
  url: optional(text, "Where to read it."),
  quote: optional(text, "Its words."),
  accessed: optional(text, "When it was read, as a string."),
});

const scope = table("a scope", {
  include: listOf(text, "Globs of the files that the claim is about."),
  exclude: listOf(text, "Globs of the files that it is not about."),
});

const claimShape = table("a claim", {
  id: required(id, "A name that stays, such as cache-004."),
  subject: required(subject, "What the claim is about, as a slash path: cache/ttl."),
  predicate: required(predicate, "Which property of the subject: required, bounded, value."),
  operator: withDefault(oneOf(OPERATORS), "eq", "How the observed value compares with `value`."),
  value: optional(constant, 'What must hold: true, 3, "5s", "512MiB" or a list.'),
  invariant: required(text, "What MUST hold, in one sentence."),
  consequence: required(text, "What breaks otherwise."),
  provenance: required(
    either(text, provenance),
    "Who says so: a string, or a table with a source.",
  ),
  tier: required(
    either(oneOf(TIERS), number({ whole: true, least: 1, most: TIERS.length })),
    "How much authority that has: spec, vendor, library, expert, community, or 1 to 5.",
  ),
  category: required(oneOf(CATEGORIES), "Which kind of harm it prevents."),
  severity: optional(oneOf(SEVERITIES), "How bad a conflict is; the category decides by default."),
  languages: optional(languages, "The only languages it is about."),
  scope: optional(scope, "The only files it is about."),
  status: withDefault(
    oneOf(["draft", "active", "deprecated"]),
    "active",
    "Only active claims are held against the code.",
  ),
  supersedes: optional(id, "The claim that this one replaces."),
  reused_from: optional(id, "The claim of another domain that this one was carried over from."),
  tags: listOf(text, "Free words for finding it again."),
  traits: optional(list(trait), "What code must be for the claim to carry over to it."),
  cwe: listOf(textLike(String.raw`^CWE-\d+$`, "a CWE number such as CWE-770"), "Related CWE ids."),
  authored_by: optional(text, "Who wrote the claim."),
  created: optional(text, "When, as a string: 2026-01-31."),
  scenario: optional(text, "The sequence of events that triggers the bug."),
  impact: optional(text, "What that costs."),
  fix: withDefault(map(text), {}, "What to write instead, by language."),
  testing: optional(text, "How to test the fix."),
  phrases: listOf(text, "Other wordings of the invariant, for markers."),
  issue_type: optional(
    text,
    "The kind of trouble in the report: Stale, Stampede, Poisoning, Unbounded, Collision, Consistency …",
  ),
  checklist: optional(
    text,
    "The question of the report's checklist that it answers, or one of its own; `Keys: …` names the topic.",
  ),
});

/** A claims file as a whole. */
export const claimsShape = table("a claims file", {
  domain: optional(domainShape, "Of a corpus: what code it is for."),
  claim: listOf(claimShape, "The claims."),
});

/** The same with the claims unread: they are read one by one. */
const claimsFile = table("a claims file", {
  domain: optional(domainShape, "Of a corpus: what code it is for."),
  claim: withDefault(list(free), [], "The claims."),
});

function toClaim(read: Reads<typeof claimShape>, raw: TomlTable, origin: string): Claim {
  return {
    ...read,
    // An expression is text, also where it spells a duration.
    ...(read.operator === "matches" && typeof raw.value === "string" && { value: raw.value }),
    provenance: toProvenance(read.provenance),
    tier: toTier(read.tier),
    severity: read.severity ?? defaultSeverity(read.category),
    origin,
  };
}

function toProvenance(read: string | Provenance): Provenance {
  return typeof read === "string" ? { source: read } : read;
}

function toTier(read: Tier | number): Tier {
  return typeof read === "number" ? (TIERS[read - 1] ?? "community") : read;
}

function duplicate(
  raw: TomlTable,
  index: number,
  firstUse: Map<string, number>,
  toml: Toml,
): readonly Problem[] {
  if (typeof raw.id !== "string") return [];
  const first = firstUse.get(raw.id);
  if (first === undefined) {
    firstUse.set(raw.id, index);
    return [];
  }
  const { line } = toml.at(["claim", first, "id"], "value");
  const here = toml.at(["claim", index, "id"], "value");
  const message = `the claim id \`${raw.id}\` is used on line ${line} and again on line ${here.line}`;
  return [valueProblem("duplicate-id", ["claim", index, "id"], message)];
}
