import { describe, expect, it } from "vitest";
import { readMarkers } from "../../src/report/markers.ts";
import { lower } from "./lowered.ts";

function read(path: string, text: string) {
  return readMarkers(lower(path, text), text);
}

/** The text of the item that the first marker or suppression belongs to. */
function item(path: string, text: string): string | undefined {
  const { markers, suppressions } = read(path, text);
  const span = [...markers, ...suppressions][0]?.item;
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

function only(text: string) {
  const { markers, suppressions, diagnostics } = read("a.ts", `${text}\nconst x = 1;`);
  const place = ["path", "start", "end", "item"];
  const strip = (note: object) =>
    Object.fromEntries(Object.entries(note).filter(([field]) => !place.includes(field)));
  return {
    markers: markers.map(strip),
    suppressions: suppressions.map(strip),
    problems: diagnostics.map(({ message, line, column }) => `${line}:${column} ${message}`),
  };
}

describe("grammar", () => {
  it("reads category, invariant and consequence", () => {
    expect(
      only("// @aphoria:claim[safety] Timeout MUST be > 0 -- zero -- or less -- blocks"),
    ).toEqual({
      markers: [
        {
          category: "safety",
          invariant: "Timeout MUST be > 0",
          consequence: "zero -- or less -- blocks",
        },
      ],
      suppressions: [],
      problems: [],
    });
  });

  it("reads an explicit id", () => {
    expect(only("/* @aphoria:claim[safety, cache-004] TTL MUST be set */").markers).toEqual([
      { category: "safety", claim_id: "cache-004", invariant: "TTL MUST be set" },
    ]);
  });

  it.each([
    "// @aphoria:claim[safety] TTL MUST be set\n//   for all values\n//   -- or memory grows",
    "/**\n * @aphoria:claim[safety] TTL MUST be set\n *   for all values\n *   -- or memory grows\n */",
    "/* @aphoria:claim[safety] TTL MUST be set\r\n      for all values -- or memory grows */",
  ])("goes on over deeper comment lines: %j", (text) => {
    expect(only(text).markers).toEqual([
      {
        category: "safety",
        invariant: "TTL MUST be set for all values",
        consequence: "or memory grows",
      },
    ]);
  });

  it.each([
    "// @aphoria:claim[safety] TTL MUST be set\n// This is another remark.",
    "// @aphoria:claim[safety] TTL MUST be set\n//\n//   far away",
    "// @aphoria:claim[safety] TTL MUST be set\n\n//   far away",
    "// @aphoria:claim[safety] TTL MUST be set\n//   @see elsewhere",
  ])("ends otherwise: %j", (text) => {
    expect(only(text).markers).toEqual([{ category: "safety", invariant: "TTL MUST be set" }]);
  });

  it("says what is wrong with a marker, and keeps what can be read of it", () => {
    const readings = [
      "// @aphoria:claim TTL MUST be set",
      "// @aphoria:claim[safty] TTL MUST be set",
      "// @aphoria:claim[safety] -- or memory grows",
      "// @aphoria:claim[safety, a, b] TTL MUST be set",
      "// @aphoria:clam[safety] TTL MUST be set",
      "// see @aphoria:claim[safety] TTL MUST be set",
      "// such as `@aphoria:claim[safety] …` is fine",
    ].map(only);
    expect(readings.map(({ markers, problems }) => [markers.length, ...problems]))
      .toMatchInlineSnapshot(`
      [
        [
          0,
          "1:4 this marker needs a category in brackets, and at most one claim id after it",
        ],
        [
          1,
          "1:4 this marker's category is not one of security, safety, performance, correctness, observability",
        ],
        [
          0,
          "1:4 this marker does not say what must hold",
        ],
        [
          1,
          "1:4 this marker needs a category in brackets, and at most one claim id after it",
        ],
        [
          0,
          "1:4 \`@aphoria:\` is followed by neither \`claim[…]\` nor \`ignore[…]\`",
        ],
        [
          0,
          "1:8 a marker must be the first thing on its comment line",
        ],
        [
          0,
        ],
      ]
    `);
  });

  it("reads suppressions", () => {
    expect(
      only("// @aphoria:ignore[cache-004] warm-up keys live long (until 2027-03-31)").suppressions,
    ).toEqual([{ claim_id: "cache-004", reason: "warm-up keys live long", until: "2027-03-31" }]);
    expect(only("# not a comment in TypeScript").suppressions).toEqual([]);
  });

  it.each([
    ["@aphoria:ignore[cache-004]", "reasonless"],
    ["@aphoria:ignore[cache-004] (until 2027-03-31)", "reasonless"],
    ["@aphoria:ignore[cache-004] --", "reasonless"],
    ["@aphoria:ignore cache-004 because", "malformed"],
    ["@aphoria:ignore[] because", "malformed"],
    ["@aphoria:ignore[*] because", "malformed"],
    ["@aphoria:ignore[a, b] because", "malformed"],
    ["@aphoria:ignore[cache-004] because (until 2027-02-30)", "malformed"],
    ["@aphoria:ignore[cache-004] because (until next year)", "malformed"],
    ["@aphoria:ignore[cache-004] because (until the moon falls) it must", undefined],
  ])("%s is %s", (text, problem) => {
    expect(only(`// ${text}`).suppressions[0]?.["problem"]).toBe(problem);
  });

  it("is not fooled by strings", () => {
    expect(only('const s = "// @aphoria:claim[safety] x";').markers).toEqual([]);
  });
});

describe("the marked item", () => {
  it.each<[string, string, string | undefined]>([
    ["a.ts", "// @aphoria:ignore[x] r\n\n// more\nf(a);\ng();", "f(a);"],
    ["a.ts", "f(a); // @aphoria:ignore[x] r\ng();", "f(a);"],
    ["a.ts", "f({\n  a: 1, // @aphoria:ignore[x] r\n  b: 2,\n});", "a: 1"],
    ["a.ts", "f({\n  // @aphoria:ignore[x] r\n  a: 1,\n  b: 2,\n});", "a: 1"],
    [
      "a.ts",
      "f({ // @aphoria:ignore[x] r\n  b: 2,\n});\ng();",
      "f({ // @aphoria:ignore[x] r\n  b: 2,\n});",
    ],
    ["a.ts", "f({ a: 1 }); // @aphoria:ignore[x] r", "f({ a: 1 });"],
    ["a.ts", "/* @aphoria:ignore[x] r */ f(1);", "f(1);"],
    [
      "a.ts",
      "class A {\n  // @aphoria:ignore[x] r\n  @dec() async m() { return 1 }\n}",
      "@dec() async m() { return 1 }",
    ],
    ["a.ts", "// @aphoria:ignore[x] r\nexport const a = 1;", "export const a = 1;"],
    [
      "a.ts",
      "// @aphoria:ignore[x] r\nexport default async function a() {}",
      "export default async function a() {}",
    ],
    ["a.ts", "function f() {\n  g();\n  // @aphoria:ignore[x] r\n}\nh();", undefined],
    [
      "a.rs",
      "impl A {\n    // @aphoria:ignore[x] r\n    #[inline]\n    pub async fn get(&self) {}\n    fn b() {}\n}",
      "#[inline]\n    pub async fn get(&self) {}",
    ],
    [
      "a.rs",
      "fn f() {\n  C {\n    // @aphoria:ignore[x] r\n    t: Duration::from_secs(0),\n    u: 1,\n  }\n}",
      "t: Duration::from_secs(0)",
    ],
    [
      "a.rs",
      "fn f() {\n  B::builder()\n    // @aphoria:ignore[x] r\n    .max(10)\n    .build()\n}",
      ".max(10)",
    ],
    ["a.py", "if x:\n    y()  # @aphoria:ignore[x] r\nz()\n", "y()"],
    ["a.py", "# @aphoria:ignore[x] r\n@dec\ndef f():\n    pass\n", "@dec\ndef f():\n    pass"],
    ["a.py", "@dec\n# @aphoria:ignore[x] r\ndef f():\n    pass\n", "def f():\n    pass"],
    [
      "a.py",
      "Redis(\n    # @aphoria:ignore[x] r\n    password='x',\n    db=1,\n)\n",
      "password='x'",
    ],
    ["a.py", "d = {\n    'a': 1,  # @aphoria:ignore[x] r\n    'b': 2,\n}\n", "'a': 1"],
  ])("%s %j", (path, text, expected) => {
    const found = item(path, text);
    // What a modifier or a decorator in front, or a semicolon behind, is part of, is the grammar's affair.
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(core(expected)).toContain(core(found ?? "nothing"));
    if (expected !== undefined) expect(core(found ?? "")).toContain(words(expected));
  });
});

function core(text: string): string {
  return text.replace(/\/\/.*|#[^[].*|[\s;,]/g, "");
}

/** The last half of the item: what must be in it at least. */
function words(text: string): string {
  const all = core(text);
  return all.slice(Math.floor(all.length / 2));
}
