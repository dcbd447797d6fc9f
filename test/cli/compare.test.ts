import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

async function record(folder: string, name: string, flags = ""): Promise<void> {
  const { out } = await type(folder, `scan --format json${flags}`);
  writeFileSync(join(folder, name), out);
}

test("from the first scan to the fixed code", async () => {
  const folder = cachewrap();
  await record(folder, "v1.json", " --packs core");
  await record(folder, "v2.json");
  cpSync("fixtures/cachewrap/compliant/src", join(folder, "src"), { recursive: true });
  await record(folder, "final.json");

  const seen = await type(folder, "compare v1.json v2.json --fail-on new");
  expect(seen.code).toBe(0);
  expect(seen.err).toBe("aphoria: no new conflict; 7 newly detected, which do not count\n");
  expect(seen.out).toContain("detection rate  30 % (3 of 10) -> 100 % (10 of 10)");
  expect(seen.out).toContain("Newly detected: 7");
  expect(seen.out).toContain("Detected: 3");
  const fixed = await type(folder, "compare v2.json final.json --json");
  expect(JSON.parse(fixed.out)).toMatchObject({ new: [], lost: [], newly_detected: [] });
  expect((JSON.parse(fixed.out) as { fixed: unknown[] }).fixed).toHaveLength(10);
  const back = await type(folder, "compare final.json v2.json --fail-on new --format markdown");
  expect(back.code).toBe(1);
  expect(back.err).toBe("aphoria: failed: 10 new conflicts\n");
  expect(back.out).toContain("| New | | 10 |");
});

test("SARIF stands for the JSON of the same scan", async () => {
  const folder = cachewrap();
  await record(folder, "a.json");
  writeFileSync(join(folder, "a.sarif"), (await type(folder, "scan --format sarif")).out);
  const both = JSON.parse((await type(folder, "compare a.sarif a.json --json")).out) as object;
  const same = JSON.parse((await type(folder, "compare a.json a.json --json")).out) as object;
  expect(both).toEqual(same);
  cpSync("fixtures/cachewrap/compliant/src", join(folder, "src"), { recursive: true });
  await record(folder, "b.json");
  const gate = await type(folder, "compare b.json a.sarif --fail-on new");
  expect(gate.code).toBe(1);
  expect(gate.out).toContain("New: 10 (the first scan would have seen it)");
  const alerts = (await type(folder, "scan --format code-scanning")).out;
  writeFileSync(join(folder, "alerts.sarif"), alerts);
  expect((await type(folder, "compare a.json alerts.sarif")).err).toContain(
    "alerts.sarif is a SARIF report for code scanning, which holds the open conflicts alone",
  );
});

test.each([
  ["compare", "missing required argument"],
  ["compare a.json", "two reports are compared, and 1 is named"],
  ["compare a.json a.json a.json", "and 3 are named"],
  ["compare a.json a.json", "a.json is JSON, but no report of aphoria"],
  ["compare a.json none.json", "a.json is JSON"],
  ["compare none.json a.json", "none.json cannot be read"],
  ["compare a.json a.json --fail-on fixed", "`--fail-on fixed` is unknown"],
])("%s is refused", async (line, message) => {
  const { code, out, err } = await type(temporaryFolder({ "a.json": "{}" }), line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});
