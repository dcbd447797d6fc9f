import { expect, test } from "vitest";
import { diagnostic, diagnosticInfo, isCode } from "../../src/load/codes.ts";

test("codes are public: a change here is a change for users", () => {
  const lines = Object.entries(diagnosticInfo).map(([code, { severity }]) => `${severity} ${code}`);
  expect(lines.toSorted().join("\n")).toMatchInlineSnapshot(`
    "error bad-constraint
    error bad-pattern
    error bad-regex
    error bad-value
    error baseline-invalid
    error changes-unknown
    error claim-name
    error claim-provenance
    error claim-reference
    error duplicate-id
    error internal-error
    error missing-key
    error no-claim-selected
    error no-source-file
    error path-not-found
    error path-unreadable
    error regex-timeout
    error toml-bare-date
    error toml-syntax
    error toml-too-deep
    error toml-too-large
    error unknown-claim
    error unknown-flag-value
    error unknown-key
    error wrong-type
    error wrong-value
    info cache-busy
    info cache-damaged
    info cache-nearly-full
    info cache-unusable
    info claims-missing
    info config-template
    info config-too-long
    info extractor-draft
    info extractor-replaced
    info git-unusable
    info library-replaced
    info nothing-changed
    info results-cut
    info shard-empty
    info store-poisoned
    info store-unusable
    info symlink-loop
    warning baseline-expired
    warning baseline-stale
    warning cache-wrong
    warning claim-contradiction
    warning claim-duplicate
    warning claim-incomplete
    warning claim-unobserved
    warning config-parse-error
    warning extractor-inert
    warning extractors-none
    warning file-half-observed
    warning file-not-utf8
    warning file-parse-error
    warning file-unreadable
    warning line-too-long
    warning marker-malformed
    warning nothing-observed
    warning nothing-scanned
    warning stdin-empty
    warning suppression-expired
    warning suppression-malformed
    warning suppression-reasonless
    warning suppression-unused"
  `);
});

test.each(Object.entries(diagnosticInfo))("%s is well named and explained", (code, info) => {
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(info.title).toMatch(/^[A-Z`a].*\.$/);
  expect(info.help).toMatch(/\.$/);
});

test("a diagnostic takes severity and help from the table, and leaves out what it does not know", () => {
  expect(diagnostic("unknown-claim", { message: "m", path: undefined })).toEqual({
    code: "unknown-claim",
    severity: "error",
    message: "m",
    help: "`aphoria claims list` shows the ids.",
  });
  expect(
    diagnostic("unknown-claim", { message: "m", help: "h", line: 1, column: 2 }),
  ).toMatchObject({
    help: "h",
    line: 1,
    column: 2,
  });
  expect([isCode("toml-syntax"), isCode("toString")]).toEqual([true, false]);
});
