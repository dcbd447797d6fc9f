import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

function project(): string {
  return temporaryFolder({
    ".git/HEAD": "",
    "src/kv.ts": `import Redis from "ioredis";
export const redis = new Redis({ commandTimeout: 1000 });
export async function save(key: string, value: string) {
  await redis.set(key, value);
  await redis.debugObject(key);
  new Map<string, string>().set(key, value);
}
`,
  });
}

test("every call on a modelled library, and which claims speak about it", async () => {
  const { code, out } = await type(project(), "coverage --corpus cache --claim cache-004");
  expect(code).toBe(0);
  expect(out).toContain("ioredis  SET");
  expect(out).toMatch(/ioredis {2}SET +1 +1 +cache-004/);
  expect(out).toMatch(/ioredis {2}debugObject +1 +0 +not in the model/);
  expect(out).toMatch(/src\/kv.ts:2:22 +ioredis Redis/);
  expect(out).toContain("1 of 3 calls are governed by a claim (33.3 %); 1 are in no model.");
});

test("as JSON, by domain, and of nothing", async () => {
  const json = await type(project(), "coverage --json --corpus cache --claim cache-004");
  expect(JSON.parse(json.out)).toMatchObject({
    sites: 3,
    governed: 1,
    undescribed: 1,
    open: [
      { path: "src/kv.ts", line: 2, column: 22, operation: "construct" },
      { path: "src/kv.ts", line: 5, operation: null },
    ],
  });
  const none = await type(project(), "coverage --domain msgqueue");
  expect(none).toMatchObject({ code: 0, out: "No call on a modelled library was found.\n" });
  const wrong = await type(project(), "coverage --domain caches");
  expect(wrong).toMatchObject({ code: 2, out: "" });
});
