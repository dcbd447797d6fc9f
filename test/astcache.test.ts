/** fixtures/astcache: each marked mistake is a conflict in its item, nothing else is, and the hardened form passes. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../src/model/report.ts";
import { type } from "./cli/real-project.ts";
import { temporaryFolder } from "./io/temporary.ts";

const FIXTURE = "fixtures/astcache";
/** Counting is often done elsewhere, so the lack of it is shown with `--min-confidence low` only. */
const LOW = ["cache-010"];

async function scan(source: string, confidence: string = "medium"): Promise<Report> {
  const folder = temporaryFolder({ ".git/HEAD": "" });
  const filter = (path: string): boolean => basename(path) !== "__pycache__";
  cpSync(source, join(folder, "astcache"), { recursive: true, filter });
  const words = `scan --corpus cache --format json --fail-on never --min-confidence ${confidence}`;
  const { out } = await type(folder, words);
  return JSON.parse(out) as Report;
}

test("every marked mistake is a conflict in its item, and there is no other", async () => {
  const { markers, findings } = await scan(`${FIXTURE}/astcache`);
  expect(markers).toHaveLength(5);
  const missed = markers.filter(({ verdict }) => verdict !== "CONFLICT");
  expect(missed.map((one) => one.claim_id)).toEqual(LOW);
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
  expect(conflicts.map((one) => one.claim_id).sort()).toEqual([
    "cache-042",
    "cache-043",
    "cache-044",
    "cache-045",
  ]);
  const { markers: all, findings: more } = await scan(`${FIXTURE}/astcache`, "low");
  expect(all.filter(({ verdict }) => verdict !== "CONFLICT")).toEqual([]);
  const low = more.filter((one) => one.verdict === "CONFLICT" && one.confidence === "low");
  expect(low.map((one) => one.claim_id)).toEqual(LOW);
}, 90_000);

test("the hardened form has no conflict, and what was broken passes", async () => {
  const { claims, findings } = await scan(`${FIXTURE}/compliant/astcache`, "low");
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
  expect(conflicts.map(({ path, line, claim_id: id }) => `${path}:${line} ${id}`)).toEqual([]);
  const passed = claims.filter(({ verdict }) => verdict === "PASS").map(({ id }) => id);
  expect(passed).toEqual(
    expect.arrayContaining(["cache-010", "cache-043", "cache-044", "cache-045"]),
  );
  // How long another process is waited for is the caller's to say; nothing here says that it is not.
  expect(claims.find(({ id }) => id === "cache-042")?.verdict).toBe("UNKNOWN");
});

test("both forms have the same tests of what works, and each its own", () => {
  const read = (path: string): string => readFileSync(join(FIXTURE, path), "utf8");
  expect(read("compliant/tests/test_basic.py")).toBe(read("tests/test_basic.py"));
  expect(readdirSync(join(FIXTURE, "tests"))).toContain("test_mistakes.py");
  expect(readdirSync(join(FIXTURE, "compliant/tests"))).toContain("test_fixes.py");
});
