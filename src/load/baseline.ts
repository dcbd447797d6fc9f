/**
 * `.aphoria/baseline.json`: one entry a line, ordered by claim and fingerprint, so that two branches that each take one
 * out seldom touch the same line, and `git blame` says who took a finding over.
 */
import type { BaselineEntry } from "../model/baseline.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import { diagnostic } from "./codes.ts";
import { readJsonTree, type JsonNode } from "./json.ts";

const VERSION = 1;

/** An entry that cannot be read is an error with its line: it must not silently excuse nothing, or too much. */
export function loadBaseline(text: string, path: string): Checked<readonly BaselineEntry[]> {
  const tree = readJsonTree(text);
  const problems: Diagnostic[] = [];
  const fail = (message: string, at?: { readonly line: number; readonly column: number }) => {
    problems.push(diagnostic("baseline-invalid", { message, path, ...at }));
  };
  if (tree.root === undefined || tree.problem !== undefined) {
    const { what, ...at } = tree.problem ?? { what: "is empty", line: 1, column: 1 };
    fail(`this is no baseline: ${what}`, at);
    return { value: [], diagnostics: problems };
  }
  const version = tree.root.field("version")?.value;
  const entries = tree.root.field("entries")?.items();
  if (version !== VERSION || entries === undefined) {
    const found = typeof version === "number" ? `version ${version}` : "something else";
    fail(`a baseline of version ${VERSION} is expected, and this is ${found}`, tree.root.position);
    return { value: [], diagnostics: problems };
  }
  const seen = new Set<string>();
  const value = entries.flatMap((node) => {
    const entry = readEntry(node, fail);
    if (entry === undefined) return [];
    if (seen.has(entry.fingerprint)) fail("this entry stands here twice", node.position);
    seen.add(entry.fingerprint);
    return [entry];
  });
  return { value, diagnostics: problems };
}

/** The text of the file; the same entries give the same bytes. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries
    .toSorted((a, b) => compare(a.claim, b.claim) || compare(a.fingerprint, b.fingerprint))
    .map((entry) => `    ${JSON.stringify(pick(entry))}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "version": ${VERSION},\n  "entries": ${list}\n}\n`;
}

const FIELDS = [
  "fingerprint",
  "claim",
  "verdict",
  "path",
  "symbol",
  "reason",
  "created",
  "expires",
] as const satisfies readonly (keyof BaselineEntry)[];

function pick(entry: BaselineEntry): Record<string, unknown> {
  return Object.fromEntries(FIELDS.map((field) => [field, entry[field]]));
}

type Fail = (message: string, at: JsonNode["position"]) => void;

function readEntry(node: JsonNode, fail: Fail): BaselineEntry | undefined {
  const wrong = wrongField(node);
  if (wrong !== undefined) {
    fail(wrong, node.position);
    return undefined;
  }
  return pick(node.value as BaselineEntry) as unknown as BaselineEntry;
}

/** What is wrong with an entry, in words; undefined when nothing is. */
function wrongField(node: JsonNode): string | undefined {
  const text = (name: string) => node.field(name)?.value;
  const unknown = node.names().find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) return `\`${unknown}\` is no field of an entry`;
  if (!matches(text("fingerprint"), /^[0-9a-f]{16}(?:-[1-9]\d*)?$/)) {
    return "`fingerprint` is not 16 hexadecimal digits, with a number behind them or not";
  }
  for (const name of ["claim", "path", "reason"]) {
    if (!matches(text(name), /\S/)) return `\`${name}\` is not a text`;
  }
  if (!matches(text("verdict"), /^(?:CONFLICT|UNKNOWN)$/)) {
    return "`verdict` is neither CONFLICT nor UNKNOWN";
  }
  if (!matches(text("created"), DATE)) return "`created` is not a date such as 2026-01-31";
  if (text("symbol") !== null && typeof text("symbol") !== "string") {
    return "`symbol` is neither a text nor null";
  }
  if (text("expires") !== null && !matches(text("expires"), DATE)) {
    return "`expires` is neither a date such as 2026-01-31 nor null";
  }
  return undefined;
}

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
