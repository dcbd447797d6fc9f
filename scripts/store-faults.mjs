/**
 * What the store goes through when things go wrong: processes that are killed at random moments, bytes that flip, ten
 * scans and a watcher at once, a disk that is full. After each of them a scan must give the report of one without a cache.
 *
 *   node scripts/store-faults.mjs [KILLS] [DAMAGES]
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MAIN = join(ROOT, "dist/main.js");
const [kills = "100", damages = "40"] = process.argv.slice(2);
const FLAGS = ["--format", "json", "--fail-on", "never", "--corpus", "cache"];

spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"], { stdio: "inherit" });
const project = mkdtempSync(join(tmpdir(), "aphoria-faults-"));
let failures = 0;
try {
  prepare();
  const expected = report(["--no-cache"]).text;
  killed(expected);
  damaged(expected);
  await together(expected);
  full(expected);
} finally {
  rmSync(project, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

function prepare() {
  mkdirSync(join(project, ".aphoria"));
  for (const name of ["cachewrap", "cachewrap-ts", "cacheflow"]) {
    cpSync(join(ROOT, "fixtures", name, "src"), join(project, name), { recursive: true });
  }
}

/**
 * @param {readonly string[]} flags
 * @returns {{ text: string, codes: readonly string[], ms: number }}
 */
function report(flags = []) {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [MAIN, "scan", ...FLAGS, ...flags],
    {
      cwd: project,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) throw new Error(`a scan ended with ${status}: ${stderr}`);
  return { ...read(stdout), ms: performance.now() - start };
}

/** @param {string} json */
function read(json) {
  const { summary, diagnostics, ...rest } = JSON.parse(json);
  const others = diagnostics.filter(
    (/** @type {{ code: string }} */ { code }) => !code.startsWith("cache-"),
  );
  const text = JSON.stringify({
    ...rest,
    summary: { ...summary, duration_ms: 0 },
    diagnostics: others,
  });
  const codes = diagnostics.map((/** @type {{ code: string }} */ { code }) => code);
  return { text, codes };
}

/**
 * @param {string} what
 * @param {boolean} isRight
 */
function check(what, isRight) {
  if (!isRight) failures += 1;
  console.log(`${isRight ? "ok  " : "WRONG"} ${what}`);
}

/** @param {string} expected */
function killed(expected) {
  const whole = report().ms;
  let wrong = 0;
  let dead = 0;
  for (let round = 0; round < Number(kills); round += 1) {
    // Now with an empty store, now with a full one that a touched file makes it write to.
    if (round % 2 === 0) rmSync(join(project, ".aphoria/cache"), { recursive: true, force: true });
    else touch();
    const killAfter = Math.ceil(Math.random() * whole);
    const { signal } = spawnSync(process.execPath, [MAIN, "scan", ...FLAGS], {
      cwd: project,
      timeout: killAfter,
      killSignal: "SIGKILL",
      stdio: "ignore",
    });
    if (signal === "SIGKILL") dead += 1;
    if (report().text !== expected) wrong += 1;
  }
  check(
    `killed ${dead} of ${kills} runs at a random moment: ${wrong} wrong reports after it`,
    wrong === 0,
  );
}

function touch() {
  const path = join(project, "cachewrap-ts/touched.ts");
  rmSync(path, { force: true });
  writeFileSync(join(project, "cachewrap-ts/unrelated.txt"), String(Math.random()));
}

/** @param {string} expected */
function damaged(expected) {
  report();
  let [wrong, unsaid, unhealed] = [0, 0, 0];
  for (let round = 0; round < Number(damages); round += 1) {
    const paths = entries();
    if (round % 3 > 0)
      for (const path of paths.filter((one) => one.includes("/runs/"))) rmSync(path);
    const targets = entries();
    const path = targets[Math.floor(Math.random() * targets.length)] ?? "";
    hurt(path, round);
    const { text, codes } = report();
    if (text !== expected) wrong += 1;
    if (!codes.includes("cache-damaged")) unsaid += 1;
    if (report().codes.includes("cache-damaged")) unhealed += 1;
  }
  // What a run that is remembered whole does not ask for is not read, so its damage is not seen.
  check(
    `damaged an entry ${damages} times: ${wrong} wrong reports, ${unhealed} not healed, ${unsaid} not met`,
    wrong + unhealed === 0,
  );
}

/** @returns {readonly string[]} */
function entries() {
  const folder = join(project, ".aphoria/cache/v1");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/**
 * @param {string} path
 * @param {number} round
 */
function hurt(path, round) {
  const bytes = readFileSync(path);
  const at = Math.floor(Math.random() * bytes.length);
  if (round % 4 === 0) writeFileSync(path, "garbage\n", { flag: "a" });
  else if (round % 4 === 1) truncateSync(path, at);
  else {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
    writeFileSync(path, bytes);
  }
}

/** @param {string} expected */
async function together(expected) {
  rmSync(join(project, ".aphoria/cache"), { recursive: true, force: true });
  const watcher = spawn(process.execPath, [MAIN, "scan", ...FLAGS, "--watch"], {
    cwd: project,
    stdio: "ignore",
  });
  const runs = await Promise.all(Array.from({ length: 10 }, scanBeside));
  watcher.kill("SIGKILL");
  const wrong = runs.filter((text) => text !== expected).length;
  check(`ten scans and a watcher at once: ${wrong} wrong reports`, wrong === 0);
  const after = report();
  check(
    "and a right one after it, from a store without damage",
    after.text === expected && !after.codes.includes("cache-damaged"),
  );
}

/** @returns {Promise<string>} */
function scanBeside() {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [MAIN, "scan", ...FLAGS], {
      cwd: project,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    child.stdout
      .setEncoding("utf8")
      .on("data", (/** @type {string} */ text) => void (output += text));
    child.once("close", (code) =>
      code === 0 ? done(read(output).text) : fail(new Error(`ended with ${code}`)),
    );
  });
}

/**
 * On a small disk of its own, where that can be made (as root, on Linux).
 * @param {string} expected
 */
function full(expected) {
  const disk = join(project, ".aphoria/small");
  mkdirSync(disk);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]).status === 0;
  if (!mounted) {
    console.log("skip a full disk: none can be mounted here");
    return;
  }
  try {
    for (let round = 0; round < 3; round += 1) {
      const { text, codes } = report(["--cache-dir", disk]);
      check(
        `a disk that is full: the right report, and ${codes.includes("cache-unusable") ? "said" : "silence"}`,
        text === expected,
      );
    }
  } finally {
    spawnSync("umount", [disk]);
  }
}
