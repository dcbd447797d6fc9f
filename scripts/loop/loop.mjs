/**
 * The five-day loop from the terminal, with every expectation of the plan held against what comes out: twenty claims, a
 * first scan that sees little, extractors for what it misses, a second scan, the fixes one by one, the report.
 *
 *     node scripts/loop/loop.mjs [--keep]      prints each expectation; exits with 1 if one does not hold
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandsOf, MARKERS, NEW_CLAIMS, REPEATED, REUSED, scaffoldFor, SEED } from "./seed.mjs";
import { has, openShell } from "./shell.mjs";

/** @typedef {import("./shell.mjs").Ran} Ran */
/** @typedef {{ day: number, what: string, found: string, holds: boolean }} Check */
/** `tool` is set where the command could not run for want of it. @typedef {Ran & { name: string, tool?: string }} Step */
/** @typedef {{ steps: readonly Step[], checks: readonly Check[], lacking: readonly string[], milliseconds: number }} Loop */

const FIXTURE = "fixtures/cachewrap";
/** What the machine may lack; in CI it may not. */
const TOOLS = ["jq", "cargo"];

/**
 * @param {{ keep?: boolean }} [options]
 * @returns {Promise<Loop & { root: string }>}
 */
export async function runLoop({ keep = false } = {}) {
  const started = performance.now();
  const shell = await openShell();
  try {
    const loop = openLoop(shell);
    setUp(loop);
    dayOne(loop);
    dayTwo(loop);
    dayThree(loop);
    dayFour(loop);
    dayFive(loop);
    const { steps, checks, lacking } = loop;
    return {
      steps,
      checks,
      lacking,
      root: shell.root,
      milliseconds: performance.now() - started,
    };
  } finally {
    if (!keep) shell.remove();
  }
}

/** @typedef {ReturnType<typeof openLoop>} State */

/** @param {import("./shell.mjs").Shell} shell */
function openLoop({ root, place, run }) {
  const project = join(root, "dogfood/cachewrap");
  place(FIXTURE, project);
  /** @type {Step[]} */
  const steps = [];
  /** @type {Check[]} */
  const checks = [];
  const lacking = TOOLS.filter((tool) => !has(tool));
  let day = 0;
  /**
   * @param {string} name
   * @param {string} command
   * @param {readonly number[]} codes Those that are no failure; 1 is a scan that found something.
   * @param {string} [cwd]
   * @returns {Step}
   */
  const type = (name, command, codes = [0], cwd = project) => {
    const tool = lacking.find((one) => command.startsWith(one));
    const ran = tool === undefined ? run(command, cwd) : { command, out: "", err: "", code: 0 };
    const step = { name, ...ran, ...(tool !== undefined && { tool }) };
    steps.push(step);
    if (!codes.includes(ran.code)) {
      checks.push({
        day,
        what: `\`${command}\` works`,
        found: `${ran.code}: ${ran.err}`,
        holds: false,
      });
    }
    return step;
  };
  return {
    root,
    project,
    steps,
    checks,
    lacking,
    type,
    /** @param {number} next */
    begin: (next) => {
      day = next;
    },
    /**
     * The commands of a block of the plan, verbatim but for its edits.
     * @param {keyof typeof SEED} name
     * @param {readonly number[]} [codes]
     * @param {string} [folder]
     */
    plan: (name, codes, folder = project) => {
      let cwd = folder;
      return commandsOf(/** @type {import("./seed.mjs").Block} */ (SEED[name])).flatMap(
        (command) => {
          // What `cd` does ends with its shell, so it is done here.
          const target = /^cd (.+)$/.exec(command)?.[1];
          if (target === undefined) return [type(name, command, codes, cwd)];
          cwd = join(root, target);
          return [];
        },
      );
    },
    /**
     * @param {string} what
     * @param {unknown} found
     * @param {boolean} holds
     */
    check: (what, found, holds) => {
      checks.push({
        day,
        what,
        found: typeof found === "string" ? found : JSON.stringify(found),
        holds,
      });
    },
    /** @param {string} command @returns {any} */
    json: (command) => JSON.parse(run(command, project).out),
    /** @param {string} name @returns {any} */
    report: (name) => JSON.parse(readFileSync(join(project, name), "utf8")),
    /** @param {string} name */
    read: (name) => readFileSync(join(project, name), "utf8"),
  };
}

/** The plan begins without claims, and with the extractors that every aphoria brings: those of the pack `core`. */
function setUp(/** @type {State} */ { project }) {
  rmSync(join(project, ".aphoria/claims.toml"));
  writeFileSync(join(project, ".aphoria/config.toml"), 'packs = ["core"]\n');
}

function dayOne(/** @type {State} */ { begin, plan, type, check, json, root }) {
  begin(1);
  const [suggested] = plan("suggest");
  const proposals = [...(suggested?.out ?? "").matchAll(/^([a-z]+)-\d+ → (\S+)$/gm)];
  const corpus = /** @type {any[]} */ (shippedClaims({ type, root }));
  const byId = new Map(corpus.map((claim) => [claim.id, claim]));
  for (const [domain, subjects] of Object.entries(REUSED)) {
    const found = proposals
      .filter(([, from]) => from === domain)
      .flatMap(([, , to = ""]) => (byId.has(to) ? [String(byId.get(to).subject)] : []));
    const wanted = subjects.toSorted().join(", ");
    check(`${domain} gives ${wanted}`, found, found.toSorted().join(", ") === wanted);
  }
  type("accept", `${commandsOf(SEED["suggest"] ?? { text: "", edits: [] }).at(-1)} --accept-all`);

  plan("create");
  const written = Object.values(NEW_CLAIMS).flat();
  for (const id of written.filter((one) => one !== "cache-004")) {
    const { out } = type("create-another", createCommand(byId.get(id)));
    check(
      `${id} is written under the id of the corpus`,
      out.trim(),
      out.startsWith(`${id} is written`),
    );
  }
  const claims = /** @type {any[]} */ (json("aphoria claims list --json"));
  for (const [group, ids] of Object.entries(NEW_CLAIMS)) {
    const found = claims.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
    check(`${group}: ${ids.length} new claims`, found, found.length === ids.length);
  }

  const [shown] = plan("claims");
  const blocks = (shown?.out ?? "").split(/^\[\[claim\]\]$/m).slice(1);
  check("20 claims in .aphoria/claims.toml", blocks.length, blocks.length === 20);
  const fields = ["provenance", "invariant", "consequence", "tier", "category"];
  const bare = blocks.filter((block) =>
    fields.some((field) => !new RegExp(`^(?:${field} =|\\[claim\\.${field}\\])`, "m").test(block)),
  );
  check(`each has ${fields.join(", ")}`, `${bare.length} lack one`, bare.length === 0);
  const reused = claims.filter(({ reused_from: from }) => from !== undefined);
  check(
    "7 of them reused",
    reused.map(({ id }) => id),
    reused.length === 7,
  );
  const rate = reused.length / claims.length;
  check("reuse rate ≥ 35 %", rate, rate >= 0.35);
  const { out } = type("verify", "aphoria claims verify");
  const { naming_errors: naming, warnings } = json("aphoria claims verify --json");
  check("fewer than 2 naming errors, and none", naming, naming === 0);
  check("nothing else to be said about the claims", out.trim(), warnings === 0);
}

/**
 * The catalogue of what ships, from a folder without claims of its own.
 * @param {Pick<State, "type" | "root">} state
 */
function shippedClaims({ type, root }) {
  return JSON.parse(type("catalogue", "aphoria claims list --corpus cache --json", [0], root).out);
}

/**
 * A claim of the catalogue as a user types it; the phrase is that of the marker in the code.
 * @param {any} claim
 */
function createCommand(claim) {
  const { subject, predicate, operator, value, provenance, phrases = [] } = claim;
  const flags = {
    subject,
    predicate,
    ...(operator !== "eq" && { operator }),
    value: JSON.stringify(value),
    provenance: provenance.source,
    url: provenance.url,
    invariant: claim.invariant,
    consequence: claim.consequence,
    tier: claim.tier,
    category: claim.category,
    ...(phrases.length > 0 && { phrases: phrases.join(",") }),
  };
  const words = Object.entries(flags).map(([flag, text]) => `--${flag} ${quoted(String(text))}`);
  return ["aphoria-claims create", ...words].join(" \\\n  ");
}

/** @param {string} text */
function quoted(text) {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

function dayTwo(/** @type {State} */ { begin, plan, type, check, read, project, root, lacking }) {
  begin(2);
  // The crate is the fixture, which has all this already; the plan's first command is tried in a folder beside it.
  mkdirSync(join(root, "new"));
  plan("init", [0], join(root, "new"));
  const files = ["src/lib.rs", "src/config.rs", "src/client.rs", "src/error.rs", "tests/basic.rs"];
  const absent = files.filter((name) => !existsSync(join(project, name)));
  check(`the crate has ${files.join(", ")}`, absent, absent.length === 0);
  const code = files.map(read).join("\n");
  const unmarked = MARKERS.filter((marker) => !code.includes(`// @aphoria:claim${marker}\n`));
  check("each of the ten mistakes has its marker, word for word", unmarked, unmarked.length === 0);
  const listed = new Set(
    [...read("src/lib.rs").matchAll(/^\/\/! +(\d+)\. .*/gm)].map(([, number]) => number),
  );
  check("src/lib.rs lists the ten", [...listed], listed.size === 10);
  type("marker", 'grep -A 1 "TTL MUST be set" src/client.rs');
  if (lacking.includes("cargo")) return;
  const passed = testsPassed(type("cargo-test", "cargo test"));
  check("15 or more tests, and they pass despite the mistakes", passed, passed >= 15);
}

/** @param {Ran} ran @returns {number} 0 if one failed. */
function testsPassed({ code, out }) {
  if (code !== 0) return 0;
  const results = [...out.matchAll(/^test result: ok\. (\d+) passed; 0 failed/gm)];
  return results.reduce((sum, [, count]) => sum + Number(count), 0);
}

function dayThree(
  /** @type {State} */ { begin, plan, type, check, json, report, read, project, lacking },
) {
  begin(3);
  const [skill, markers, compiles] = plan("preflight", [0, 1]);
  check("the help names the door to new extractors", skill?.out.trim(), skill?.code === 0);
  check("10 markers", markers?.out.trim(), markers?.out.trim() === "10");
  if (compiles?.tool === undefined) check("it compiles", compiles?.code, compiles?.code === 0);

  type("scan", "aphoria scan", [0, 1]);
  plan("baseline", [0, 1]);
  const first = report("scan-v1.json");
  const seen = detectedClaims(first);
  check("the first scan detects 2 or 3 of 10", seen, seen.length >= 2 && seen.length <= 3);
  check(
    "built-in: TLS off, hard-coded password",
    seen,
    ["cache-002", "cache-003"].every((id) => seen.includes(id)),
  );
  check(
    "the Markdown is a report",
    read("scan-v1.md").split("\n")[0],
    /report/i.test(read("scan-v1.md").slice(0, 200)),
  );
  const [missing] = plan("missing");
  if (missing?.tool === undefined) {
    const ids = (missing?.out ?? "")
      .trim()
      .split("\n")
      .map((line) => line.replaceAll('"', ""));
    const expected = ["cache-001", "cache-004", "cache-007"];
    check(
      "MISSING: keys, TTL, eviction",
      ids,
      expected.every((id) => ids.includes(id)),
    );
  }
  type("gaps", "aphoria gaps --scan scan-v1.json --format markdown");
  const { gaps } = json("aphoria gaps --scan scan-v1.json --json");
  const open = gaps.filter((/** @type {any} */ gap) => !gap.detected);
  check("7 or 8 of the ten are missed", open.length, open.length >= 7 && open.length <= 8);
  check(
    "each gap says why",
    open.length,
    open.every((/** @type {any} */ gap) => gap.explanation !== ""),
  );

  const { scaffolds = [] } = json("aphoria gaps --scaffold --dry-run --json");
  check("gaps --scaffold would make as many", scaffolds.length, scaffolds.length === open.length);

  plan("scaffold");
  for (const repeated of REPEATED) type("scaffold-another", scaffoldFor(repeated));
  const made = readdirSync(join(project, ".aphoria/extractors"));
  check("7 or 8 extractors made", made, made.length >= 7 && made.length <= 8);
  type("extractor", "cat .aphoria/extractors/no-metrics.toml");
  type("extractor-test", "aphoria extractors test no-metrics");
  const proved = type("extractors-test", "aphoria extractors test");
  check("their own tests hold", proved.out.trim(), proved.code === 0);

  plan("verification", [0, 1]);
  const second = report("scan-v2.json");
  const now = detectedClaims(second);
  check("the second scan detects at least 9 of 10", now, now.length >= 9);
  check(
    "every gap that was seen stays seen",
    seen,
    seen.every((id) => now.includes(id)),
  );
  const alarms = unmarkedConflicts(second);
  check("no false alarm", alarms, alarms.length === 0);
  const counts = plan("counts");
  if (!lacking.includes("jq")) {
    const shown = counts.map(({ out }) => out.trim());
    const { authority_conflicts: before } = first.summary;
    const { authority_conflicts: after } = second.summary;
    const wanted = ["Scan v1 detections:", `${before}`, "Scan v2 detections:", `${after}`];
    check("the counts of both scans", shown, shown.join() === wanted.join() && after > before);
  }
  type("compare", "aphoria compare scan-v1.json scan-v2.json");

  type("report-day", "aphoria report --dogfood --day 3");
  const [many, ...others] = plan("evidence");
  check("ls counts 7 or 8 extractors", many?.out.trim(), /^[78]$/.test(many?.out.trim() ?? ""));
  const listed = others.map(({ out }) => out.trim());
  check(
    "scan-v2.json and DAY3-SUMMARY.md are there",
    listed,
    listed.join() === "scan-v2.json,DAY3-SUMMARY.md",
  );
  const page = read("DAY3-SUMMARY.md");
  const rates = [...page.matchAll(/^\| Detection rate \(v\d\) \| .* \| (.*) \| /gm)];
  const measured = [first, second].map(({ summary }) => {
    const { markers: all, markers_detected: some } = summary;
    return `${(100 * some) / all} % (${some} of ${all})`;
  });
  check(
    "its rates are those of the scans",
    rates.map(([, rate]) => rate),
    rates.map(([, rate]) => rate).join() === measured.join(),
  );
  const rows = page
    .split("Before, from ")[1]
    ?.split("After, from ")[0]
    ?.match(/^\| .* [✅❌] /gm);
  check("its gap table has the ten", rows?.length, rows?.length === 10);
}

/** @param {any} report @returns {readonly string[]} Those claims whose marker has a conflict. */
function detectedClaims({ markers }) {
  return markers
    .filter((/** @type {any} */ { detected, verdict }) => detected && verdict === "CONFLICT")
    .map((/** @type {any} */ { claim_id: id }) => id)
    .toSorted();
}

/** @param {any} report Conflicts of claims without a marker, and second ones of those that have one. */
function unmarkedConflicts(report) {
  const left = [...detectedClaims(report)];
  return report.findings
    .filter((/** @type {any} */ { verdict }) => verdict === "CONFLICT")
    .filter((/** @type {any} */ { claim_id: id }) => {
      const at = left.indexOf(id);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    })
    .map((/** @type {any} */ { claim_id: id, path, line }) => `${id} ${path}:${line}`);
}

function dayFour(/** @type {State} */ { begin, plan, type, check, report, project, lacking }) {
  begin(4);
  let before = report("scan-v2.json").summary.authority_conflicts;
  let previous = "scan-v2.json";
  const fixes = readdirSync(join(project, "fixes")).toSorted();
  check("ten fixes", fixes, fixes.length === MARKERS.length);
  for (const [index, fix] of fixes.entries()) {
    type("apply", `git apply fixes/${fix}`);
    plan("rescan", [0, 1]);
    const name = `scan-fix-${String(index + 1).padStart(2, "0")}.json`;
    type("record", `aphoria scan --format json > ${name}`, [0, 1]);
    const now = report(name);
    const { authority_conflicts: after } = now.summary;
    type("count", `jq '.summary.authority_conflicts' ${name}`);
    check(`${fix} lowers the count`, `${before} -> ${after}`, after === before - 1);
    const gone = detectedClaims(report(previous)).filter((id) => !detectedClaims(now).includes(id));
    check("and ends one conflict, that of one claim", gone, gone.length === 1);
    [before, previous] = [after, name];
  }
  plan("final");
  const { authority_conflicts: left } = report("scan-final.json").summary;
  check("no conflict at the end", left, left === 0);
  const [counted] = plan("conflicts");
  if (counted?.tool === undefined) check("jq says 0", counted?.out.trim(), counted?.out === "0\n");
  const [tested] = plan("tests");
  if (lacking.includes("cargo") || tested === undefined) return;
  const passed = testsPassed(tested);
  check("all tests still pass", passed, passed >= 15);
}

function dayFive(/** @type {State} */ { begin, type, check, read, project }) {
  begin(5);
  type("report", "aphoria report --dogfood");
  type("status", "sed -n '/^## Status/,$p' README.md");
  const pages = [
    ...[1, 2, 3, 4].map((day) => `summaries/DAY${day}-SUMMARY.md`),
    "DAY5-DOGFOODING-REPORT.md",
    "README.md",
  ];
  const absent = pages.filter((name) => !existsSync(join(project, name)));
  check("the pages are written", absent, absent.length === 0);
  const status = read("README.md").split("## Status")[1] ?? "";
  const days = [...status.matchAll(/^- \[x\] \*\*Day (\d):/gm)].map(([, day]) => day);
  check("the README has all five days done", days, days.join("") === "12345");
  const scans = readdirSync(join(project, "scans"));
  check("the scans are archived", scans.length, scans.length === 14);
  const before = pages.map(read).join("");
  type("report-again", "aphoria report --dogfood");
  check("a second run changes nothing", "", pages.map(read).join("") === before);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const keep = process.argv.includes("--keep");
  const { checks, steps, lacking, milliseconds, root } = await runLoop({ keep });
  for (const { day, what, found, holds } of checks) {
    console.log(
      `${holds ? "ok  " : "FAIL"}  day ${day}  ${what}${holds ? "" : `\n        found ${found}`}`,
    );
  }
  if (lacking.length > 0) console.log(`not run for want of ${lacking.join(" and ")}`);
  const held = checks.filter(({ holds }) => holds).length;
  console.log(
    `${held} of ${checks.length} expectations hold; ${steps.length} commands in ${Math.round(milliseconds / 1000)} s`,
  );
  if (keep) console.log(root);
  process.exitCode = held === checks.length ? 0 : 1;
}
