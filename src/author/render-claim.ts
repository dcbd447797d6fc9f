/** A claim as TOML text: one `[[claim]]` table with its keys in the order of the documentation. */
import { formatConstant } from "../load/units.ts";
import type { TomlTable, TomlValue } from "../load/toml.ts";
import { isTable } from "../load/read-shape.ts";
import { defaultSeverity } from "../model/claim.ts";
import type { Claim, Provenance } from "../model/claim.ts";
import type { Constant, Scalar } from "../model/constant.ts";
import { toKey, toLiteral, type LineEnd } from "./literal.ts";

/** A claim as claims.toml has it, before it is checked. */
export type ClaimFields = TomlTable;

export const KEY_ORDER = [
  "id",
  "subject",
  "predicate",
  "operator",
  "value",
  "invariant",
  "phrases",
  "consequence",
  "provenance",
  "tier",
  "category",
  "severity",
  "languages",
  "scope",
  "status",
  "supersedes",
  "reused_from",
  "tags",
  "traits",
  "cwe",
  "authored_by",
  "created",
  "issue_type",
  "checklist",
  "scenario",
  "impact",
  "testing",
  "fix",
] as const;

/** Ends with a line end. Tables that hold a text of several lines are tables of their own, the others inline. */
export function renderClaim(fields: ClaimFields, lineEnd: LineEnd = "\n"): string {
  const lines = ["[[claim]]"];
  const tables: string[] = [];
  for (const key of inOrder(Object.keys(fields))) {
    const value = fields[key];
    if (value === undefined) continue;
    if (isTable(value) && hasLongText(value)) tables.push(...tableLines(key, value, lineEnd));
    else lines.push(`${toKey(key)} = ${toLiteral(value, lineEnd)}`);
  }
  return [...lines, ...tables].map((line) => line + lineEnd).join("");
}

/** What is as it would be without being written is left out. */
export function fieldsOf(claim: Claim): ClaimFields {
  const fields: Record<string, TomlValue | undefined> = {
    id: claim.id,
    subject: claim.subject,
    predicate: claim.predicate,
    operator: claim.operator,
    value: claim.value === undefined ? undefined : constantValue(claim.value),
    invariant: claim.invariant,
    phrases: some(claim.phrases),
    consequence: claim.consequence,
    provenance: provenanceValue(claim.provenance),
    tier: claim.tier,
    category: claim.category,
    severity: claim.severity === defaultSeverity(claim.category) ? undefined : claim.severity,
    languages: claim.languages,
    scope: claim.scope && {
      ...(claim.scope.include.length > 0 && { include: claim.scope.include }),
      ...(claim.scope.exclude.length > 0 && { exclude: claim.scope.exclude }),
    },
    status: claim.status === "active" ? undefined : claim.status,
    supersedes: claim.supersedes,
    reused_from: claim.reused_from,
    tags: some(claim.tags),
    traits: claim.traits,
    cwe: some(claim.cwe),
    authored_by: claim.authored_by,
    created: claim.created,
    issue_type: claim.issue_type,
    checklist: claim.checklist,
    scenario: claim.scenario,
    impact: claim.impact,
    testing: claim.testing,
    fix: Object.keys(claim.fix).length === 0 ? undefined : claim.fix,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as ClaimFields;
}

function inOrder(keys: readonly string[]): readonly string[] {
  const known: readonly string[] = KEY_ORDER;
  return [
    ...known.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !known.includes(key)),
  ];
}

function hasLongText(table: TomlTable): boolean {
  return Object.values(table).some((value) => typeof value === "string" && value.includes("\n"));
}

function tableLines(key: string, table: TomlTable, lineEnd: LineEnd): readonly string[] {
  const pairs = Object.entries(table).map(
    ([name, value]) => `${toKey(name)} = ${toLiteral(value, lineEnd)}`,
  );
  return ["", `[claim.${toKey(key)}]`, ...pairs];
}

function provenanceValue({ source, ...rest }: Provenance): TomlValue {
  return Object.keys(rest).length === 0 ? source : { source, ...rest };
}

function constantValue(value: Constant): TomlValue {
  return Array.isArray(value) ? value.map(scalarValue) : scalarValue(value as Scalar);
}

function scalarValue(value: Scalar): TomlValue {
  if (value === null) return "null";
  return typeof value === "object" ? formatConstant(value) : value;
}

function some(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}
