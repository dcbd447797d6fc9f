import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

function extractorsOf(folder: string): readonly string[] {
  const path = join(folder, ".aphoria/extractors");
  return existsSync(path) ? readdirSync(path) : [];
}

test("one command closes the seed's gaps, and the fixed code passes", async () => {
  const folder = cachewrap();
  const dry = await type(
    folder,
    "gaps --packs core --claim cache-004 --scaffold --dry-run",
    "aphoria",
    80,
  );
  expect(dry.code).toBe(0);
  expect(dry.out).toContain("1 extractor shown, which would close 1 of 1 gaps.");
  expect(Math.max(...dry.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(extractorsOf(folder)).toEqual([]);

  const { code, out } = await type(folder, "gaps --packs core --scaffold");
  expect(code).toBe(0);
  expect(out).toContain("7 extractors written, which close 7 of 7 gaps.");
  expect(extractorsOf(folder)).toHaveLength(7);
  expect(JSON.parse((await type(folder, "gaps --packs core --json")).out)).toMatchObject({
    detected: 10,
    markers: 10,
  });
  expect((await type(folder, "extractors test")).code).toBe(0);
  const again = await type(folder, "gaps --packs core --scaffold");
  expect(again.out).toContain("No gap to scaffold.");
  for (const name of readdirSync("fixtures/cachewrap/compliant/src")) {
    const text = readFileSync(`fixtures/cachewrap/compliant/src/${name}`, "utf8");
    writeFileSync(join(folder, "src", name), text);
  }
  expect((await type(folder, "scan --packs core")).out).toContain(
    "0 conflicts, 0 unknown, 10 passes",
  );
}, 60_000);

const CLAIM = `[[claim]]
id = "shop-001"
subject = "shop/ttl"
predicate = "required"
value = true
invariant = "Carts MUST expire"
consequence = "They stay"
provenance = "me"
tier = "expert"
category = "safety"
`;

interface Scaffolded {
  readonly scaffolds: readonly Readonly<Record<string, unknown>>[];
}

/** A project with this marked code, and this code in the claim's fix. */
async function scaffold(language: string, path: string, code: string, fix: string | undefined) {
  const claim = fix === undefined ? CLAIM : `${CLAIM}fix = { ${language} = '${fix}' }\n`;
  const folder = temporaryFolder({ ".aphoria/claims.toml": claim, [path]: code });
  const { out, code: exit } = await type(folder, "gaps --scaffold --json");
  expect(exit).toBe(0);
  const { scaffolds } = JSON.parse(out) as Scaffolded;
  return { folder, scaffolds };
}

describe("a claim that nothing shipped knows", () => {
  test("a call whose name grew in the fix, inside a method of a class", async () => {
    const code = [
      "export class Shop {",
      "  // @aphoria:claim[safety] Carts MUST expire -- they stay",
      "  async save(cart: Cart) {",
      "    this.log.info(`saving ${cart.id}`);",
      "    await this.db.put(cart.id, cart);",
      "  }",
      "}",
      "export const other = (log: Log) => log.info('nothing');",
    ].join("\n");
    const { folder, scaffolds } = await scaffold(
      "typescript",
      "src/shop.ts",
      code,
      "await db.putTtl(id, cart, 60);",
    );
    expect(scaffolds).toMatchObject([
      { result: "written", how: "proposed", form: "pattern $RECEIVER.put($$$)", sides: 2 },
    ]);
    expect(scaffolds[0]?.["here"]).toMatchObject([{ verdict: "CONFLICT", line: 5 }]);
    expect((await type(folder, "extractors test carts-must-expire")).code).toBe(0);
    writeFileSync(
      join(folder, "src/shop.ts"),
      code.replace("put(cart.id, cart)", "putTtl(cart.id, cart, 9)"),
    );
    expect((await type(folder, "scan")).out).toContain("1 pass");
  });

  test("the same call with one more argument", async () => {
    const code = [
      "# @aphoria:claim[safety] Carts MUST expire -- they stay",
      "def save(cart):",
      "    pantry.put(cart.id, cart)",
      "",
    ].join("\n");
    const { scaffolds } = await scaffold(
      "python",
      "shop.py",
      code,
      "pantry.put(key, value, ttl=60)",
    );
    expect(scaffolds).toMatchObject([{ result: "written", sides: 2 }]);
    expect(scaffolds[0]?.["form"]).toContain('not = { has = { regex = "^(?:ttl)$"');
  });

  test("a setting with another value", async () => {
    const code = [
      "pub fn limits() -> Limits {",
      "    Limits {",
      "        // @aphoria:claim[safety] Carts MUST expire -- they stay",
      "        cart_expiry: None,",
      "        size: 3,",
      "    }",
      "}",
    ].join("\n");
    const { scaffolds } = await scaffold("rust", "src/lib.rs", code, "cart_expiry: Some(60),");
    expect(scaffolds).toMatchObject([{ result: "written", sides: 2 }]);
    expect(scaffolds[0]?.["form"]).toContain("cart_expiry");
    expect(scaffolds[0]?.["toml"]).toContain(String.raw`Some\('`);
  });

  test.each([
    ["no fix", "db.put(k, v);", undefined, "nothing compliant is known"],
    [
      "a fix about other code",
      "db.put(k, v);",
      "expire(k);",
      "no call or setting of the marked code",
    ],
    [
      "a fix that does the same",
      "db.put(k, v);",
      "db.put(k, v);",
      "no call or setting of the marked code",
    ],
  ])("%s: nothing is written, and it says why", async (_, code, fix, why) => {
    const text = `// @aphoria:claim[safety] Carts MUST expire -- they stay\n${code}\n`;
    const { folder, scaffolds } = await scaffold("typescript", "src/a.ts", text, fix);
    expect(scaffolds).toMatchObject([{ result: "nothing", extractor: null }]);
    expect(scaffolds[0]?.["why"]).toContain(why);
    expect(extractorsOf(folder)).toEqual([]);
  });

  test("a marker without a claim is told, a file of the name is left alone", async () => {
    const text =
      "// @aphoria:claim[safety] Carts MUST expire -- they stay\ndb.put(k, v);\n" +
      "// @aphoria:claim[security] Nobody SHALL pass -- they do\ndb.get(k);\n";
    const folder = temporaryFolder({
      ".aphoria/claims.toml": `${CLAIM}fix = { typescript = 'db.putTtl(k, v, 60);' }\n`,
      "src/a.ts": text,
    });
    await type(folder, "gaps --scaffold");
    const file = join(folder, ".aphoria/extractors/carts-must-expire.toml");
    const written = readFileSync(file, "utf8");
    expect(written).toContain("$RECEIVER.put($$$)");
    const own = written.replaceAll(".put(", ".other(");
    writeFileSync(file, own);
    const { out } = await type(folder, "gaps --scaffold --json");
    expect((JSON.parse(out) as Scaffolded).scaffolds).toMatchObject([
      { result: "exists" },
      { result: "nothing", why: expect.stringContaining("no claim says this") as string },
    ]);
    expect(readFileSync(file, "utf8")).toBe(own);
  });
});

test.each([
  ["gaps --dry-run", "`--dry-run` belongs to `--scaffold`"],
  ["gaps --scaffold --scan a.json", "so `--scan` has no use"],
  ["gaps --scaffold --format markdown", "speaks text or JSON"],
])("%s is refused", async (line, message) => {
  const folder = temporaryFolder({ "src/a.rs": "pub fn f() {}\n" });
  const { code, err } = await type(folder, line);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(extractorsOf(folder)).toEqual([]);
});
