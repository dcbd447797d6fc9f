/**
 * `npm run fuzz -- TIMES`: the property tests of everything that reads untrusted text (source in three languages,
 * markers and suppressions, TOML, YAML, JSON and SARIF reports, baselines, regexes, units), on TIMES as many cases as
 * `npm test` tries; 5 when not said. Says in the end how many cases were really tried.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const times = Number(process.argv[2] ?? "5");
if (!Number.isInteger(times) || times < 1) {
  throw new Error("npm run fuzz -- TIMES: a whole number, such as 5");
}
const tests = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts"))
  .map((path) => join("test", path))
  .filter((path) => readFileSync(join(ROOT, path), "utf8").includes('/runs.ts"'));
const folder = mkdtempSync(join(tmpdir(), "aphoria-fuzz-"));
const counts = join(folder, "counts");
writeFileSync(counts, "");
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "--testTimeout=0", ...tests], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, APHORIA_FUZZ: String(times), APHORIA_FUZZ_COUNT: counts },
});
const numbers = readFileSync(counts, "utf8").split("\n").filter(Boolean).map(Number);
rmSync(folder, { recursive: true });
const cases = numbers.reduce((sum, one) => sum + one, 0);
console.log(`\n${cases} cases in ${numbers.length} properties of ${tests.length} files`);
process.exitCode = status ?? 1;
