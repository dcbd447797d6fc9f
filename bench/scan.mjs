/**
 * Scans a repository with aphoria and with others, in turns, and prints medians, the ratio of the pairs, processor time and
 * peak memory. RATIONALE.md says what is compared and why it is fair.
 *
 *   node bench/scan.mjs PATH [RUNS] [--against NAME]
 *
 * NAME is one of: ast-grep (default), oxlint, eslint=FOLDER (where it and typescript-eslint are installed), git (warm scans
 * against `git status`), edit=FILE (a warm scan after the file was edited against one after none was), one-thread.
 */
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, truncateSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ name: string, command: string, args: readonly string[], cwd?: string, before?: () => void, after?: () => void }} Contestant
 * @typedef {{ ms: number, cpu: number | undefined, bytes: number | undefined, output: string }} Run
 */

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const { path, runs, against } = readArguments(process.argv.slice(2));
const target = path === undefined ? undefined : resolve(path);
const count = Number(runs);
const scratch = mkdtempSync(join(tmpdir(), "aphoria-bench-"));

if (target === undefined || !existsSync(target) || !Number.isInteger(count) || count < 1) {
  console.error("usage: node bench/scan.mjs PATH [RUNS] [--against NAME]");
  process.exitCode = 2;
} else {
  spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"], {
    stdio: "inherit",
  });
  await compare(target).finally(() => rmSync(scratch, { recursive: true }));
}

/** @param {readonly string[]} typed */
function readArguments(typed) {
  const at = typed.indexOf("--against");
  const words = at < 0 ? typed : typed.filter((_, index) => index !== at && index !== at + 1);
  return {
    path: words[0],
    runs: words[1] ?? "7",
    against: at < 0 ? "ast-grep" : (typed[at + 1] ?? ""),
  };
}

/** @param {string} folder */
async function compare(folder) {
  const [aphoria, peer] = contestants(folder);
  // Once each, unmeasured: the disk's cache is warm for both afterwards, and so is our own where it is used. Two seconds
  // later nothing counts as changed right before a run.
  const first = await measure(aphoria);
  const other = await measure(peer);
  await new Promise((done) => setTimeout(done, 2500));
  await measure(aphoria);
  /** @type {Run[]} */
  const ours = [];
  /** @type {Run[]} */
  const theirs = [];
  for (let turn = 0; turn < count; turn++) {
    // Who goes first changes with every turn.
    const order = turn % 2 === 0 ? [aphoria, peer] : [peer, aphoria];
    for (const one of order) (one === aphoria ? ours : theirs).push(await measure(one));
  }
  const { summary } = JSON.parse(first.output);
  const rules = readdirSync(join(HERE, "rules")).length;
  const matches = other.output.split("\n").filter((line) => line !== "").length;
  const ratios = ours.map(({ ms }, index) => ms / (theirs[index]?.ms ?? Number.NaN));
  const shares = ours.map(({ cpu = NaN }, index) => cpu / (theirs[index]?.cpu ?? Number.NaN));
  const said = peer.name === "ast-grep" ? `    ${rules} rules: ${matches} matches` : "";
  console.log(`${folder}: ${summary.files_scanned} files scanned by aphoria
${count} runs each, in turns; Node ${process.versions.node}, ${cpus().length} cores

               median     least      most  processor    peak memory
${row(aphoria.name, ours)}    ${summary.claims} claims, ${summary.extractors} extractors: ${summary.authority_conflicts} conflicts
${row(peer.name, theirs)}${said}

${aphoria.name} / ${peer.name}, median of the pairs: ${median(ratios).toFixed(2)}; of their processor time: ${median(shares).toFixed(2)}`);
}

/**
 * @param {string} folder
 * @returns {readonly [Contestant, Contestant]}
 */
function contestants(folder) {
  const json = ["--format", "json", "--fail-on", "never", "--include-tests", "--corpus", "cache"];
  /**
   * @param {string} name
   * @param {readonly string[]} flags
   * @param {Partial<Contestant>} rest
   * @returns {Contestant}
   */
  const aphoria = (name, flags, rest = {}) => ({
    name,
    command: process.execPath,
    args: [join(ROOT, "dist/main.js"), "scan", folder, ...json, ...flags],
    ...rest,
  });
  const cold = aphoria("aphoria", ["--no-cache"]);
  const warm = aphoria("warm", ["--cache-dir", join(scratch, "cache")]);
  const [name, where = ""] = against.split("=");
  switch (name) {
    case "ast-grep":
      return [cold, { name, command: astGrep(), args: astGrepArguments(folder) }];
    case "oxlint":
      return [cold, { name, command: join(ROOT, "node_modules/.bin/oxlint"), args: [folder] }];
    case "eslint":
      return [cold, eslint(where, folder)];
    case "git":
      return [warm, { name: "git status", command: "git", args: ["-C", folder, "status"] }];
    case "edit":
      return [
        aphoria("edited", warm.args.slice(-2), edits(join(folder, where))),
        // What was edited is taken back and noted, before it is measured that nothing is.
        { ...warm, before: () => spawnSync(warm.command, warm.args, { stdio: "ignore" }) },
      ];
    case "one-thread":
      return [cold, aphoria("one thread", ["--no-cache", "--jobs", "1"])];
    default:
      throw new Error(`nothing is known of ${against}`);
  }
}

/** The program itself: npm's wrapper looks for it at every start. */
function astGrep() {
  const folder = join(ROOT, "node_modules/@ast-grep");
  const own = readdirSync(folder).map((name) => join(folder, name, "ast-grep"));
  return own.find((one) => one.includes("cli-") && existsSync(one)) ?? join(folder, "cli/ast-grep");
}

/** @param {string} folder */
function astGrepArguments(folder) {
  return ["scan", "--config", join(HERE, "sgconfig.yml"), "--json=stream", folder];
}

/**
 * @param {string} where
 * @param {string} folder
 * @returns {Contestant}
 */
function eslint(where, folder) {
  const config = join(resolve(where), "eslint.config.mjs");
  writeFileSync(
    config,
    `import tseslint from "typescript-eslint";
export default tseslint.config({ files: ["**/*.{ts,tsx,mts,cts,js,jsx}"], extends: [tseslint.configs.recommended] });
`,
  );
  const bin = join(resolve(where), "node_modules/eslint/bin/eslint.js");
  const flags = ["--no-inline-config", "--no-warn-ignored", "-f", "json", "-c", config];
  // It looks at nothing outside the folder that it runs in.
  return {
    name: "eslint",
    command: process.execPath,
    args: [bin, ...flags, "."],
    cwd: resolve(folder),
  };
}

/**
 * Each time another change, taken back afterwards.
 * @param {string} file
 */
function edits(file) {
  const { size } = statSync(file);
  return {
    before: () => appendFileSync(file, `\n// ${Math.random()}\n`),
    after: () => truncateSync(file, size),
  };
}

/**
 * @param {Contestant} contestant
 * @returns {Promise<Run>}
 */
function measure({ name, command, args, cwd, before, after }) {
  before?.();
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let problems = "";
    /** @type {number | undefined} */
    let bytes;
    /** @type {number | undefined} */
    let cpu;
    const look = setInterval(() => {
      bytes = peakMemory(child.pid) ?? bytes;
      cpu = processorTime(child.pid) ?? cpu;
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
      after?.();
      // ast-grep says 1 when a rule of severity error matched.
      if (code === 0 || code === 1) done({ ms, cpu, bytes, output });
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
 * Milliseconds that the process and the programs that it waited for had of a processor, as Linux counts them.
 * @param {number | undefined} pid
 */
function processorTime(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
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
  const cpu = `${(median(measured.map(({ cpu: ms = NaN }) => ms)) / 1000).toFixed(2)} s`;
  return `${name.padEnd(12)} ${middle}  ${least}  ${most}  ${cpu.padStart(9)}  ${memory.padStart(13)}`;
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
