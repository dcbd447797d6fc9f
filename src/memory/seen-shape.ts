/**
 * What was seen, as it comes out of a store that others write to: does it have the shape of what is written there? Paths
 * must stay inside the project, since what stands there is read and shown.
 */
import { CONFIDENCES } from "../model/extractor.ts";
import type { SeenFile } from "../look/look.ts";
import { SKIP_REASONS } from "../model/skip.ts";

type Test = (value: unknown) => boolean;

const text: Test = (value) => typeof value === "string";
const flag: Test = (value) => typeof value === "boolean";
const offset: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const oneOf =
  (...words: readonly unknown[]): Test =>
  (value) =>
    words.includes(value);
const list =
  (item: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(item);
const pair =
  (first: Test, second: Test): Test =>
  (value) =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);

/** Every key of `required` is there and fits; those of `optional` fit where they are there; no other is. */
function record(
  required: Readonly<Record<string, Test>>,
  optional: Readonly<Record<string, Test>> = {},
): Test {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    return (
      Object.keys(required).every((key) => Object.hasOwn(value, key)) &&
      entries.every(([key, part]) => (required[key] ?? optional[key])?.(part) === true)
    );
  };
}

/** Relative, and it leads nowhere outside. */
const path: Test = (value) =>
  typeof value === "string" &&
  value !== "" &&
  !value.includes("\0") &&
  !value.includes("\\") &&
  value.split("/").every((part) => part !== "" && part !== "." && part !== "..");

const span = { start: offset, end: offset };

const scalar: Test = (value) =>
  value === null ||
  ["boolean", "string", "number"].includes(typeof value) ||
  record({ ms: (ms) => typeof ms === "number" })(value) ||
  record({ bytes: (bytes) => typeof bytes === "number" })(value);

const observed: Test = (value) =>
  record({ kind: oneOf("absent") })(value) ||
  record({ kind: oneOf("unknown"), reason: text })(value) ||
  record({ kind: oneOf("value"), value: (one) => scalar(one) || list(scalar)(one) })(value);

const trace = record({ ...span, path, note: text }, { value: text, extractor_id: text });

const observation = record({
  ...span,
  subject: text,
  predicate: text,
  observed,
  path,
  message: text,
  confidence: oneOf(...CONFIDENCES),
  extractor_id: text,
  project: flag,
  symbol: text,
  derivation: list(trace),
  evidence: list(trace),
});

const item = record(span);

const marker = record(
  { ...span, path, invariant: text },
  { category: text, claim_id: text, consequence: text, item },
);

const suppression = record(
  { ...span, path, reason: text },
  { claim_id: text, until: text, item, problem: oneOf("reasonless", "malformed") },
);

const diagnostic = record(
  { code: text, severity: oneOf("error", "warning", "info"), message: text },
  { path: text, line: offset, column: offset, help: text },
);

const file = record({
  observations: list(observation),
  markers: list(marker),
  suppressions: list(suppression),
  diagnostics: list(diagnostic),
});

const head = record(
  {
    began: offset,
    listing: text,
    further: list(path),
    trees: list(text),
    files: list(pair(path, (bytes) => Buffer.isBuffer(bytes))),
    steps: (steps) => typeof steps === "function",
    notes: record({
      unscanned: list(path),
      skipped: list(record({ path, reason: oneOf(...SKIP_REASONS) })),
      diagnostics: list(diagnostic),
      imported: list(text),
      leads: list(pair(path, list(path))),
      clientPaths: list(path),
    }),
  },
  { digest: text },
);

/** What was seen in one file, without its path. */
export function isSeenFile(value: unknown): value is Omit<SeenFile, "path"> {
  return file(value);
}

export function isRun(value: unknown): boolean {
  return head(value);
}

export function isPathInside(value: string): boolean {
  return path(value);
}
