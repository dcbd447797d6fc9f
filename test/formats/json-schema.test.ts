import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { reportSchema } from "../../src/formats/json/schema.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import { makeFinding, makeHostileReport, makeReport } from "./rich-report.ts";

const validate = new Ajv({ allErrors: true, strict: false }).compile(reportSchema);

test("every report fits its schema, field by field", async () => {
  const json = await loadFormat("json");
  const baseline = { reason: "old", created: "2026-01-01", expires: null };
  const findings = [makeFinding({ baseline }), makeFinding({ verdict: "MISSING", path: null })];
  for (const report of [makeReport(), makeHostileReport(), makeReport({ findings })]) {
    const context = { color: false, width: 80, showMissing: true, source: () => undefined };
    validate(JSON.parse(json.render(report, context)));
    expect(validate.errors).toBeNull();
  }
});
