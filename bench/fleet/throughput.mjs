/**
 * How many repositories a minute a fleet of 1, 2 and 4 workers on this machine gets through, over a real redis-server.
 *
 *   node bench/fleet/throughput.mjs [REPOSITORIES] [FILES]
 *
 * The repositories are written by bench/tree.mjs, FILES files each (default 24 repositories of 400 files). Every number of
 * workers scans all of them, from an empty queue and without a cache; a scan of each by itself, one after the other, is the
 * yardstick. More workers than cores cannot be faster: they are there to show what sharing a core costs.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const MAIN = join(ROOT, "dist/main.js");
const [repositories = "24", files = "400"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "aphoria-bench-fleet-"));
/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

try {
  spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"]);
  await main();
} finally {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const names = Array.from({ length: Number(repositories) }, (_, at) => `repository-${at}`);
  for (const name of names) {
    spawnSync(process.execPath, [join(ROOT, "bench/tree.mjs"), join(folder, name), files, "10"]);
    spawnSync("mkdir", [join(folder, name, ".git")]);
  }
  const tables = names.map((name) => `[[repository]]\nname = "${name}"\npath = "${name}"\n`);
  writeFileSync(join(folder, "repos.toml"), tables.join(""));
  const port = await freePort();
  start("redis-server", ["--port", String(port), "--save", "", "--bind", "127.0.0.1"]);
  await new Promise((done) => setTimeout(done, 500));
  const queue = `redis://127.0.0.1:${port}`;

  console.log(
    `${names.length} repositories of ${files} files; Node ${process.versions.node}, ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)} at the start\n`,
  );
  console.log("workers   seconds   a minute   against one after the other");
  const alone = oneAfterTheOther(names);
  row("none", alone, names.length, alone);
  const before = redisFigures(port);
  for (const workers of [1, 2, 4]) {
    row(String(workers), await fleet(queue, workers), names.length, alone);
  }
  const after = redisFigures(port);
  const jobs = 3 * names.length;
  const commands = ((after.commands - before.commands) / jobs).toFixed(0);
  const bytes = ((after.memory - before.memory) / jobs / 1024).toFixed(1);
  console.log(
    `\nRedis: ${commands} commands and ${bytes} KiB a repository, looks of coordinators included`,
  );
}

/** @param {readonly string[]} names */
function oneAfterTheOther(names) {
  const begin = performance.now();
  for (const name of names) {
    const flags = ["scan", ".", "--format=json", "--fail-on=never", "--no-cache", "--jobs=1"];
    const cwd = join(folder, name);
    const { status } = spawnSync(process.execPath, [MAIN, ...flags], { cwd, stdio: "ignore" });
    if (status !== 0) throw new Error(`a scan ended with ${status}`);
  }
  return performance.now() - begin;
}

/**
 * @param {string} queue
 * @param {number} workers
 */
async function fleet(queue, workers) {
  const hands = Array.from({ length: workers }, () =>
    start(process.execPath, [MAIN, "fleet", "worker", "--queue", queue, "--paths", ".", "-q"]),
  );
  await new Promise((done) => setTimeout(done, 1_500));
  const begin = performance.now();
  const flags = ["--queue", queue, "--run", `bench-${workers}`, "--report=json=report.json", "-q"];
  const run = start(process.execPath, [MAIN, "fleet", "run", "repos.toml", ...flags]);
  const code = await new Promise((done) => run.once("exit", done));
  const took = performance.now() - begin;
  const { summary } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  if (code === 2 || summary.scanned !== Number(repositories))
    throw new Error(`the run ended with ${code}`);
  for (const hand of hands) hand.kill("SIGKILL");
  return took;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function start(command, args) {
  const child = spawn(command, args, { cwd: folder, stdio: "ignore" });
  running.add(child);
  return child.once("exit", () => running.delete(child));
}

/**
 * @param {string} name
 * @param {number} ms
 * @param {number} done
 * @param {number} alone
 */
function row(name, ms, done, alone) {
  const cells = [
    name.padEnd(7),
    (ms / 1000).toFixed(1).padStart(10),
    ((done * 60_000) / ms).toFixed(0).padStart(11),
  ];
  console.log(`${cells.join("")}   ${(alone / ms).toFixed(2).padStart(10)} times`);
}

/** @param {number} port */
function redisFigures(port) {
  const { stdout } = spawnSync("redis-cli", ["-p", String(port), "info"], { encoding: "utf8" });
  /** @param {string} name */
  const figure = (name) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(stdout)?.[1] ?? 0);
  return { commands: figure("total_commands_processed"), memory: figure("used_memory") };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
