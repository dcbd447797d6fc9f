/**
 * A project that writes escape sequences, marks of direction and line breaks wherever it may write text: in claims,
 * extractors, configuration, names of files, markers and suppressions. No command passes any of it on to the terminal.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

const RAW = "\u001b]0;owned\u0007\u001b[31m\u202e\u009b31m";
/** The same in a string of TOML, with a line that GitHub would take for a command. */
const SPELT = String.raw`\u001b]0;owned\u0007\u001b[31m\u202e\u009b31m\n::error::x`;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

const CLAIMS = `[[claim]]
id = "x-1"
subject = "cache/ttl"
predicate = "required"
value = true
invariant = "TTL ${SPELT} MUST be set"
consequence = "leak ${SPELT}"
provenance = { source = "us ${SPELT}", section = "${SPELT}", url = "https://x/${SPELT}", quote = "${SPELT}" }
tier = "spec"
category = "safety"
tags = ["${SPELT}"]
phrases = ["${SPELT}"]
scenario = "${SPELT}"
impact = "${SPELT}"
testing = "${SPELT}"
issue_type = "${SPELT}"
checklist = "${SPELT}"
authored_by = "${SPELT}"
fix = { typescript = "${SPELT}", "r${SPELT}" = "x" }

[[claim]]
id = "x-2"
subject = "cache/unheard"
predicate = "required"
value = "${SPELT}"
invariant = "It ${SPELT} MUST"
consequence = "leak ${SPELT}"
provenance = "us ${SPELT}"
tier = "spec"
category = "safety"
`;
const EXTRACTOR = `id = "own"
title = "t ${SPELT}"
subject = "cache/ttl"
predicate = "required"
languages = ["typescript"]
limits = "${SPELT}"

[[match]]
value = false
regex = "put\\(.*${SPELT.replaceAll(/[[\]]/g, "x")}"
message = "m ${SPELT}"
`;
const SOURCE = `import Redis from "ioredis";
const redis = new Redis();
// @aphoria:claim[safety] TTL ${RAW} MUST be set -- ${RAW}
export const put = (id: string, v: string) => redis.set(\`user:${RAW}\${id}\`, v);
// @aphoria:ignore[x-9${RAW}] ${RAW}
export const b = 1;
`;

async function project(line: string): Promise<string> {
  const folder = temporaryFolder({
    ".aphoria/claims.toml": CLAIMS,
    ".aphoria/extractors/own.toml": EXTRACTOR,
    ".aphoria/config.toml": `exclude = ["${SPELT}"]\n`,
    "src/a.ts": SOURCE,
    [`src/b${RAW}.ts`]: "export const x = ;;;= {",
  });
  if (!line.startsWith("compare")) return folder;
  for (const format of ["json", "sarif"]) {
    const { out } = await type(folder, `scan --format ${format}`);
    writeFileSync(join(folder, `r.${format}`), out);
  }
  return folder;
}

const FORMATS = ["json", "markdown", "sarif", "code-scanning", "github", "gitlab", "junit", "html"];

test.each([
  "scan",
  ...FORMATS.map((format) => `scan --format ${format}`),
  "scan --show-files",
  "scan --stats",
  "scan --strict",
  "claims list",
  "claims show x-1",
  "claims verify",
  "claims export",
  "explain x-1",
  "explain own",
  "explain x-1 --at src/a.ts:4",
  "extractors list",
  "extractors show own",
  "gaps",
  "coverage",
  "doctor",
  "cache status",
  "compare r.json r.json",
  "compare r.sarif r.json",
  "suggest --corpus cache --domain cache",
  "claims list --format markdown",
  "gaps --format markdown",
  "compare r.json r.sarif --format markdown",
])("%s", async (line) => {
  const folder = await project(line);
  const isPlain = /--format|--show-files|--stats|claims export|^scan/.test(line);
  for (const typed of isPlain ? [line] : [line, `${line} --json`]) {
    const { code, out, err } = await type(folder, typed);
    expect([0, 1, 2]).toContain(code);
    expect(out + err).not.toBe("");
    expect(CONTROLS.exec(out), typed).toBeNull();
    expect(CONTROLS.exec(err), typed).toBeNull();
    expect(err).not.toContain("internal");
  }
});

test("GitHub takes no line of it for a command", async () => {
  const { out, err } = await type(await project(""), "scan --format github");
  expect(`${out}${err}`).not.toMatch(/^::error::x/m);
});
