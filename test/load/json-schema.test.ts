/** The schemas say what the loader does: they take every file that ships, and refuse what it refuses. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import toml from "@iarna/toml";
import { Ajv, type ValidateFunction } from "ajv";
import { describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import { loadConfig } from "../../src/load/config.ts";
import { FILE_SHAPES, jsonSchema } from "../../src/load/json-schema.ts";

const ajv = new Ajv({ allErrors: true });
const schemas = Object.fromEntries(
  Object.entries(FILE_SHAPES).map(([name, shape]) => [name, ajv.compile(jsonSchema(name, shape))]),
);

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".toml"))
    .map((path) => join(folder, path));
}

function kindOf(path: string): string {
  if (path.startsWith("corpora") || path.endsWith("claims.toml")) return "claims";
  if (path.endsWith("config.toml")) return "config";
  return path.includes("libraries") ? "library" : "extractor";
}

const SHIPPED = [
  ...filesBelow("corpora"),
  ...filesBelow("extractors"),
  ...filesBelow(".aphoria"),
].filter(
  (path) =>
    !path.endsWith(".commands.toml") &&
    !path.includes("servers") &&
    !path.endsWith("not-detected.toml"),
);

test.each(SHIPPED)("%s fits", (path) => {
  const validate = schemas[kindOf(path)] as ValidateFunction;
  validate(JSON.parse(JSON.stringify(toml.parse(readFileSync(path, "utf8")))));
  expect(validate.errors).toBeNull();
});

const CLAIM = `[[claim]]
id = "cache-004"
subject = "cache/ttl"
predicate = "required"
value = true
invariant = "TTL MUST be set"
consequence = "grows"
provenance = "Redis"
tier = "spec"
category = "safety"
`;

describe("what the loader refuses", () => {
  test.each([
    ["nothing wrong", CLAIM, true],
    ["an unknown key", `${CLAIM}ttl = 3\n`, false],
    ["a key that lacks", CLAIM.replace(/tier.*\n/, ""), false],
    ["an unknown word", CLAIM.replace('"safety"', '"saftey"'), false],
    ["a bad id", CLAIM.replace('"cache-004"', '"Cache 4"'), false],
    ["a tier of 9", CLAIM.replace('"spec"', "9"), false],
    ["an empty text", CLAIM.replace('"grows"', '""'), false],
    ["a list for a text", CLAIM.replace('"grows"', '["grows"]'), false],
  ])("claims: %s", (_, text, isGood) => {
    const errors = loadClaims(text, "c").diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.length === 0).toBe(isGood);
    expect(schemas["claims"]?.(toml.parse(text))).toBe(isGood);
  });

  test.each([
    ["fail_on = 'conflict'\n", true],
    ["fail_on = 'sometimes'\n", false],
    ["min_tier = 2\n", true],
    ["min_tier = 2.5\n", false],
    ["[cache]\nsize = 3\n", false],
  ])("config: %s", (text, isGood) => {
    expect(loadConfig(text, "c").diagnostics.length === 0).toBe(isGood);
    expect(schemas["config"]?.(toml.parse(text))).toBe(isGood);
  });
});
