/** Reports come from anywhere: whatever they hold, they are refused or compared, and nothing in them reaches the terminal raw. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareMarkdown, compareText } from "../../src/cli/compare-text.ts";
import { trendChart } from "../../src/formats/html/trend.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import { compareReports } from "../../src/gaps/compare.ts";
import { gapTable } from "../../src/gaps/gaps.ts";
import { readReport } from "../../src/gaps/read-report.ts";
import { loadBaseline } from "../../src/load/baseline.ts";
import { makeHostileReport, makeReport } from "../formats/rich-report.ts";
import { changed, changes } from "../changed.ts";
import { tries } from "../runs.ts";

const CONTEXT = { color: false, width: 80, showMissing: true, source: () => undefined };
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

const sarif = await loadFormat("sarif");
const json = await loadFormat("json");
const WHOLE = makeReport();
const TEXTS = [WHOLE, makeHostileReport()].flatMap((report) => [
  json.render(report, CONTEXT),
  sarif.render(report, CONTEXT),
]);
const BASELINE = `{
  "version": 1,
  "entries": [
    {"fingerprint":"0123456789abcdef","claim":"cache-004","verdict":"CONFLICT","path":"src/a.ts","symbol":"f","reason":"r","created":"2026-01-01","expires":null}
  ]
}
`;

function readsOrRefuses(text: string): boolean {
  const read = readReport(text);
  if (!("report" in read)) {
    expect(read.problem).not.toBe("");
    return false;
  }
  for (const [a, b] of [
    [read.report, WHOLE],
    [WHOLE, read.report],
  ] as const) {
    const found = compareReports(a, b);
    expect(CONTROLS.exec(compareText(found))).toBeNull();
    expect(CONTROLS.exec(compareMarkdown(found))).toBeNull();
  }
  gapTable(read.report, true, () => undefined);
  trendChart([read.report], WHOLE);
  return true;
}

describe("reports, JSON and SARIF", () => {
  test("as they are written", () => {
    for (const text of TEXTS) expect(readsOrRefuses(text)).toBe(true);
  });

  test("with one to three values that are others", () => {
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), changes, (text, all) => {
        if (readsOrRefuses(JSON.stringify(changed(JSON.parse(text), all)))) read += 1;
      }),
      tries(2000),
    );
    expect(read).toBeGreaterThan(0);
  });

  test("cut, doubled and with other characters", () => {
    const edit = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(30),
      fc.constantFrom("", "{", "[", '"', "\\u0000", ",", "9", "\uFEFF"),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (text, all) => {
          readsOrRefuses(
            all.reduce((now, [share, remove, insert]) => {
              const at = Math.floor(share * now.length);
              return now.slice(0, at) + insert + now.slice(at + remove);
            }, text),
          );
        },
      ),
      tries(1000),
    );
  });

  test("nested without end", () => {
    for (const open of ["[", '{"runs":[', '{"a":']) {
      expect(readReport(open.repeat(200_000))).toHaveProperty("problem");
    }
  });
});

test("a baseline, with characters that are others", () => {
  const edit = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(12),
    fc.constantFrom("", "{", "]", '"', "null", "1e9", "\u0000", "__proto__"),
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (all) => {
      const text = all.reduce((now, [share, remove, insert]) => {
        const at = Math.floor(share * now.length);
        return now.slice(0, at) + insert + now.slice(at + remove);
      }, BASELINE);
      const { value: entries, diagnostics } = loadBaseline(text, "b.json");
      for (const { code } of diagnostics) expect(code).toBe("baseline-invalid");
      for (const { fingerprint, created } of entries)
        expect([typeof fingerprint, typeof created]).toEqual(["string", "string"]);
    }),
    tries(2000),
  );
  expect(loadBaseline(BASELINE, "b.json").diagnostics).toEqual([]);
});
