import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

const CACHE = `import Redis from "ioredis";
import { LIMIT } from "./limit.ts";
const redis = new Redis({ host: "cache", commandTimeout: LIMIT });
export async function save(db: Store, seen: Map<string, string>, key: string) {
  await redis.set(key, key);
  await redis.get(key);
  await db.set(key, key);
  seen.set(key, key);
  // @aphoria:ignore[cache-004] lives as long as the process
  await redis.set("front", key);
}
`;

function project(): string {
  return temporaryFolder({
    "src/cache.ts": CACHE,
    "src/limit.ts": "export const LIMIT = 9_000;\n",
    "src/cache.test.ts": CACHE,
    "src/main.py": "x = 1\n",
    "redis.conf": "maxmemory 2gb\nmaxmemory-policy noeviction\n",
  });
}

async function explain(what: string): Promise<string> {
  const { code, out } = await type(project(), `explain ${what}`, "aphoria", 80);
  expect(code).toBe(0);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  return out.replaceAll(/\s+/g, " ");
}

test.each([
  [
    "a clause that speaks",
    "cache-004 --at src/cache.ts:5",
    ['`ttl` is "absent"', "clause 1 speaks", "cache-004 CONFLICT: false held against `eq true`"],
  ],
  [
    "the property that differs",
    "cache-004 --at src/cache.ts:6",
    ['clauses 1 to 3 are silent: `operation` is "read"; asked is ["write", "write-many"]'],
  ],
  [
    "a receiver of a type without a model",
    "shared-cache-write-ttl --at src/cache.ts:7",
    ["no call on a modelled client is recognised", "`db` is a parameter of type `Store`"],
  ],
  ["a receiver that is a map", "cache-004 --at src/cache.ts:8", ["`seen` is a plain map"]],
  [
    "a suppression",
    "cache-004 --at src/cache.ts:10",
    ["it is suppressed: lives as long as the process"],
  ],
  [
    "a value followed to another file, with its unit",
    "cache-timeout --at src/cache.ts:3",
    ["9s at src/cache.ts:3", "src/limit.ts:1:8 LIMIT = 9000"],
  ],
  [
    "a file of another language",
    "server-eviction --at src/main.py:1",
    ["reads configuration files"],
  ],
  [
    "a configuration file",
    "server-eviction --at redis.conf:2",
    ["clause 1 speaks", "false at redis.conf:2"],
  ],
  ["a test file", "cache-004 --at src/cache.test.ts:5", ["it is a test file", "clause 1 speaks"]],
])("%s", async (_, what, parts) => {
  const out = await explain(what);
  for (const part of parts) expect(out).toContain(part);
});

test("for programs, with every reason", async () => {
  const { out } = await type(project(), "explain cache-004 --at src/cache.ts:5 --json");
  expect(JSON.parse(out)).toMatchObject({
    kind: "place",
    path: "src/cache.ts",
    line: 5,
    extractors: [
      {
        id: "shared-cache-write-ttl",
        gate: [{ ok: true }],
        clauses: [
          {
            clause: 1,
            fired: true,
            observations: [
              { value: "false", line: 5, claims: [{ verdict: "CONFLICT", hidden: null }] },
            ],
          },
          { clause: 2, fired: false },
          { clause: 3, fired: false },
          { clause: 4, fired: false },
          { clause: 5, fired: false },
        ],
      },
    ],
  });
});

describe("an extractor of one's own", () => {
  const OWN = `id = "own"
title = "own"
subject = "shop/ttl"
predicate = "required"
languages = ["typescript"]

[when]
imports = ["pantry"]

[[match]]
value = false
confidence = "low"
rule = { pattern = "$C.set($$$)", not = { inside = { kind = "for_statement", stopBy = "end" } } }
where = ["not in-async"]

[[test]]
code = '''
f();   // observe: nothing
'''
`;
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
scope = { include = ["lib/**"] }
`;
  const CODE = `import pantry from "pantry";
pantry.set(1, 2);
for (;;) { pantry.set(1, 2); }
export async function f() {
  pantry.set(1, 2);
}
`;

  test.each([
    [2, "the claim's scope is lib/**"],
    [3, "the rule fits but for `not`"],
    [5, "`where not in-async` does not hold"],
    [1, "the rule fits nothing that begins on this line"],
  ])("line %i: %s", async (line, says) => {
    const folder = temporaryFolder({
      ".aphoria/extractors/own.toml": OWN,
      ".aphoria/claims.toml": CLAIM,
      "src/a.ts": CODE,
    });
    const { out } = await type(folder, `explain own --at src/a.ts:${line}`);
    expect(out.replaceAll(/\s+/g, " ")).toContain(says);
  });

  test("an import that is not there, and a confidence that is not shown", async () => {
    const folder = temporaryFolder({
      ".aphoria/extractors/own.toml": OWN,
      ".aphoria/claims.toml": CLAIM.replace(/scope.*\n/, ""),
      "src/a.ts": CODE,
    });
    const { out } = await type(folder, "explain shop-001 --at src/a.ts:2");
    expect(out).toContain("its confidence is low");
    writeFileSync(join(folder, "src/a.ts"), CODE.replace('"pantry"', '"larder"'));
    const other = await type(folder, "explain shop-001 --at src/a.ts:2");
    expect(other.out).toContain("the file must import pantry; it imports larder");
  });
});

test.each([
  ["cache-004 --at src/cache.ts", "is not FILE:LINE"],
  ["cache-004 --at :5", "is not FILE:LINE"],
  ["cache-004 --at src/none.ts:5", "there is no file `src/none.ts`"],
  ["cache-004 --at src:5", "there is no file `src`"],
  ["cache-004 --at src/cache.ts:99", "has 11 lines, so no line 99"],
  ["cache-004 --at src/cache.ts:0", "so no line 0"],
  ["cache-004 --at ../../../etc/passwd:1", ""],
  ["file-parse-error --at src/cache.ts:5", "is a diagnostic"],
])("%s is refused", async (what, message) => {
  const { code, out, err } = await type(project(), `explain ${what}`);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});
