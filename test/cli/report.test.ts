/** `aphoria report --dogfood` on the fixture: recorded scans in, pages out. */
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

/** The fixture with its claims, scanned by the core pack, by all, and as fixed. */
async function recorded(): Promise<string> {
  const folder = cachewrap();
  const { out } = await type(folder, "suggest --accept-all");
  expect(out).toContain("written");
  await type(
    folder,
    "claims import --corpus cache --id cache-001,cache-003,cache-004,cache-005,cache-007",
  );
  writeFileSync(join(folder, "README.md"), "# cachewrap\n");
  await record(folder, "scan-v1", "--packs core");
  await record(folder, "scan-v2");
  const config = join(folder, "src/config.rs");
  writeFileSync(
    config,
    readFileSync(config, "utf8").replace("verify_tls: false", "verify_tls: true"),
  );
  await record(folder, "scan-fix-2");
  writeFileSync(join(folder, "scan-fix-10.json"), readFileSync(join(folder, "scan-fix-2.json")));
  for (const name of readdirSync("fixtures/cachewrap/compliant/src")) {
    const text = readFileSync(`fixtures/cachewrap/compliant/src/${name}`, "utf8");
    writeFileSync(join(folder, "src", name), text);
  }
  await record(folder, "scan-final");
  return folder;
}

async function record(folder: string, name: string, flags = ""): Promise<void> {
  const { out } = await type(folder, `scan --format json ${flags}`.trim());
  writeFileSync(join(folder, `${name}.json`), out);
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

test("writes the days from the recorded scans, again and again", async () => {
  const folder = await recorded();
  const dry = await type(folder, "report --dogfood --dry-run");
  expect(dry.out).toContain("nothing was written");
  expect(readdirSync(folder)).not.toContain("summaries");

  const third = await type(folder, "report --dogfood --day 3");
  expect(third.code).toBe(0);
  expect(read(folder, "DAY3-SUMMARY.md")).toContain(
    "| Detection rate (v1) | 20 % | 30 % (3 of 10) | +10 points |",
  );
  expect(existsSync(join(folder, "scans"))).toBe(false);
  const filled = read(folder, "DAY3-SUMMARY.md")
    .replace("___ hours", "2 hours")
    .replace("## What Broke\n\n___", "## What Broke\n\nNothing.");
  writeFileSync(join(folder, "DAY3-SUMMARY.md"), filled);

  const all = await type(folder, "report --dogfood --json");
  expect(all).toMatchObject({ code: 0, err: "" });
  expect(readdirSync(join(folder, "summaries"))).toEqual(
    [1, 2, 3, 4].map((day) => `DAY${day}-SUMMARY.md`),
  );
  expect(read(folder, "summaries/DAY3-SUMMARY.md")).toBe(filled);
  expect(existsSync(join(folder, "DAY3-SUMMARY.md"))).toBe(false);
  expect(readdirSync(join(folder, "scans")).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    ["final", "fix-10", "fix-2", "v1", "v2"].map((name) => `scan-${name}.json`),
  );
  const fourth = read(folder, "summaries/DAY4-SUMMARY.md");
  expect(fourth).toMatch(
    /verification MUST be enabled \| `cache-002` \| 10 → 9 \| `scan-fix-2\.json`/,
  );
  expect(fourth.indexOf("scan-fix-10")).toBeGreaterThan(
    fourth.lastIndexOf("scan-fix-2.json` | 10"),
  );
  const report = read(folder, "DAY5-DOGFOODING-REPORT.md");
  expect(report).toContain(
    "- ✅ 10 of 10 violations were detected in the end (100 %, target 90 %), 3 before",
  );
  expect(read(folder, "README.md")).toMatch(/^# cachewrap\n\n## Status\n[^]*- 0 conflicts\n/);

  const before = pages(folder);
  const again = await type(folder, "report --dogfood");
  expect(again.out).toContain("unchanged");
  expect(pages(folder)).toEqual(before);
}, 60_000);

function pages(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".md")).map((name) => read(folder, name));
}

test("what is broken or doubtful is refused, and nothing is written", async () => {
  const folder = await recorded();
  const entries = (): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" });
  const refused = async (message: string, line = "report --dogfood"): Promise<void> => {
    const before = entries();
    const { code, out, err } = await type(folder, line);
    expect({ code, out }, message).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(entries()).toEqual(before);
  };
  await refused("which report is not said", "report");
  await refused("whole number from 1 to 5", "report --dogfood --day 6");
  const kept = read(folder, "scan-v2.json");
  writeFileSync(join(folder, "scan-v2.json"), "{");
  await refused("scan-v2.json is not JSON");
  writeFileSync(join(folder, "scan-v2.json"), kept.replace('"pass":', '"past":'));
  await refused("`summary.pass` is not as it should be");
  rmSync(join(folder, "scan-v2.json"));
  await refused("scan-v2.json is missing, both here and in scans/");
  writeFileSync(join(folder, "scan-v2.json"), kept);
  const outside = temporaryFolder({ "theirs.md": "x" });
  symlinkSync(outside, join(folder, "summaries"));
  await refused("outside the project");
  rmSync(join(folder, "summaries"));
  expect((await type(folder, "report --dogfood")).code).toBe(0);
  writeFileSync(join(folder, "scan-v2.json"), kept.replace('"duration_ms": ', '"duration_ms": 1'));
  await refused("scan-v2.json and scans/scan-v2.json are there both and differ");
  rmSync(join(folder, "scan-v2.json"));
  const page = join(folder, "summaries/DAY1-SUMMARY.md");
  writeFileSync(page, readFileSync(page, "utf8").replace("<!-- /measured -->", ""));
  await refused("has lost the `<!-- /measured -->` of its block `day1`");
  writeFileSync(page, "# My own words\n");
  const { code, err } = await type(folder, "report --dogfood");
  expect({ code, text: readFileSync(page, "utf8") }).toEqual({ code: 0, text: "# My own words\n" });
  expect(err).toContain("was not written by `aphoria report`, so it is left as it is");
}, 60_000);

test("without claims there is nothing to report on", async () => {
  const { code, err } = await type(temporaryFolder({ "a.ts": "" }), "report --dogfood --day 1");
  expect(code).toBe(2);
  expect(err).toContain(".aphoria/claims.toml has no claims");
});
