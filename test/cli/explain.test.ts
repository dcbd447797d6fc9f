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
