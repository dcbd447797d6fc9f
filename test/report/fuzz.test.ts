/** Markers and suppressions in comments that anybody wrote anyhow: read, reported or left alone, and never thrown over. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { languageOfPath } from "../../src/languages/registry.ts";
import { CATEGORIES } from "../../src/model/claim.ts";
import { isDay } from "../../src/model/day.ts";
import { readMarkers } from "../../src/report/markers.ts";
import { suppress } from "../../src/report/suppress.ts";
import { tries } from "../runs.ts";
import { lower } from "./lowered.ts";

const PIECES = [
  "@aphoria:claim[",
  "@aphoria:ignore[",
  "@aphoria:",
  "safety",
  "security, cache-004",
  "cache-004",
  "]",
  "[",
  " -- ",
  "--",
  "(until 2027-03-31)",
  "(until 2027-02-30)",
  "(until",
  "TTL MUST be set",
  "warm-up keys",
  "`",
  '"',
  "'",
  "*/",
  "/*",
  "/**",
  "//",
  "///",
  "#",
  "#[inline]",
  "@decorated",
  '"""',
  "\n",
  "\n    ",
  "\r\n",
  "\t",
  "\u0000",
  "\u001b[31m",
  "\u2028",
  "\ud800",
  "😀",
  "f();",
  "fn f() {}",
  "def f(): pass",
  "{",
  "}",
  "(",
  ")",
];

const OPENERS = [
  "// ",
  "# ",
  "/// ",
  "//! ",
  "/* ",
  "/** ",
  " * ",
  "    // ",
  "    # ",
  "{/* ",
  "f(); // ",
];
const NOTES = [
  "@aphoria:claim[safety] TTL MUST be set",
  "@aphoria:ignore[cache-004] warm-up keys",
  "@aphoria:",
];

const soup = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 8 })
  .map((pieces) => pieces.join(""));
const comment = fc
  .tuple(fc.constantFrom(...OPENERS), fc.constantFrom(...NOTES), soup)
  .map((parts) => parts.join(""));
const text = fc
  .array(fc.oneof(soup, comment, comment), { maxLength: 8 })
  .map((lines) => lines.join("\n"));

test.each(["a.ts", "a.tsx", "a.rs", "a.py"])("%s", (path) => {
  expect(languageOfPath(path)).toBeDefined();
  let read = 0;
  fc.assert(
    fc.property(text, (source) => {
      const found = readMarkers(lower(path, source), source);
      read += found.markers.length + found.suppressions.length;
      for (const { start, end, item } of [...found.markers, ...found.suppressions]) {
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(source.length);
        expect(item === undefined || item.end <= source.length).toBe(true);
      }
      for (const { category } of found.markers) {
        expect(category === undefined || CATEGORIES.includes(category as never)).toBe(true);
      }
      for (const { problem, reason, until } of found.suppressions) {
        if (problem !== undefined) continue;
        expect(reason).toMatch(/[\p{L}\p{N}]/u);
        expect(until === undefined || isDay(until)).toBe(true);
      }
      const { suppressions, diagnostics } = suppress({
        suppressions: found.suppressions,
        findings: [],
        otherPlaces: [],
        knownClaims: new Set(["cache-004"]),
        judgedClaims: new Set(["cache-004"]),
        today: "2026-06-01",
        position: () => ({ line: 1, column: 1 }),
      });
      // Nothing is there to be suppressed, so each of them is dead, and said to be.
      expect([suppressions.size, diagnostics.length]).toEqual([0, found.suppressions.length]);
    }),
    tries(500),
  );
  expect(read).toBeGreaterThan(20);
});
