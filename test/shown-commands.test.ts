/**
 * Every command that is shown in passing is run: the examples of each command's help, and what stands between the lines of
 * the pages. Blocks of commands, with what they print, are run by stories.test.ts.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CATALOGUE } from "../src/cli/catalogue.ts";
import { DOORS } from "../src/cli/doors.ts";
import { type } from "./cli/real-project.ts";
import { git, temporaryFolder, writeFiles } from "./io/temporary.ts";

/** A name in a sentence, which asks for more than its words; or a command of which another test knows more. */
const LEFT: readonly (readonly [RegExp, string])[] = [
  [/^aphoria claims$|<\w+>|…/, "no command, but a way to write one"],
  [
    /^aphoria claims (?:create|edit)(?: [\w-]+)?$/,
    "asks, or opens an editor: claims-prompt.test.ts",
  ],
  [/^aphoria (?:baseline (?:create|update)|extractors new|claims import)$/, "asks for flags"],
  [/--stdin-filename/, "reads what is piped in: stdin has its own test"],
  [/^aphoria fleet/, "takes a Redis: the fleet's tests start one"],
  [/^aphoria merge/, "takes the parts of a scan: the tests of merging make them"],
  [
    /^aphoria extractors test(?: --.*)?$/,
    "takes half a minute: .ci/run does, and extractors.test.ts",
  ],
  [/^aphoria report/, "takes the five days' scans: loop.test.ts"],
  [/--version/, "is the executable's: executable.test.ts"],
];

const CLAIM = (id: string, subject: string) => `[[claim]]
id = "${id}"
subject = "${subject}"
predicate = "value"
operator = "lte"
value = "1h"
invariant = "It MUST be gone after an hour"
consequence = "Customers pay yesterday's price"
provenance = { source = "Pricing handbook", section = "3.2" }
tier = "expert"
category = "correctness"
traits = ["network-client"]
`;

const EXTRACTOR = (id: string) => `id = "${id}"
title = "a write"
subject = "shop/price"
predicate = "value"
languages = ["rust"]

[[match]]
value = "2h"
rule = { pattern = "keep_for_two_hours($X)" }

[[test]]
code = '''
fn f() { keep_for_two_hours(1); }   // observe: 2h
fn g() { keep(1); }                 // observe: nothing
'''
`;

/** What the commands speak of. */
const FILES: Readonly<Record<string, string>> = {
  ".aphoria/extractors/no-ttl.toml": EXTRACTOR("no-ttl"),
  ".aphoria/extractors/redis-rs-set-ttl.toml": EXTRACTOR("redis-rs-set-ttl"),
  "drafts/draft.toml": EXTRACTOR("a-draft"),
  "draft.toml": CLAIM("shop-001", "shop/price"),
  "team.toml": CLAIM("team-001", "team/deadline"),
  "lib/a.ts": "export const a = 1;\n",
  "packages/shop/src/a.ts": "export const a = 1;\n",
};

let project = "";
beforeAll(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "aphoria-shown-")));
  cpSync("fixtures/cachewrap", project, {
    recursive: true,
    filter: (path) => !path.endsWith("/target"),
  });
  writeFiles(project, FILES);
  const claims = join(project, ".aphoria/claims.toml");
  const own = CLAIM("cache-046", "cache/a") + CLAIM("cache-047", "cache/b");
  writeFileSync(claims, `${readFileSync(claims, "utf8")}\n${own}`);
  git(project, "init", "-q");
  git(project, "add", "-A");
  git(project, "commit", "-qm", "as it was");
  git(project, "update-ref", "refs/remotes/origin/main", "HEAD");
  await type(project, "scan --format json --output scan-v1.json --fail-on never");
  for (const name of ["scan-v2", "main", "branch", "old", "new"])
    cpSync(join(project, "scan-v1.json"), join(project, `${name}.json`));
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const SHOWN = [...new Set([...(await examples()), ...passing()])].toSorted();
const NAMES = await namesAlone();
const RUN = SHOWN.filter(
  (line) => !NAMES.includes(line) && !LEFT.some(([pattern]) => pattern.test(line)),
);

/** Nothing is written, or into the cache alone. */
const READS =
  /^aphoria (?:scan(?!.*--(?:output|report|telemetry))|explain|claims (?:list|show|verify)|compare|completion|coverage|doctor|gaps(?!.*scaffold$)|schema|extractors (?:list|show|test)|.*--dry-run)/;

test.each(RUN)(
  "%s",
  async (line) => {
    for (const command of line.split(" && ")) {
      const isReading = READS.test(line);
      const folder = isReading ? project : temporaryFolder();
      if (!isReading) cpSync(project, folder, { recursive: true });
      // What is there already is not imported again.
      if (command.includes("import --corpus")) rmSync(join(folder, ".aphoria/claims.toml"));
      const { code, err } = await type(folder, words(command));
      expect(code, err).not.toBe(2);
    }
  },
  60_000,
);

test("each command has one that is run, but for those that take more than a machine alone", () => {
  const missing = Object.keys(CATALOGUE).filter(
    (name) => !RUN.some((line) => line.startsWith(`aphoria ${name}`)),
  );
  expect(missing.filter((name) => !/^(?:fleet \w+|merge|report)$/.test(name))).toEqual([]);
});

test("what is left out is there", () => {
  const idle = LEFT.filter(([pattern]) => !SHOWN.some((line) => pattern.test(line)));
  expect(idle.map(([, why]) => why)).toEqual([]);
});

/** Of commands that ask for more: `aphoria claims show` in a sentence is a name. */
async function namesAlone(): Promise<readonly string[]> {
  const commands = await Promise.all(
    Object.entries(CATALOGUE).map(async ([name, { load }]) => ({
      name,
      ...(await load()).default,
    })),
  );
  return commands.flatMap(({ name, words: own }) =>
    own?.spec.startsWith("<") === true ? [`aphoria ${name}`] : [],
  );
}

async function examples(): Promise<readonly string[]> {
  const commands = await Promise.all(Object.values(CATALOGUE).map(({ load }) => load()));
  return commands.flatMap(({ default: { examples: own } }) => own.map(({ line }) => line));
}

/** Commands in a sentence or a table; the claims' pages say the same of each claim, so one of them is enough. */
function passing(): readonly string[] {
  const pages = readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !/^claims.(?!cache-001|README)/.test(name))
    .map((name) => `docs/${name}`);
  return ["README.md", ...pages].flatMap((page) => {
    const text = readFileSync(page, "utf8").replaceAll(/^(`{3,})\w*\n[^]*?^\1$/gm, "");
    return Array.from(text.matchAll(/`(aphoria(?:-[a-z-]+)? [^`\n]+)`/g), ([, line = ""]) => line);
  });
}

/** As `type` takes them: no shell, its placeholders filled in, and a day that does not pass. */
function words(command: string): string {
  const [, door = "aphoria", rest = ""] = /^(\S+) (.*)$/.exec(command) ?? [];
  const filled = rest
    .replace(/ [<>]+ .*$/, "")
    .replaceAll(/\bFILE:LINE\b/g, "src/client.rs:48")
    .replaceAll(/\bID\b/g, /extractors test/.test(rest) ? "no-ttl" : "cache-004")
    .replaceAll("2027-03-31", "2099-12-31");
  const parts = filled.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  const typed = parts.map((part) => part.replaceAll(/["']/g, "").replaceAll(" ", "~"));
  return [...(DOORS[door]?.words ?? []), ...typed].join(" ");
}
