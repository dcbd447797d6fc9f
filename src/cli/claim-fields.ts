/** The flags that say what a claim is, for every command that writes one: as flags, and as keys of claims.toml. */
import { readLiteral } from "../author/literal.ts";
import type { ClaimFields } from "../author/render-claim.ts";
import type { TomlValue } from "../load/toml.ts";
import { CATEGORIES, OPERATORS, SEVERITIES, TIERS } from "../model/claim.ts";
import type { Flag, Typed } from "./command.ts";
import { checkWord, languagesOf, listOf, valueOf } from "./options.ts";
import { UsageError } from "./usage.ts";

/** A key of a claim, or of its `provenance`, `scope` or `fix`, and its value. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: TomlValue;
}

type Read = (typed: Typed, flag: string) => TomlValue | undefined;

interface Field extends Flag {
  readonly path: readonly string[];
  readonly read: Read;
}

const STATUSES = ["draft", "active", "deprecated"] as const;

const FIELDS: readonly Field[] = [
  field("subject", "PATH", "what it is about, as domain/aspect: cache/ttl"),
  field("predicate", "WORD", "which property of that: required, bounded, value …"),
  word("operator", OPERATORS, "how the value compares (default: eq)"),
  field("value", "VALUE", 'what must hold: true, 3, 5s, 512MiB, \'["a", "b"]\'; else it is a text'),
  field("invariant", "TEXT", "what MUST hold, in one sentence"),
  field("consequence", "TEXT", "what breaks otherwise"),
  {
    ...field("provenance", "TEXT", "who says so: the document or body"),
    path: ["provenance", "source"],
  },
  { ...field("section", "TEXT", "where in it"), path: ["provenance", "section"] },
  { ...field("url", "URL", "where to read it"), path: ["provenance", "url"] },
  { ...field("quote", "TEXT", "its words"), path: ["provenance", "quote"] },
  { ...field("accessed", "DATE", "when it was read"), path: ["provenance", "accessed"] },
  { ...field("tier", "TIER", `its authority: ${TIERS.join(", ")}, or 1 to 5`), read: readTier },
  word("category", CATEGORIES, "which kind of harm it prevents"),
  word("severity", SEVERITIES, "how bad a conflict is (default: by category)"),
  { ...list("language", "the only languages it is about"), path: ["languages"], read: languagesOf },
  { ...list("include", "globs of the files that it is about"), path: ["scope", "include"] },
  { ...list("exclude", "globs of the files that it is not about"), path: ["scope", "exclude"] },
  word("status", STATUSES, "only active claims are held against the code (default: active)"),
  field("supersedes", "ID", "the claim that this one replaces"),
  { ...field("reused-from", "ID", "the claim it was carried over from"), path: ["reused_from"] },
  list("phrases", "other wordings of the invariant, for markers"),
  list("tags", "free words for finding it again"),
  list("cwe", "related CWE ids, such as CWE-770"),
  { ...field("authored-by", "NAME", "who wrote the claim"), path: ["authored_by"] },
  field("created", "DATE", "when it was written"),
  field("scenario", "TEXT", "the sequence of events that triggers the bug"),
  field("impact", "TEXT", "what that costs"),
  field("testing", "TEXT", "how to test the fix"),
  {
    ...field("issue-type", "TEXT", "the kind of trouble in the Markdown report: Stale, Stampede …"),
    path: ["issue_type"],
  },
  field("checklist", "TEXT", "the question of the report's checklist that it answers"),
  { ...field("fix", "LANGUAGE=CODE", "what to write instead"), read: readFix },
];

export const FIELD_FLAGS: readonly Flag[] = FIELDS.map(flagOf);

/** What every claim must have and no default gives. */
export const REQUIRED = [
  "subject",
  "predicate",
  "value",
  "invariant",
  "consequence",
  "provenance",
  "tier",
  "category",
] as const;

/** What was typed, in the order of the documentation. `operator` is the claim's, where none is typed. */
export function assignmentsOf(typed: Typed, operator?: string): readonly Assignment[] {
  const how = wordOfOperator(typed) ?? operator ?? "eq";
  return FIELDS.flatMap(({ name, path, read }): Assignment[] => {
    if (typed.flags[name] === undefined) return [];
    if (name === "value") return [{ path, value: readValue(valueOf(typed, name) ?? "", how) }];
    const value = read(typed, name);
    if (value === undefined) return [];
    if (name !== "fix" || typeof value !== "string") return [{ path, value }];
    const equals = value.indexOf("=");
    return [{ path: ["fix", value.slice(0, equals)], value: value.slice(equals + 1) }];
  });
}

/** A text is what it spells, but an expression stays a text, and a list of words needs no brackets. */
export function readValue(typed: string, operator: string): TomlValue {
  if (operator === "matches") return typed;
  const value = readLiteral(typed);
  const isList = operator === "in" || operator === "not_in";
  if (!isList || Array.isArray(value)) return value;
  return typed.split(",").map((part) => readLiteral(part.trim()));
}

/** A provenance that is only a source is written as a text. */
export function fieldsFrom(
  assignments: readonly Assignment[],
  before: ClaimFields = {},
): ClaimFields {
  const fields: Record<string, TomlValue> = { ...before };
  for (const { path, value } of assignments) {
    const [key = "", inner] = path;
    if (inner === undefined) fields[key] = value;
    else fields[key] = { ...tableAt(fields, key), [inner]: value };
  }
  const { source, ...others } = tableAt(fields, "provenance");
  if (source !== undefined && Object.keys(others).length === 0) fields["provenance"] = source;
  return fields;
}

function tableAt(fields: ClaimFields, key: string): Readonly<Record<string, TomlValue>> {
  const value = fields[key];
  if (value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Readonly<Record<string, TomlValue>>)
    : { source: value };
}

function flagOf({ name, takes = "VALUE", isList = false, help }: Field): Flag {
  return { name, takes, isList, help };
}

function field(name: string, takes: string, help: string): Field {
  return { name, takes, help, path: [name], read: valueOf };
}

function list(name: string, help: string): Field {
  const takes = name === "include" || name === "exclude" ? "GLOB" : "NAMES";
  return { name, takes, isList: true, help, path: [name], read: listOf };
}

function word(name: string, words: readonly string[], help: string): Field {
  const read: Read = (typed, flag) => {
    const value = valueOf(typed, flag);
    return value === undefined ? undefined : checkWord(value.replaceAll("-", "_"), flag, words);
  };
  return { name, takes: "WORD", help: `${help}: ${words.join(", ")}`, path: [name], read };
}

function wordOfOperator(typed: Typed): string | undefined {
  return valueOf(typed, "operator")?.toLowerCase().replaceAll("-", "_");
}

function readTier(typed: Typed, flag: string): TomlValue | undefined {
  const value = valueOf(typed, flag);
  if (value === undefined) return undefined;
  const named = /^[1-5]$/.test(value) ? TIERS[Number(value) - 1] : undefined;
  return named ?? checkWord(value, flag, TIERS);
}

function readFix(typed: Typed, flag: string): TomlValue | undefined {
  const value = valueOf(typed, flag);
  if (value === undefined || /^[a-z]+=[^]/.test(value)) return value;
  throw new UsageError(
    "`--fix` needs a language and code",
    "Write --fix rust='conn.set_ex(key, value, ttl)'.",
  );
}
