/**
 * `npm run nodes -- 22 24`: the tests on other versions of Node (20, 22, 24 and 26 when none is said). The npm package
 * `node` brings each; what is installed here is used with all of them, as its native parts are the same for all.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24", "26"];
const results = versions.map((version) => {
  console.log(`\n== Node ${version}`);
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const args = ["exec", "--yes", `--package=node@${version}`, "--", "node", vitest, "run"];
  const { status } = spawnSync("npm", args, { cwd: ROOT, stdio: "inherit" });
  return `Node ${version}: ${status === 0 ? "passed" : "failed"}`;
});
console.log(`\n${results.join("\n")}`);
process.exitCode = results.every((line) => line.endsWith("passed")) ? 0 : 1;
