/**
 * Holds what aphoria reports on public repositories against labels that people made by reading the code, and prints,
 * by claim and by language: of the real conflicts how many were found, of the look-alikes how many were flagged.
 * README.md says how the labels were made and what the two halves are.
 *
 *   node eval/run.mjs --repositories DIR [--fetch] [--half tuned|held-out] [--claim ID] [--misses] [--min-confidence C] [--json]
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readLabels } from "./labels.mjs";
import { overall, rows, table } from "./score.mjs";

/**
 * @typedef {import("./labels.mjs").Repository} Repository
 * @typedef {import("./labels.mjs").Site} Site
 * @typedef {{ claim_id: string, verdict: string, confidence: string, path: string, line: number, end_line: number }} Finding
 * @typedef {{ site: Site, repository: Repository, flagged: boolean }} Outcome
 */

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);
const { values: flags } = parseArgs({
  options: {
    repositories: { type: "string" },
    fetch: { type: "boolean", default: false },
    half: { type: "string" },
    claim: { type: "string" },
    misses: { type: "boolean", default: false },
    "min-confidence": { type: "string", default: "medium" },
    json: { type: "boolean", default: false },
  },
});

if (flags.repositories === undefined) {
  console.error(
    "usage: node eval/run.mjs --repositories DIR [--fetch] [--half tuned|held-out] [--claim ID] [--misses] [--min-confidence C] [--json]",
  );
  process.exitCode = 2;
} else {
  spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  run(resolve(flags.repositories));
}

/** @param {string} folder */
function run(folder) {
  /** @type {Outcome[]} */
  const outcomes = [];
  /** @type {string[]} */
  const left = [];
  let unlabelled = 0;
  for (const repository of readLabels(join(HERE, "labels"))) {
    if (flags.half !== undefined && repository.half !== flags.half) continue;
    const checkout = join(folder, repository.name.replace("/", "+"));
    const missing = unusable(checkout, repository);
    if (missing !== undefined) {
      left.push(`${repository.name}: ${missing}`);
      continue;
    }
    const sites = repository.sites.filter(
      ({ claim }) => flags.claim === undefined || claim === flags.claim,
    );
    const findings = scan(checkout);
    if (findings === undefined) {
      left.push(`${repository.name}: the scan failed`);
      continue;
    }
    const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
    for (const site of sites) {
      const flagged = conflicts.some((finding) => speaksTo(finding, site));
      outcomes.push({ site, repository, flagged });
    }
    const labelledClaims = new Set(sites.map(({ claim }) => claim));
    unlabelled += conflicts.filter(
      (finding) =>
        labelledClaims.has(finding.claim_id) && !sites.some((site) => speaksTo(finding, site)),
    ).length;
  }
  if (flags.json) {
    console.log(JSON.stringify({ rows: rows(outcomes), overall: overall(outcomes), left }));
  } else {
    console.log(table(outcomes));
    console.log(`\n${unlabelled} conflicts of labelled claims stand where no label does.`);
    if (flags.misses) for (const line of misses(outcomes)) console.log(line);
    for (const line of left) console.error(`not evaluated: ${line}`);
  }
  if (left.length > 0) process.exitCode = 1;
}

/**
 * @param {Finding} finding
 * @param {Site} site
 */
function speaksTo(finding, site) {
  return (
    finding.claim_id === site.claim &&
    finding.path === site.path &&
    finding.line <= site.end_line &&
    finding.end_line >= site.line
  );
}

/**
 * @param {string} checkout
 * @param {Repository} repository
 * @returns {string | undefined} Why it cannot be scanned.
 */
function unusable(checkout, { name, commit }) {
  if (!existsSync(checkout)) {
    if (!flags.fetch) return `no ${checkout} (--fetch gets it)`;
    mkdirSync(checkout, { recursive: true });
    for (const args of [
      ["init", "-q"],
      ["fetch", "-q", "--depth", "1", `https://github.com/${name}`, commit],
      ["checkout", "-q", "FETCH_HEAD"],
    ]) {
      if (spawnSync("git", ["-C", checkout, ...args], { stdio: "inherit" }).status !== 0)
        return `git ${args[0]} failed`;
    }
  }
  const head = spawnSync("git", ["-C", checkout, "rev-parse", "HEAD"], { encoding: "utf8" });
  const at = head.stdout.trim();
  return at === commit ? undefined : `is at ${at || "no commit"}, the labels at ${commit}`;
}

/**
 * @param {string} checkout
 * @returns {readonly Finding[] | undefined} Undefined where the scan fails.
 */
function scan(checkout) {
  const corpora = "cache,httpclient,dbpool,msgqueue";
  const args = [
    "scan",
    checkout,
    "--no-cache",
    "--corpus",
    corpora,
    "--format",
    "json",
    "--fail-on",
    "never",
  ];
  const confidence = ["--min-confidence", flags["min-confidence"]];
  const ran = spawnSync(
    process.execPath,
    [join(ROOT, "dist/main.js"), ...args, ...confidence, "-q"],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 1 << 30,
    },
  );
  if (ran.error !== undefined) throw ran.error;
  return ran.stdout === "" ? undefined : JSON.parse(ran.stdout).findings;
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {readonly string[]}
 */
function misses(outcomes) {
  return outcomes
    .filter(({ site, flagged }) => flagged !== (site.expect === "conflict"))
    .map(({ site, repository, flagged }) => {
      const what = flagged ? "flagged" : "not found";
      return `${what}: ${site.claim} ${repository.name} ${site.path}:${site.line}  ${site.reason}`;
    });
}
