/** fixtures/cacheflow: each marker's claim is broken inside the marked item, nothing else is, and the compliant form is clean. */
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../src/model/report.ts";
import { type } from "./cli/real-project.ts";
import { temporaryFolder } from "./io/temporary.ts";

async function scan(source: string): Promise<Report> {
  const folder = temporaryFolder({ ".git/HEAD": "" });
  cpSync(source, join(folder, "src"), { recursive: true });
  const { out } = await type(folder, "scan --corpus cache --format json --fail-on never");
  return JSON.parse(out) as Report;
}

test("every marked mistake is a conflict in its item, and there is no other", async () => {
  const { markers, findings } = await scan("fixtures/cacheflow/src");
  expect(markers).toHaveLength(11);
  expect(markers.filter(({ verdict }) => verdict !== "CONFLICT")).toEqual([]);
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
  const marked = new Set(markers.map((one) => `${one.path} ${one.claim_id}`));
  expect(conflicts.filter((one) => !marked.has(`${one.path} ${one.claim_id}`))).toEqual([]);
});

test("the compliant form has no conflict, and what was broken passes", async () => {
  const { claims, findings } = await scan("fixtures/cacheflow/compliant/src");
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
  expect(conflicts.map(({ path, line, claim_id: id }) => `${path}:${line} ${id}`)).toEqual([]);
  const passed = claims.filter(({ verdict }) => verdict === "PASS").map(({ id }) => id);
  for (const id of ["021", "022", "025", "027", "028"]) {
    expect(passed).toContain(`cache-${id}`);
  }
});

test("both forms have the same tests, and the repaired one more", () => {
  const own = readdirSync("fixtures/cacheflow/test");
  const repaired = readdirSync("fixtures/cacheflow/compliant/test");
  expect(repaired).toEqual(expect.arrayContaining(own));
  expect(repaired).toContain("fixes.test.ts");
});
