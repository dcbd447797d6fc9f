import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

test.each([
  ["cache-004", ["TTL MUST be set", "looked for by  shared-cache-write-ttl"]],
  ["httpclient-001", ["no: this project does not hold it"]],
  ["shared-cache-write-ttl", ["clause 1", 'ttl = "absent"', "for the claims  cache-004"]],
  ["file-parse-error", ["warning", "cannot be parsed"]],
])("%s", async (id, parts) => {
  const folder = temporaryFolder();
  const { code, out, err } = await type(folder, `explain ${id}`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const part of parts) expect(out).toContain(part);
  const json = await type(folder, `explain ${id} --json`);
  expect(JSON.parse(json.out)).toHaveProperty("kind");
});

test("an unknown id is refused, with the nearest", async () => {
  const { code, out, err } = await type(temporaryFolder(), "explain cach-004");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("did you mean `cache-004`?");
});

test("a library is known by its id and by what is imported", async () => {
  const folder = temporaryFolder();
  const { code, out } = await type(folder, "explain node-cache");
  expect(code).toBe(0);
  expect(out).toContain("an in-process cache");
  expect(out).toMatch(
    /write: set\n.*\n.*\n.*\n +expiry argument 3 in s, 0 is never; else what the/,
  );
  expect(out).toMatch(/option +capacity\n.*\n +given as maxKeys/);
  expect((await type(folder, "explain @upstash/redis")).out).toContain("the commands of redis");
  const json = JSON.parse((await type(folder, "explain requests --json")).out) as unknown;
  expect(json).toMatchObject({ kind: "library", id: "requests", language: "python" });
});

test("libraries of two languages that share a name are both shown", async () => {
  const { out } = await type(temporaryFolder(), "explain redis");
  expect(out.match(/(?<=^used from  )\w+/gm)?.toSorted()).toEqual(["python", "rust", "typescript"]);
});
