import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseId, domainOf } from "../../src/author/choose-id.ts";
import { isSame, lineEndOf, readLiteral, toLiteral } from "../../src/author/literal.ts";
import { fieldsOf, renderClaim } from "../../src/author/render-claim.ts";
import { verifyClaims } from "../../src/author/verify-claims.ts";
import { builtinsOfFolders } from "../../src/io/builtins.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { loadClaims } from "../../src/load/claims.ts";
import { parseToml } from "../../src/load/toml.ts";
import type { TomlTable, TomlValue } from "../../src/load/toml.ts";
import type { Claim } from "../../src/model/claim.ts";
import { SAMPLE } from "./claim.ts";
import { tries } from "../runs.ts";

const builtins = builtinsOfFolders(nodeHost());
const shipped = builtins.corpusNames().flatMap((name) => builtins.corpus(name).value);

describe("the id of a new claim", () => {
  const ttl = { subject: "cache/ttl", predicate: "required" };
  const own = (...ids: readonly string[]) =>
    ids.map((id) => ({ id, subject: "cache/x", predicate: "y" }));

  test.each([
    ["that of the corpus", ttl, [], "cache-004"],
    ["the next free one when that is taken", ttl, own("cache-004"), "cache-046"],
    ["past the shipped ids", { subject: "cache/new", predicate: "x" }, [], "cache-046"],
    ["of its domain", { subject: "shop/price", predicate: "x" }, own("cache-046"), "shop-001"],
    ["as ids are spelt", { subject: "my_shop/price", predicate: "x" }, [], "my-shop-001"],
    ["a gap is free", ttl, own("cache-004", "cache-046", "cache-048"), "cache-047"],
    ["past 999", ttl, [...own("cache-004"), ...many(46, 999)], "cache-1000"],
    [
      "one that was superseded is not",
      ttl,
      [{ id: "a-001", subject: "a/x", predicate: "y", supersedes: "cache-004" }],
      "cache-046",
    ],
  ] as const)("%s", (_, named, taken, id) => {
    expect(chooseId(named, taken, shipped)).toBe(id);
  });

  test("every shipped claim keeps its id", () => {
    for (const claim of shipped) expect(chooseId(claim, [], shipped)).toBe(claim.id);
    expect(domainOf("cache/tls/verification")).toBe("cache");
  });
});

describe("literals", () => {
  test.each<readonly [string, TomlValue]>([
    ["true", true],
    ["5", 5],
    ["-0.5", -0.5],
    ['"quoted"', "quoted"],
    ['["a", 1]', ["a", 1]],
    ["5s", "5s"],
    ["true # no", "true # no"],
    ["1, 2", "1, 2"],
    ["1,", "1,"],
    ["1\nid = 2", "1\nid = 2"],
    ['"a" "b"', '"a" "b"'],
    ["2026-01-31", "2026-01-31"],
    ["manual_after_processing", "manual_after_processing"],
    ["", ""],
    ["]", "]"],
  ])("%j is read as %j", (typed, value) => {
    expect(readLiteral(typed)).toEqual(value);
  });

  test("every value reads back, on either line end", () => {
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => text.replaceAll(/\p{Surrogate}/gu, "?")),
      fc.stringMatching(/^['"\\\n a]{0,12}$/),
      fc.boolean(),
      fc.integer(),
      fc.double(),
    );
    const value = fc.oneof(
      leaf,
      fc.array(leaf),
      fc.dictionary(fc.stringMatching(/^[a-z "]{1,5}$/), leaf),
    );
    fc.assert(
      fc.property(value, fc.constantFrom("\n", "\r\n"), (given, lineEnd) => {
        const text = `v = ${toLiteral(given, lineEnd)}${lineEnd}`;
        const { value: toml } = parseToml(text, "");
        expect(isSame(toml?.table["v"], given), text).toBe(true);
      }),
      tries(2000),
    );
  });

  test("line ends are those of most lines", () => {
    expect([lineEndOf(""), lineEndOf("a\r\nb\r\nc\n"), lineEndOf("a\nb\n")]).toEqual([
      "\n",
      "\r\n",
      "\n",
    ]);
  });
});

test("every shipped claim is rendered so that it reads back", () => {
  for (const claim of shipped) {
    for (const lineEnd of ["\n", "\r\n"] as const) {
      const { value, diagnostics } = loadClaims(
        renderClaim(fieldsOf(claim), lineEnd),
        "x",
        claim.origin,
      );
      expect(diagnostics).toEqual([]);
      expect(value).toEqual([claim]);
    }
  }
});

describe("verification", () => {
  const verify = (...claims: readonly TomlTable[]): readonly string[] => {
    const text = claims.map((fields) => renderClaim(fields)).join("\n");
    const { value: toml } = parseToml(text, "c.toml");
    const { value, diagnostics } = loadClaims(text, "c.toml");
    expect(diagnostics).toEqual([]);
    if (toml === undefined) throw new Error(text);
    return verifyClaims({ claims: value, shipped, toml, path: "c.toml" }).map(
      ({ code, line, message }) => `${line} ${code} ${message}`,
    );
  };
  const fine: TomlTable = { ...SAMPLE, id: "shop-001", subject: "shop/price", tier: "expert" };

  test("a claim in order has nothing said of it", () => {
    expect(verify(fine)).toEqual([]);
    expect(verify({ ...fine, subject: "cache/ttl", predicate: "required" })).toEqual([]);
    const cache = shipped.filter(({ origin }) => origin === "corpus:cache");
    expect(verify(...cache.map((claim: Claim) => fieldsOf(claim)))).toEqual([]);
  });

  test.each<readonly [TomlTable, string]>([
    [{ id: "price" }, "2 claim-name `price` does not end in a number"],
    [{ id: "shop-1" }, "2 claim-name `shop-1` has a number of fewer than three digits"],
    [{ id: "cache-099" }, "2 claim-name `cache-099` is named after `cache` but about `shop/price`"],
    [
      { id: "cache-004", subject: "cache/price" },
      "2 claim-name `cache-004` is the id of the cache corpus for `cache/ttl required`",
    ],
    [
      { subject: "cache/eviction-policy" },
      "3 claim-name `shop-001` is about `cache/eviction-policy`; did you mean `cache/eviction_policy`?",
    ],
    [
      { subject: "cache/ttl", predicate: "requird" },
      "4 claim-name `shop-001` has the predicate `requird`; did you mean `required`?",
    ],
    [
      { supersedes: "shop-002" },
      "claim-reference `shop-001` supersedes `shop-002`, which is no claim",
    ],
    [{ supersedes: "shop-001" }, "claim-reference `shop-001` supersedes itself"],
    [
      { reused_from: "nope-001" },
      "claim-reference `shop-001` reused_from `nope-001`, which is no claim",
    ],
    [
      { provenance: { source: "Handbook", url: "ftp://a" } },
      "9 claim-provenance the URL of `shop-001`",
    ],
    [
      { provenance: { source: "Handbook", accessed: "May" } },
      "9 claim-provenance `shop-001` was read on `May`",
    ],
    [{ provenance: "TODO" }, "9 claim-provenance `shop-001` names no source: TODO"],
    [{ created: "2026-02-30" }, "12 claim-provenance `created` of `shop-001` is no date"],
    [{ tier: "spec" }, "9 claim-incomplete `shop-001` has the authority of a spec"],
    [{ invariant: "Values go" }, "7 claim-incomplete the invariant of `shop-001`"],
    [{ consequence: "values must go" }, "8 claim-incomplete the consequence of `shop-001`"],
  ])("%j", (fields, message) => {
    const said = verify({ ...fine, ...fields });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(message);
  });

  test("claims are held against each other", () => {
    const said = verify(
      fine,
      { ...fine, id: "shop-002" },
      { ...fine, id: "shop-003", operator: "gt" },
    );
    expect(said.map((line) => line.split(" ", 2)[1])).toEqual([
      "claim-duplicate",
      "claim-contradiction",
      "claim-contradiction",
    ]);
    expect(verify(fine, { ...fine, id: "shop-002", supersedes: "shop-001" })[0]).toContain(
      "still active",
    );
  });
});

function many(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    id: `cache-${String(from + at).padStart(3, "0")}`,
    subject: "cache/x",
    predicate: "y",
  }));
}
