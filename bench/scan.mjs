/**
 * Scans a repository with aphoria and with `ast-grep scan` on rules to the same effect, in turns, and prints medians,
 * their ratio and the peak memory of both. RATIONALE.md says what is compared and why it is fair.
 *
 *   node bench/scan.mjs PATH [RUNS]
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ name: string, command: string, args: readonly string[] }} Contestant
 * @typedef {{ ms: number, bytes: number | undefined, output: string }} Run
 */

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const [path, runs = "7"] = process.argv.slice(2);
const target = path === undefined ? undefined : resolve(path);
const count = Number(runs);

if (target === undefined || !existsSync(target) || !Number.isInteger(count) || count < 1) {
  console.error("usage: node bench/scan.mjs PATH [RUNS]");
  process.exitCode = 2;
} else {
  spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"], {
    stdio: "inherit",
  });
  await compare(target);
}

/** @param {string} folder */
async function compare(folder) {
  const [aphoria, astGrep] = contestants(folder);
  // Once each, unmeasured: the disk's cache is warm for both afterwards.
  const first = await measure(aphoria);
  const other = await measure(astGrep);
  /** @type {Run[]} */
  const ours = [];
  /** @type {Run[]} */
  const theirs = [];
  for (let turn = 0; turn < count; turn++) {
    // Who goes first changes with every turn.
    const order = turn % 2 === 0 ? [aphoria, astGrep] : [astGrep, aphoria];
    for (const one of order) (one === aphoria ? ours : theirs).push(await measure(one));
  }
  const { summary } = JSON.parse(first.output);
  const rules = readdirSync(join(HERE, "rules")).length;
  const matches = other.output.split("\n").filter((line) => line !== "").length;
  const ratios = ours.map(({ ms }, index) => ms / (theirs[index]?.ms ?? Number.NaN));
  console.log(`${folder}: ${summary.files_scanned} files scanned by aphoria
${count} runs each, in turns; Node ${process.versions.node}, ${cpus().length} cores

            median     least      most    peak memory
${row("aphoria", ours)}    ${summary.claims} claims, ${summary.extractors} extractors: ${summary.authority_conflicts} conflicts
${row("ast-grep", theirs)}    ${rules} rules: ${matches} matches

aphoria / ast-grep, median of the pairs: ${median(ratios).toFixed(2)}`);
}

/**
 * @param {string} folder
 * @returns {readonly [Contestant, Contestant]}
 */
function contestants(folder) {
  const scan = [
    "scan",
    folder,
    "--no-cache",
    "--format",
    "json",
    "--fail-on",
    "never",
    "--include-tests",
  ];
  return [
    {
      name: "aphoria",
      command: process.execPath,
      args: [join(ROOT, "dist/main.js"), ...scan, "--corpus", "cache"],
    },
    {
      name: "ast-grep",
      command: join(ROOT, "node_modules/@ast-grep/cli/ast-grep"),
      args: ["scan", "--config", join(HERE, "sgconfig.yml"), "--json=stream", folder],
    },
  ];
}

/**
 * @param {Contestant} contestant
 * @returns {Promise<Run>}
 */
function measure({ name, command, args }) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let problems = "";
    /** @type {number | undefined} */
    let bytes;
    const look = setInterval(() => {
      bytes = peakMemory(child.pid) ?? bytes;
    }, 5);
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      problems += text;
    });
    child.once("error", fail);
    child.once("close", (code) => {
      clearInterval(look);
      const ms = performance.now() - start;
      // ast-grep says 1 when a rule of severity error matched.
      if (code === 0 || code === 1) done({ ms, bytes, output });
      else fail(new Error(`${name} ended with ${code}: ${problems}`));
    });
  });
}

/**
 * The most memory that the process had so far, as Linux counts it; nothing elsewhere.
 * @param {number | undefined} pid
 */
function peakMemory(pid) {
  try {
    const kilobytes = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {readonly Run[]} measured
 */
function row(name, measured) {
  const times = measured.map(({ ms }) => ms);
  const sizes = measured.flatMap(({ bytes }) => bytes ?? []);
  const memory = sizes.length === 0 ? "-" : `${Math.round(Math.max(...sizes) / 2 ** 20)} MiB`;
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map((ms) =>
    `${(ms / 1000).toFixed(3)} s`.padStart(8),
  );
  return `${name.padEnd(9)} ${middle}  ${least}  ${most}  ${memory.padStart(13)}`;
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
