/** Nouns with everything filled in, so that a test names only what it is about. */
import type { Claim } from "../../src/model/claim.ts";
import { isDuration, isSize, type Constant, type Observed } from "../../src/model/constant.ts";
import type { Observation } from "../../src/model/observation.ts";
import { judge, type JudgeInputs } from "../../src/judge/judge.ts";

export function makeClaim(fields: Partial<Claim> = {}): Claim {
  return {
    id: "cache-004",
    subject: "cache/ttl",
    predicate: "required",
    operator: "eq",
    value: true,
    invariant: "TTL MUST be set for all cached values",
    consequence: "Missing TTL causes unbounded growth",
    provenance: { source: "Redis SETEX command spec" },
    tier: "spec",
    category: "safety",
    severity: "medium",
    status: "active",
    tags: [],
    cwe: [],
    fix: {},
    phrases: [],
    origin: "corpus:cache",
    ...fields,
  };
}

export function makeObservation(fields: Partial<Observation> = {}): Observation {
  return {
    subject: "cache/ttl",
    predicate: "required",
    observed: value(true),
    path: "src/a.ts",
    start: 0,
    end: 10,
    message: "said so",
    confidence: "high",
    extractor_id: "set-ttl",
    project: false,
    symbol: "get",
    derivation: [],
    evidence: [],
    ...fields,
  };
}

export function value(constant: Constant): Observed {
  return { kind: "value", value: constant };
}

export function unknown(reason = "comes from outside"): Observed {
  return { kind: "unknown", reason };
}

export const absent: Observed = { kind: "absent" };

export function formatConstant(constant: Constant): string {
  if (isList(constant)) return `[${constant.map(formatConstant).join(", ")}]`;
  if (isDuration(constant)) return `${constant.ms}ms`;
  return isSize(constant) ? `${constant.bytes}B` : String(constant);
}

/** Globs are plain prefixes here. */
export function judgeSamples(inputs: Partial<JudgeInputs>) {
  return judge({
    claims: [makeClaim()],
    observations: [],
    extractors: [{ subject: "cache/ttl", predicate: "required", languages: ["typescript"] }],
    files: [{ path: "src/a.ts", language: "typescript" }],
    minConfidence: "medium",
    matchGlobs: (globs, path) => globs.some((glob) => path.startsWith(glob)),
    formatConstant,
    ...inputs,
  });
}

function isList(constant: Constant): constant is Extract<Constant, readonly unknown[]> {
  return Array.isArray(constant);
}
