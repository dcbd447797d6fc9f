import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBaseline, renderBaseline } from "../../src/load/baseline.ts";
import type { BaselineEntry } from "../../src/model/baseline.ts";

const entry: BaselineEntry = {
  fingerprint: "0123456789abcdef",
  claim: "cache-004",
  verdict: "CONFLICT",
  path: "src/a.ts",
  symbol: "Client.set",
  reason: "old",
  created: "2026-01-01",
  expires: null,
};

const anyText = fc
  .string({ minLength: 1, maxLength: 20, unit: "binary" })
  .map((text) => `x${text}`);
const anyEntry: fc.Arbitrary<BaselineEntry> = fc.record({
  fingerprint: fc
    .tuple(fc.integer({ min: 0, max: 2 ** 32 }), fc.option(fc.integer({ min: 2, max: 99 })))
    .map(([n, twin]) => n.toString(16).padStart(16, "0") + (twin === null ? "" : `-${twin}`)),
  claim: anyText,
  verdict: fc.constantFrom("CONFLICT", "UNKNOWN"),
  path: anyText,
  symbol: fc.option(anyText),
  reason: anyText,
  created: fc.constantFrom("2026-01-31", "2025-12-01"),
  expires: fc.option(fc.constant("2027-03-31")),
});

describe("a baseline", () => {
  it("reads what it wrote, whatever the texts, in one order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyEntry, { selector: (one) => one.fingerprint }), (entries) => {
        const text = renderBaseline(entries);
        const { value, diagnostics } = loadBaseline(text, "b.json");
        expect(diagnostics).toEqual([]);
        expect(new Set(value.map((one) => JSON.stringify(one)))).toEqual(
          new Set(entries.map((one) => JSON.stringify(one))),
        );
        expect(renderBaseline(entries.toReversed())).toBe(text);
        expect(text.split("\n").filter((line) => line.includes("fingerprint"))).toHaveLength(
          entries.length,
        );
      }),
    );
  });

  it("survives any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        loadBaseline(text, "b.json");
      }),
    );
  });

  const line = (fields: object): string =>
    renderBaseline([entry]).replace(JSON.stringify(entry), JSON.stringify({ ...entry, ...fields }));

  it.each([
    ["", "this is no baseline", 1, 1],
    ["[]", "a baseline of version 1 is expected", 1, 1],
    ['{ "version": 2, "entries": [] }', "and this is version 2", 1, 1],
    ['{ "version": 1,\n  "entries": [ }', "this is no baseline", 2, 16],
    [line({ fingerprint: "xyz" }), "`fingerprint` is not 16 hexadecimal digits", 4, 5],
    [line({ reason: " " }), "`reason` is not a text", 4, 5],
    [line({ verdict: "PASS" }), "`verdict` is neither", 4, 5],
    [line({ created: "2026-13-01" }), "`created` is not a date", 4, 5],
    [line({ expires: "soon" }), "`expires` is neither", 4, 5],
    [line({ symbol: 3 }), "`symbol` is neither", 4, 5],
    [line({ fix: true }), "`fix` is no field", 4, 5],
  ])("%j is refused, with its place", (text, message, at, column) => {
    const { diagnostics } = loadBaseline(text, "b.json");
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]).toMatchObject({
      code: "baseline-invalid",
      path: "b.json",
      line: at,
      column,
    });
  });

  it("refuses an entry that stands there twice", () => {
    const twice = renderBaseline([entry, entry]);
    expect(loadBaseline(twice, "b.json").diagnostics[0]).toMatchObject({ line: 5, column: 5 });
  });
});
