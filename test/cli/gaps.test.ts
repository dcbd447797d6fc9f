import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

test("the seed's table, with who saw it or why nobody did", async () => {
  const folder = cachewrap();
  const { code, out } = await type(folder, "gaps --packs core --format markdown");
  expect(code).toBe(0);
  expect(out).toContain("| Violation | Claim ID | Detected? | Why Not? |");
  expect(out).toMatch(/\| TTL MUST be set for cached values \| cache-004 \| ❌ \| no extractor/);
  expect(out).toContain("the built-in `shared-cache-write-ttl` would: pack cache");
  expect(out).toContain("| cache-003 | ✅ | seen by `cache-credentials` |");
  expect(out).toContain("3 of 10 marked violations detected (30 %); 7 gaps left.");
  const text = await type(folder, "gaps", "aphoria", 80);
  expect(text.out).toContain("10 of 10 marked violations detected (100 %).");
  expect(Math.max(...text.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a recorded scan says the same as a scan", async () => {
  const folder = cachewrap();
  const { out } = await type(folder, "scan --packs core --format json");
  writeFileSync(join(folder, "v1.json"), out);
  const recorded = await type(folder, "gaps --scan v1.json --json");
  const scanned = await type(folder, "gaps --packs core --json");
  expect(recorded.out).toBe(scanned.out);
  expect(JSON.parse(recorded.out)).toMatchObject({ detected: 3, markers: 10, unobserved: [] });
});

test.each([
  ["gaps --scan none.json", "none.json cannot be read: there is no such file"],
  ["gaps --scan a.toml", "a.toml is not JSON"],
  ["gaps --scan a.toml src", "`--scan` reads a recorded scan, so src has no use"],
  ["gaps --format html", "`--format html` is unknown"],
  ["gaps --json --format markdown", "exclude each other"],
  ["gaps nowhere", "nowhere"],
])("%s is refused", async (line, message) => {
  const folder = temporaryFolder({ "a.toml": "a = 1\n" });
  const { code, err } = await type(folder, line);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(readFileSync(join(folder, "a.toml"), "utf8")).toBe("a = 1\n");
});
