/** The JSON report, schema version 1, as JSON Schema: every field is there, null where there is nothing to say. */
import { CATEGORIES, OPERATORS, SEVERITIES } from "../../model/claim.ts";
import { CONFIDENCES } from "../../model/extractor.ts";
import { VERDICTS } from "../../model/finding.ts";

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: "string" };
const count: Schema = { type: "integer", minimum: 0 };
const position: Schema = { type: "integer", minimum: 1 };
const verdict: Schema = { enum: VERDICTS };

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: "null" }] };
}

function list(items: Schema): Schema {
  return { type: "array", items };
}

function exactly(properties: Readonly<Record<string, Schema>>): Schema {
  return {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

const trace = exactly({
  path: text,
  line: position,
  column: position,
  end_line: position,
  end_column: position,
  value: orNull(text),
  note: text,
  extractor_id: orNull(text),
});

const finding = exactly({
  claim_id: text,
  verdict,
  reason: orNull(text),
  category: { enum: CATEGORIES },
  severity: { enum: SEVERITIES },
  confidence: orNull({ enum: CONFIDENCES }),
  tier: { type: "integer", minimum: 1, maximum: 5 },
  subject: text,
  predicate: text,
  operator: { enum: OPERATORS },
  expected: {},
  observed: {},
  observed_kind: orNull({ enum: ["value", "absent", "unknown"] }),
  invariant: text,
  consequence: text,
  provenance: { type: "object", additionalProperties: text },
  message: text,
  extractor_id: orNull(text),
  path: orNull(text),
  line: orNull(position),
  column: orNull(position),
  end_line: orNull(position),
  end_column: orNull(position),
  symbol: orNull(text),
  snippet: orNull(text),
  derivation: list(trace),
  evidence: list(trace),
  fingerprint: text,
  suppressed: orNull(exactly({ reason: text, until: orNull(text), path: text, line: position })),
  baseline: orNull(exactly({ reason: text, created: text, expires: orNull(text) })),
});

export const reportSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "aphoria report, schema version 1",
  ...exactly({
    schema_version: { const: 1 },
    tool: exactly({ name: { const: "aphoria" }, version: text }),
    root: text,
    summary: exactly({
      files_scanned: count,
      files_skipped: count,
      claims: count,
      extractors: count,
      observations: count,
      pass: count,
      conflict: count,
      unknown: count,
      missing: count,
      authority_conflicts: count,
      suppressed: count,
      baselined: count,
      below_confidence: count,
      markers: count,
      markers_detected: count,
      detection_rate: orNull({ type: "number", minimum: 0, maximum: 1 }),
      duration_ms: count,
    }),
    // The claim's own fields stand beside these.
    claims: list({
      type: "object",
      properties: { id: text, verdict, conflicts: count, unknowns: count, passes: count },
      required: ["id", "verdict", "conflicts", "unknowns", "passes"],
    }),
    findings: list(finding),
    markers: list(
      exactly({
        category: orNull(text),
        invariant: text,
        consequence: orNull(text),
        claim_id: orNull(text),
        path: text,
        line: position,
        detected: { type: "boolean" },
        verdict: orNull(verdict),
        why_not: orNull(text),
      }),
    ),
    skipped: { type: "object", additionalProperties: count },
    diagnostics: list(
      exactly({
        code: text,
        severity: { enum: ["error", "warning", "info"] },
        message: text,
        path: orNull(text),
        line: orNull(position),
        column: orNull(position),
        help: orNull(text),
      }),
    ),
  }),
};
