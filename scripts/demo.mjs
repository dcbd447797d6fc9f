/** `npm run demo`: scans the fixture with its ten mistakes, for people to look at, and says what CI would get. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FIXTURE = "fixtures/cachewrap";

run(["scripts/build.mjs", "--if-needed"], "inherit");
const shown = run(["dist/main.js", "scan", FIXTURE, "--fail-on", "never"], "inherit");
const inCi = run(["dist/main.js", "scan", FIXTURE, "--format", "json"], "pipe");
const { summary } = JSON.parse(inCi.stdout);
const conflicts = summary.authority_conflicts;
console.log(
  `\nWithout \`--fail-on never\`, as in CI, this scan exits with ${inCi.status}: ` +
    `${conflicts} ${conflicts === 1 ? "conflict" : "conflicts"}.`,
);
process.exitCode = shown.status ?? 2;

/**
 * @param {readonly string[]} args
 * @param {"inherit" | "pipe"} stdout
 */
function run(args, stdout) {
  const ran = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", stdout, "inherit"],
    maxBuffer: 1 << 28,
  });
  if (ran.error !== undefined) throw ran.error;
  if (args[0]?.startsWith("scripts/") && ran.status !== 0) throw new Error(`${args[0]} failed`);
  return ran;
}
