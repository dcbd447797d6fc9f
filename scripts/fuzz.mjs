/**
 * `npm run fuzz -- TIMES`: the property tests of everything that reads untrusted text (TOML, JSON, source in three
 * languages, markers, regexes, units), on TIMES as many cases as `npm test` tries; 5, about 130,000, when not said.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
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
  .filter((path) => readFileSync(join(ROOT, path), "utf8").includes("runs("));
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "--testTimeout=0", ...tests], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, APHORIA_FUZZ: String(times) },
});
process.exitCode = status ?? 1;
