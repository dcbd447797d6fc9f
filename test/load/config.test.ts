import { describe, expect, test } from "vitest";
import { loadConfig } from "../../src/load/config.ts";
import { shown } from "./shown.ts";

const load = (text: string) => loadConfig(text, ".aphoria/config.toml");

test("everything that a project can set", () => {
  const text = `
corpus = ["cache"]
claims = "claims.toml"
packs = ["core", "cache"]
extractors = ["tools/extractors"]
include = ["src/**"]
exclude = ["**/*.gen.ts"]
languages = ["rust"]
include_tests = true
fail_on = "unknown"
min_tier = 2
min_confidence = "medium"
[cache]
enabled = false
dir = ".cache"
max_size = "512MiB"
[telemetry]
mode = "aggregate"
`;
  expect(load(text)).toEqual({
    value: {
      corpus: ["cache"],
      claims: "claims.toml",
      packs: ["core", "cache"],
      extractors: ["tools/extractors"],
      include: ["src/**"],
      exclude: ["**/*.gen.ts"],
      languages: ["rust"],
      include_tests: true,
      fail_on: "unknown",
      min_tier: 2,
      min_confidence: "medium",
      cache: { enabled: false, dir: ".cache", max_size: "512MiB" },
      telemetry: { mode: "aggregate" },
    },
    diagnostics: [],
  });
  expect(load("")).toEqual({ value: {}, diagnostics: [] });
});

describe("what is wrong is left out", () => {
  test.each([
    [
      'corpos = ["cache"]',
      "1:1 unknown-key: the configuration has no key `corpos`; did you mean `corpus`?",
    ],
    ['corpus = "cache"', "1:10 wrong-type: `corpus` must be a list, not a string"],
    [
      'fail_on = "conflicts"',
      '1:11 wrong-value: `fail_on` cannot be "conflicts"; did you mean "conflict"?',
    ],
    [
      'packs = ["cach"]',
      '1:10 wrong-value: an item of `packs` cannot be "cach"; did you mean "cache"?',
    ],
    ["min_tier = 0", "1:12 wrong-value: `min_tier` must be a whole number from 1 to 5"],
    ["min_tier = 1.5", "1:12 wrong-value: `min_tier` must be a whole number from 1 to 5"],
    [
      "include_tests = 'yes'",
      "1:17 wrong-type: `include_tests` must be true or false, not a string",
    ],
    [
      "[cache]\nmaxsize = '1MB'",
      "2:1 unknown-key: [cache] has no key `maxsize`; did you mean `max_size`?",
    ],
    ["cache = { max_size = 'big' }", "1:22 bad-value: `max_size` must be a size with a unit"],
    ["cache = true", "1:9 wrong-type: `cache` must be a table, not true"],
    ["[telemetry]\nmode = 'on'", '2:8 wrong-value: `mode` cannot be "on"'],
  ])("%s", (text, expected) => {
    expect(shown(load(text))).toEqual([expected]);
  });

  test("and the rest holds", () => {
    expect(load('min_tier = 9\nfail_on = "never"\n').value).toEqual({ fail_on: "never" });
  });
});
