/**
 * `npm test`: aphoria's own tests, then those of the fixtures. What is skipped for want of redis-server, cargo or
 * python3 is named at the end; with `CI` set a skip is a failure. Words behind `npm test --` go to vitest, and only that runs.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ passed: number, failed: number, skipped: readonly string[] }} Count
 */

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
/** @param {string} path */
const bothForms = (path) => [path, `${path}/compliant`];
const CRATES = [
  ...["fixtures/cachewrap", "fixtures/neurocache"].flatMap(bothForms),
  "fixtures/coherence/rust",
];
const PACKAGES = [
  ...["fixtures/cachewrap-ts", "fixtures/cacheflow"].flatMap(bothForms),
  "fixtures/coherence/typescript",
];
/** Python packages, tested by `unittest` of the standard library. */
const PROGRAMS = ["fixtures/coherence/python", "fixtures/astcache", "fixtures/astcache/compliant"];
/** `rust-version` of the crates. */
const LEAST_RUST = [1, 80];
/** Types such as `int | None` are read by it. */
const LEAST_PYTHON = [3, 10];

const words = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "aphoria-test-"));
try {
  process.exitCode = report(words.length > 0 ? await vitest(".", words) : await everything());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function everything() {
  const counts = [await vitest(".", [])];
  for (const path of PACKAGES) counts.push(await vitest(path, []));
  for (const path of PROGRAMS) counts.push(await python(path));
  for (const path of CRATES) counts.push(await cargo(path));
  return total(counts);
}

/**
 * @param {string} path
 * @param {readonly string[]} more
 * @returns {Promise<Count>}
 */
async function vitest(path, more) {
  console.log(`\n── vitest in ${path}`);
  const json = join(folder, `${path.replaceAll(/\W/g, "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${json}`];
  const args = [VITEST, "run", "--root", join(ROOT, path), ...reporters, ...more];
  const { code } = await run(process.execPath, args, ROOT);
  const results = readResults(json);
  const tests = results.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName }) => ({
      status,
      name: `${relative(ROOT, name)}: ${fullName}`,
    })),
  );
  const broken = results.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((one) => one.status !== "failed"),
  );
  const failed = tests.filter(({ status }) => status === "failed").length + broken.length;
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: code === 0 ? failed : Math.max(failed, 1),
    skipped: tests
      .filter(({ status }) => status !== "passed" && status !== "failed")
      .map(({ name }) => name),
  };
}

/**
 * @param {string} json
 * @returns {readonly { name: string, status: string, assertionResults: readonly { status: string, fullName: string }[] }[]}
 */
function readResults(json) {
  try {
    return JSON.parse(readFileSync(json, "utf8")).testResults;
  } catch {
    return [];
  }
}

/**
 * The crates' tests. Where there is no redis-server, a test that needs it says `SKIPPED name: reason` and passes.
 * @param {string} path
 * @returns {Promise<Count>}
 */
async function cargo(path) {
  console.log(`\n── cargo test in ${path}`);
  const problem = problemWith("cargo", LEAST_RUST);
  if (problem !== undefined) {
    console.log(problem);
    return { passed: 0, failed: 0, skipped: [`${path}: all of its tests (${problem})`] };
  }
  const target = join(tmpdir(), `aphoria-cargo-${process.getuid?.() ?? "user"}`);
  const { code, output } = await run("cargo", ["test", "--offline"], join(ROOT, path), {
    CARGO_TARGET_DIR: target,
    CARGO_TERM_COLOR: "never",
  });
  const skipped = [...output.matchAll(/^SKIPPED (.+)$/gm)].map(([, name]) => `${path}: ${name}`);
  const results = [...output.matchAll(/^test result: .*? (\d+) passed; (\d+) failed;/gm)];
  const passed = results.reduce((sum, [, count]) => sum + Number(count), 0) - skipped.length;
  const failed = results.reduce((sum, [, , count]) => sum + Number(count), 0);
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1), skipped };
}

/**
 * @param {string} path
 * @returns {Promise<Count>}
 */
async function python(path) {
  console.log(`\n── unittest in ${path}`);
  const problem = problemWith("python3", LEAST_PYTHON);
  if (problem !== undefined) {
    console.log(problem);
    return { passed: 0, failed: 0, skipped: [`${path}: all of its tests (${problem})`] };
  }
  const args = ["-m", "unittest", "discover", "--verbose", "-s", "tests", "-t", "."];
  const { code, output } = await run("python3", args, join(ROOT, path), {
    PYTHONDONTWRITEBYTECODE: "1",
  });
  const skipped = [...output.matchAll(/^(\S+ \(\S+\)).* \.\.\. skipped/gm)].map(
    ([, name]) => `${path}: ${name}`,
  );
  const ran = Number(/^Ran (\d+) tests? in/m.exec(output)?.[1] ?? 0);
  const [, kinds = ""] = /^FAILED \((.*)\)$/m.exec(output) ?? [];
  const counts = [...kinds.matchAll(/(?:failures|errors)=(\d+)/g)];
  const failed = counts.reduce((sum, [, count]) => sum + Number(count), 0);
  return {
    passed: Math.max(ran - failed - skipped.length, 0),
    // No test at all is a failure, whatever the exit code of this version is.
    failed: code === 0 && ran > 0 ? failed : Math.max(failed, 1),
    skipped,
  };
}

/**
 * Why a program cannot be used; undefined when it can.
 * @param {string} command
 * @param {readonly number[]} least Major and minor version.
 */
function problemWith(command, [leastMajor = 0, leastMinor = 0]) {
  const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8" });
  if (status !== 0) return `${command} not found`;
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  const isOld = Number(major) === leastMajor && Number(minor) < leastMinor;
  return isOld
    ? `${command} ${major}.${minor} is older than ${leastMajor}.${leastMinor}`
    : undefined;
}

/**
 * Shows what a program says, and keeps it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {Record<string, string>} env
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run(command, args, cwd, env = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { FORCE_COLOR: process.stdout.isTTY ? "1" : "0", ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    output += text;
    process.stdout.write(text);
  });
  child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    output += text;
    process.stderr.write(text);
  });
  return new Promise((resolve) => {
    child.once("error", ({ message }) => resolve({ code: null, output: output + message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
function total(counts) {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
  };
}

/**
 * @param {Count} count
 * @returns {number} The exit code.
 */
function report({ passed, failed, skipped }) {
  const isCi = (process.env["CI"] ?? "") !== "";
  if (skipped.length > 0) {
    console.log(`\nSkipped${isCi ? ", which is a failure where CI is set" : ""}:`);
    for (const name of skipped) console.log(`  ${name}`);
  }
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed > 0 || (isCi && skipped.length > 0) ? 1 : 0;
}
