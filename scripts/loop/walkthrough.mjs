/** docs/walkthrough.md: the loop as a page for somebody who sees aphoria for the first time, with what it really printed. */
import { format } from "prettier";
import { NEW_CLAIMS, REPEATED } from "./seed.mjs";

/** @typedef {import("./loop.mjs").Loop} Loop */
/** @typedef {import("./loop.mjs").Step} Step */

/**
 * @param {Loop} loop
 * @returns {Promise<string>} The same for every run of the same aphoria: times, dates and folders are masked.
 */
export function walkthrough({ steps }) {
  /** @param {string} name */
  const all = (name) => steps.filter((step) => step.name === name);
  /** @param {string} name @param {number} [nth] @returns {Step} */
  const step = (name, nth = 0) => {
    const found = all(name).at(nth);
    if (found === undefined) throw new Error(`the loop has no step ${name}`);
    return found;
  };
  const fixes = all("apply").map(({ command }) => command);
  const seen = all("counts").map(({ out }) => out.trim());
  const left = all("count").map(({ out }) => out.trim());
  const text = `# Walkthrough: from no claims to no conflicts

<!-- run by: test/loop.test.ts -->

Five short days in the terminal: write down what must hold, see how little a first scan knows about it, make extractors for what
it misses, fix what they find, and write it all up. Every command and every output on this page is real: \`npm run docs\` runs
the whole loop and writes the page anew (times and dates are left out), and a test holds each step against what the plan for it
expected.

The project is \`fixtures/cachewrap\`, a small Redis cache client in Rust that works, passes its tests, and makes ten mistakes. To
follow along, take a copy, and begin without claims:

\`\`\`sh
cp -r fixtures/cachewrap /tmp/cachewrap && cd /tmp/cachewrap
rm .aphoria/claims.toml
echo 'packs = ["core"]' > .aphoria/config.toml
\`\`\`

\`packs\` says which of the built-in extractors run. With \`core\` alone (credentials, TLS, timeouts) aphoria knows as little about your
domain as it would about any new one, which is the point here: without that line most of day 3 is done for you.

| day | what you do                                 | what you have in the end                                      |
| --- | ------------------------------------------- | ------------------------------------------------------------- |
| 1   | write claims, some taken from other domains | ${measured.claims(steps)} |
| 2   | write code, and mark what each part claims  | ${step("preflight", 1).out.trim()} markers |
| 3   | scan, see the gaps, make extractors         | ${seen[1]} conflicts seen at first, ${seen[3]} with ${all("scaffold").length + all("scaffold-another").length} extractors more |
| 4   | fix, one by one                             | ${step("conflicts").out.trim()} conflicts |
| 5   | write it up                                 | a report in which every number is measured |

## Day 1: say what must hold

A cache client is a network client, so much of what holds for HTTP clients and connection pools holds for it. Ask what carries
over:

${shown(step("suggest"), (out) => excerpt(out, { first: 13, last: 3 }))}

Each proposal says how the claim reads here, why it carries over, and what this code has to do with it. Take the first group:

${shown(step("accept"))}

The rest is new, and is written one claim at a time, with who says so and what breaks otherwise:

${shown(step("create"))}

${shown(step("create-another"))}

The ids are those that a shipped corpus gives to the same subject and predicate; that way extractors and markers meet without
any wiring. In a terminal, \`aphoria claims create\` asks for whatever you leave out. ${spelled(Object.values(NEW_CLAIMS).flat().length)} such commands later:

${shown(step("verify"))}

What they wrote is a file to read and to edit by hand:

\`\`\`toml
${claimIn(step("claims").out, "cache-004")}
\`\`\`

More about this day: [authoring.md](authoring.md), [suggest.md](suggest.md).

## Day 2: mark the code

A marker is a comment that says which claim the next item is about. It costs nothing, and from now on every scan says whether
anybody looks there:

${shown(step("marker"))}

${shown(step("preflight", 1))}

All tests pass. None of the ten mistakes is one that a test would show:

${shown(step("cargo-test"), testLines)}

## Day 3: see what is missed, and teach aphoria to look

### The first scan

${shown(step("scan"), (out) => excerpt(out, { first: 14, last: 4 }))}

The exit code is ${step("scan").code}: a build that runs this fails from here on. Record it, to have something to compare with:

${commands(all("baseline"))}

${shown(step("missing"), (out) => excerpt(out, { first: 4, last: 1 }))}

That is the list of claims for which nothing was seen. The gap table says why, marker by marker:

${
  step("gaps")
    .out.match(/^\|.*$/gm)
    ?.join("\n") ?? ""
}

(\`${step("gaps").command}\`; without \`--format\` it is a table for the terminal.)

### An extractor from a pattern

Say what the violation is, which claim it breaks, and what it looks like. The pattern below is a natural one, and it is wrong:

${shown(step("scaffold"))}

\`.*\` runs to the end of the line, so the look-ahead behind it is asked where nothing follows, and always holds: compliant code
matches as well. aphoria tries every pattern on code that is known to keep the claim, shows the counterexample, and
writes a form that is proved instead. Patterns that hold are kept:

${shown(scaffoldOf(steps, "No metrics"))}

The others, in the words of the plan:

| given | claim | what became of it | found at |
| ----- | ----- | ----------------- | -------- |
${REPEATED.map(({ words }) => scaffoldRow(scaffoldOf(steps, words.split(" (")[0] ?? ""))).join("\n")}

An extractor is one file, with its tests inside:

\`\`\`toml
${step("extractor").out.trim()}
\`\`\`

${shown(step("extractor-test"))}

One command makes an extractor for every gap that it can prove one for: \`aphoria gaps --scaffold\`.

### The second scan

${commands(all("verification"))}

${shown(step("compare"))}

## Day 4: fix, and watch the number fall

\`\`\`sh
${fixes[0]}
\`\`\`

${shown(step("rescan"), (out) => excerpt(out, { first: 0, last: 4 }))}

The claim of the fixed place is now a **pass**: its extractor sees the compliant form as well, so a fix is not the same as
looking away. All ten, each followed by a scan:

| fix | conflicts left |
| --- | -------------- |
${all("record")
  .map((_, index) => `| \`${fixes[index]?.replace("git apply ", "")}\` | ${left[index] ?? ""} |`)
  .join("\n")}

${commands(all("final"))}

${shown(step("conflicts"))}

${shown(step("tests"), testLines)}

## Day 5: write it up

${shown(step("report"))}

The pages say what was measured: claims and reuse, the gaps before and after, the extractors, every fix with the scan that shows
it. What no file knows (hours, root causes, priorities) is a blank, \`___\`. Write over it; when the report is written again, the
numbers are new and your words are still there. At the end of the README it now says:

\`\`\`markdown
${step("status").out.trim()}
\`\`\`

## From here

- In your own project begin with \`aphoria init\`: it proposes the claims that your code has places for. All packs run by default.
- In CI, \`aphoria scan\` is the whole job; \`aphoria compare old.json new.json --fail-on new\` lets old conflicts be.
- [writing-extractors.md](writing-extractors.md) has the five ways to see code; [claims-catalogue.md](claims-catalogue.md) all claims that ship.
- The loop of this page is \`node scripts/loop/loop.mjs\`, and a test.
`;
  return format(text, { parser: "markdown", printWidth: 100 });
}

const measured = {
  /** @param {readonly Step[]} steps */
  claims: (steps) => {
    const { out = "" } = steps.find(({ name }) => name === "claims") ?? {};
    const total = out.split("[[claim]]").length - 1;
    const reused = out.match(/^reused_from = /gm)?.length ?? 0;
    return `${total} claims, ${reused} of them reused (${(100 * reused) / total} %)`;
  },
};

/**
 * A command and what it printed.
 * @param {Step} step
 * @param {(out: string) => string} [choose]
 */
function shown({ command, out }, choose = (text) => text) {
  return `\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`text\n${masked(choose(out.trim()))}\n\`\`\``;
}

/** Commands without output. @param {readonly Step[]} steps */
function commands(steps) {
  return `\`\`\`sh\n${steps.map(({ command }) => command).join("\n")}\n\`\`\``;
}

/**
 * The first and the last lines, and a sign that there is more.
 * @param {string} text
 * @param {{ first: number, last: number }} lines
 */
function excerpt(text, { first, last }) {
  const lines = text.split("\n");
  if (lines.length <= first + last) return text;
  return [...lines.slice(0, first), "…", ...lines.slice(-last)].join("\n");
}

/** @param {string} text */
function masked(text) {
  return text
    .replaceAll(/\(\d+(?:\.\d+)? m?s\)/g, "(… ms)")
    .replaceAll(/finished in [\d.]+s/g, "finished in …s")
    .replaceAll(/\d{4}-\d{2}-\d{2}/g, "…");
}

/** @param {string} out */
function testLines(out) {
  return out
    .split("\n")
    .filter((line) => line.startsWith("test result:"))
    .join("\n");
}

/**
 * @param {string} text
 * @param {string} id
 */
function claimIn(text, id) {
  const blocks = text.split(/^(?=\[\[claim\]\]$)/m);
  const block = blocks.find((one) => one.includes(`\nid = "${id}"\n`)) ?? "";
  return block.replace(/^created = .*\n/m, "").trim();
}

/**
 * @param {readonly Step[]} steps
 * @param {string} violation
 */
function scaffoldOf(steps, violation) {
  const found = steps.find(({ command }) => command.includes(`--violation "${violation}"`));
  if (found === undefined) throw new Error(`no extractor was made for ${violation}`);
  return found;
}

/** @param {Step} step */
function scaffoldRow({ command, out }) {
  const [, pattern = ""] = /--pattern '([^']+)'/.exec(command) ?? [];
  const [, claim = ""] = /--claim "([^"]+)"/.exec(command) ?? [];
  const [, became = ""] = /^ +\((.+)\)$/m.exec(out.slice(out.indexOf("\nextractor "))) ?? [];
  const [, place = ""] = /CONFLICT {2}(\S+?:\d+)/.exec(out) ?? [];
  return `| \`${pattern.replaceAll("|", "\\|")}\` | \`${claim}\` | ${became.replace(/`[^`]*$/, (end) => end)} | \`${place}\` |`;
}

/** @param {number} count */
function spelled(count) {
  const words = [
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
  ];
  return [...words, "Eleven", "Twelve", "Thirteen"][count] ?? `${count}`;
}
