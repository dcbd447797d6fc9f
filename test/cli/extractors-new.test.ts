import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

const SEED = `--violation cache~SET~without~TTL --claim cache-004 --pattern SET.*(?!EX|PX) --language rust`;
const FILE = ".aphoria/extractors/cache-set-without-ttl.toml";

const OWN_CLAIM = `[[claim]]
id = "shop-001"
subject = "shop/ttl"
predicate = "required"
value = true
invariant = "Carts MUST expire"
consequence = "They stay"
provenance = "me"
tier = "expert"
category = "safety"
fix = { rust = 'db.raw("SETC key value EX 60");' }
`;

function shop(): string {
  return temporaryFolder({
    ".aphoria/claims.toml": OWN_CLAIM,
    "src/a.rs": 'pub fn f(db: &Db) {\n    db.raw("SETC a b");\n    db.raw("SETC a b EX 60");\n}\n',
  });
}

function made(folder: string): readonly string[] {
  const path = join(folder, ".aphoria/extractors");
  return existsSync(path) ? readdirSync(path) : [];
}

describe("the seed's command", () => {
  test("finds out that the pattern is wrong and writes a proved form", async () => {
    const folder = cachewrap();
    writeFileSync(join(folder, "config.toml"), 'packs = ["core"]\n');
    const line = `${SEED} --config config.toml`;
    const { code, out } = await type(folder, line, "aphoria-custom-extractor-creator");
    expect(code).toBe(0);
    expect(out).toContain("taken for a regular expression");
    expect(out).toContain("it matches compliant code");
    expect(out).toContain("CONFLICT  src/client.rs:60");
    expect(out).toContain("0 -> 1 of 1 of `cache-004` detected");
    expect(out).toContain(`undo it with: rm ${FILE}`);
    const text = readFileSync(join(folder, FILE), "utf8");
    expect(text).toContain("# Given: SET.*(?!EX|PX)");
    expect(text).toContain("the look-ahead forbids nothing");
    const again = await type(folder, `extractors new ${line}`);
    expect({ code: again.code, same: again.out.includes("was there already, the same") }).toEqual({
      code: 0,
      same: true,
    });
    const tests = await type(folder, "extractors test");
    expect(tests.out).toContain("all as expected");
  });

  test("--force keeps it as a draft that no scan runs, and --dry-run writes nothing", async () => {
    const folder = cachewrap();
    expect((await type(folder, `extractors new ${SEED} --dry-run`)).out).toContain('id = "cache-');
    expect(made(folder)).toEqual([]);
    expect((await type(folder, `extractors new ${SEED} --force`)).code).toBe(0);
    expect(readFileSync(join(folder, FILE), "utf8")).toContain('status = "draft"');
    expect((await type(folder, "extractors test")).code).toBe(0);
    const other = await type(folder, `extractors new ${SEED}`);
    expect(other.code).toBe(2);
    expect(other.err).toContain("is there already, so nothing was written");
  }, 60_000);
});

test("seven scaffolds close the gaps, and the fixed code passes", async () => {
  const folder = cachewrap();
  const flags = "--packs core";
  const wanted = [
    ["ttl", "cache-004", "SET.*(?!EX|PX)"],
    ["keys", "cache-001", "fn~get.*(?!validate_key)"],
    ["size", "cache-005", "max_size:~None"],
    ["sync", "cache-006", "blocking_get()"],
    ["eviction", "cache-007", "eviction_policy:~None"],
    ["pool", "cache-009", "Client::open()"],
    ["metrics", "cache-010", "metrics_enabled:~false"],
  ];
  for (const [name, claim, pattern] of wanted) {
    const line = `--violation ${name} --claim ${claim} --pattern ${pattern} --language rust`;
    expect([name, (await type(folder, `extractors new ${line}`)).code]).toEqual([name, 0]);
  }
  const { out } = await type(folder, `gaps ${flags} --json`);
  expect(JSON.parse(out)).toMatchObject({ detected: 10, markers: 10 });
  const { summary } = JSON.parse((await type(folder, `scan ${flags} --format json`)).out) as {
    summary: { authority_conflicts: number };
  };
  expect(summary.authority_conflicts).toBe(10);
  for (const name of readdirSync("fixtures/cachewrap/compliant/src")) {
    const text = readFileSync(`fixtures/cachewrap/compliant/src/${name}`, "utf8");
    writeFileSync(join(folder, "src", name), text);
  }
  const fixed = await type(folder, `scan ${flags}`);
  expect(fixed.out).toContain("0 conflicts, 0 unknown, 10 passes");
}, 60_000);

describe("a claim that nothing shipped knows", () => {
  const line = "extractors new --violation no~ttl --claim shop-001 --language rust";

  test("a vacuous look-ahead is moved before the repeat, and both sides are seen", async () => {
    const folder = shop();
    const { code, out } = await type(folder, `${line} --pattern SETC.*(?!EX|PX) --json`);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      written: true,
      how: "corrected",
      given: { kind: "regex", kept: false, counterexample: { source: "the fix of `shop-001`" } },
      here: [{ verdict: "CONFLICT", path: "src/a.rs", line: 2 }],
      proof: { false_alarms: 0 },
    });
    const file = join(folder, "src/a.rs");
    writeFileSync(file, readFileSync(file, "utf8").replace('SETC a b"', 'SETC a b PX 9"'));
    expect((await type(folder, "scan")).out).toContain("1 pass");
  });

  test("a capture observes what the code says, in its unit", async () => {
    const folder = shop();
    const claim = OWN_CLAIM.replace("value = true", 'operator = "lte"\nvalue = "24h"');
    writeFileSync(join(folder, ".aphoria/claims.toml"), claim);
    writeFileSync(join(folder, "src/b.rs"), "pub fn g() { expire(k, 172800); expire(k, 60); }\n");
    const { code, out } = await type(folder, `${line} --pattern expire($K,~$VALUE) --unit s`);
    expect(code).toBe(0);
    expect(out).toContain("CONFLICT  src/b.rs:1:14");
    expect(out).not.toContain("src/b.rs:1:33");
  });

  test("examples propose a pattern", async () => {
    const folder = shop();
    const examples = "--bad db.put(k,~v) --good db.put_ttl(k,~v,~60)";
    const { code, out } = await type(folder, `${line} ${examples}`);
    expect(code).toBe(0);
    expect(out).toContain("pattern $RECEIVER.put($$$)");
    const text = readFileSync(join(folder, ".aphoria/extractors/no-ttl.toml"), "utf8");
    expect(text).toContain("$RECEIVER.put_ttl($$$)");
    expect((await type(folder, "extractors test")).code).toBe(0);
  });

  test("examples that differ in a word propose the call without it", async () => {
    const folder = shop();
    const examples = "--bad open(k,~{~a:~1~}); --good open(k,~{~a:~1,~ttl:~5~}); --dry-run";
    const { code, out } = await type(folder, `${line.replace("rust", "typescript")} ${examples}`);
    expect(code).toBe(0);
    expect(out).toContain('pattern = "open($$$)", not = { has = { regex = "^(?:ttl)$"');
    expect(made(folder)).toEqual([]);
  });

  test.each([
    ["--pattern .*", "it matches compliant code"],
    ["--pattern (a", "does not compile"],
    ["--pattern $C.set($K,", "does not parse as rust"],
    ["--bad f(k) --good f(k)", "no pattern tells the bad examples from the good ones"],
    ["--bad gone.rs --good f()", "gone.rs cannot be read"],
    ["--bad f(k)", "missing: `--good`"],
    ["--pattern a --name ~", "needs a value"],
    ["--pattern a --unit weeks", "`--unit weeks` is unknown"],
    ["--pattern a --name capacity", "the id of a built-in extractor"],
    ["", "missing: `--pattern` or `--bad`"],
  ])("%s: nothing is written", async (flags, message) => {
    const folder = shop();
    const { code, err } = await type(folder, `${line} ${flags}`.trim());
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(made(folder)).toEqual([]);
  });
});

test.each([
  ["--violation x --claim cache-04 --pattern a --language rust", "did you mean `cache-004`?"],
  ["--violation x --claim cache-004 --pattern a --language cobol", "`--language cobol` is unknown"],
  ["--violation x --claim cache-004 --pattern a", "missing: `--language`"],
  ["--violation x --claim cache-004 --pattern zzz --language rust", "matches nothing in this"],
  ["", "missing: `--violation`, `--claim`, `--pattern` or `--bad`"],
])("%s is refused", async (line, message) => {
  const folder = temporaryFolder({ "src/a.rs": "pub fn f() {}\n" });
  const { code, err } = await type(folder, `extractors new ${line}`.trim());
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(made(folder)).toEqual([]);
});
