/**
 * What people give aphoria by mistake, and what it says then: one clear diagnostic with its place, the exit code of the
 * contract, and the rest scanned. Each row is a project, a command line and what must come of it. Code in `src/` has one
 * conflict, in `good.ts`, so that a row can see whether the rest was scanned.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../src/cli/run.ts";
import { PROPERTIES } from "../src/extract/vocabulary.ts";
import { RECOGNISERS } from "../src/extract/recognisers.ts";
import type { Host } from "../src/io/host.ts";
import { nodeHost } from "../src/io/node-host.ts";
import { git, temporaryFolder, writeFiles } from "./io/temporary.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

interface Row {
  readonly files?: Files;
  /** Name to target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Paths that cannot be opened; a mode would not stop root. */
  readonly denied?: readonly string[];
  readonly inGit?: boolean;
  readonly bare?: boolean;
  /** Default: `scan`. */
  readonly args?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: 0 | 1 | 2;
  /** In this order, on stderr. */
  readonly err?: readonly string[];
  readonly out?: readonly string[];
  /** Neither on stdout nor on stderr. */
  readonly never?: readonly string[];
  /** How many diagnostics of severity error are printed; default: none on 0 and 1, one on 2. */
  readonly errors?: number;
  /** Whether the conflict of `src/good.ts` is still found; default: yes. */
  readonly finds?: boolean;
  /** Files that must not be there afterwards. */
  readonly absent?: readonly string[];
}

const GOOD = `import Redis from "ioredis";
const redis = new Redis({ host: "h", commandTimeout: 500, connectTimeout: 500 });
export async function put(id: string, v: string) {
  await redis.set(\`user:\${id}\`, v);
}
`;

const CLAIM = `[[claim]]
id = "x-1"
subject = "cache/ttl"
predicate = "required"
operator = "eq"
value = true
invariant = "TTL MUST be set"
consequence = "leak"
provenance = "us"
tier = "spec"
category = "safety"
`;

const claims = (text: string | Uint8Array): Files => ({ ".aphoria/claims.toml": text });
const config = (text: string): Files => ({ ".aphoria/config.toml": text });

/** An extractor with this match; its first line is line 8. */
function extractor(match: string, value = "false", id = "my-x"): Files {
  const head = `id = "${id}"\ntitle = "x"\nsubject = "cache/ttl"\npredicate = "required"\nlanguages = ["typescript"]\n\n`;
  return { ".aphoria/extractors/x.toml": `${head}[[match]]\nvalue = ${value}\n${match}\n` };
}

const X = ".aphoria/extractors/x.toml";
const C = ".aphoria/claims.toml";
const LATIN = Buffer.from("// \xe9t\xe9\nexport const x = 1;\n", "latin1");
const BREAKS = `import Redis from "ioredis";
const r = new Redis();
export const f = async (k: string) => r.set(\`a:\${k}\`, "x");
`;

const ROWS: Readonly<Record<string, Row>> = {
  "nothing wrong": { code: 1, err: ["no claims file, so the `cache` corpus is used"] },

  // Paths.
  "a path that is not there": {
    args: "scan nope src",
    code: 2,
    err: ["nope: there is no such file or folder (error path-not-found)", "1 error"],
  },
  "a path that cannot be read": {
    files: { "src/b.ts": "" },
    denied: ["src/b.ts"],
    args: "scan src",
    code: 1,
    err: ["src/b.ts: cannot be read: permission denied (warning file-unreadable)"],
  },
  "a folder that cannot be read, named": {
    files: { "closed/b.ts": "" },
    denied: ["closed"],
    args: "scan closed src",
    code: 2,
    err: ["closed: cannot be read: permission denied (error path-unreadable)"],
  },
  "a folder that cannot be read, found": {
    files: { "closed/b.ts": "" },
    denied: ["closed"],
    code: 1,
    err: ["closed: the folder cannot be read: permission denied (warning file-unreadable)"],
  },
  "a file that cannot be read, strict": {
    files: { "src/b.ts": "" },
    denied: ["src/b.ts"],
    args: "scan --strict --fail-on never",
    code: 2,
    errors: 0,
  },
  "an empty path": { args: "scan ~", code: 2, err: ["a path is empty"], errors: 0, finds: false },
  "no source file": { bare: true, code: 2, err: ["no source file was found"], finds: false },
  "a repository without files": {
    bare: true,
    inGit: true,
    code: 2,
    err: ["no source file was found"],
    finds: false,
  },
  "a glob": { args: "scan src/**/*.ts", code: 1 },
  "a glob that fits nothing": {
    args: "scan src/**/*.rs src",
    code: 2,
    err: ["src/**/*.rs: the glob fits no file"],
  },
  "one file by its path": { args: "scan src/good.ts", code: 1 },
  "a file that an exclude leaves out": {
    args: "scan src/good.ts --exclude src/**",
    code: 0,
    out: ["Left out 1 file: 1 excluded", "Nothing was scanned"],
    finds: false,
  },
  "a test by its path": {
    files: { "test/a.test.ts": GOOD },
    args: "scan test/a.test.ts",
    code: 0,
    out: ["Left out 1 file: 1 test"],
    finds: false,
  },
  "a language that is not there": {
    args: "scan --language rust",
    code: 2,
    err: ["no source file was found"],
    finds: false,
  },

  // Claims.
  "claims that are no TOML": {
    files: claims('[[claim]\nid = "x"\n'),
    code: 2,
    err: [`${C}:1:9: not valid TOML`],
    finds: false,
  },
  "an unknown key": {
    files: claims(`${CLAIM}tierr = 1\n`),
    code: 2,
    err: [`${C}:12:1: a claim has no key \`tierr\`; did you mean \`tier\`? (error unknown-key)`],
    finds: false,
  },
  "an id twice": {
    files: claims(CLAIM + CLAIM),
    code: 2,
    err: [`${C}:13:6: the claim id \`x-1\` is used on line 2 and again on line 13`],
  },
  "an unknown operator": {
    files: claims(CLAIM.replace('"eq"', '"eqq"')),
    code: 2,
    err: [`${C}:5:12: \`operator\` cannot be "eqq"; did you mean "eq"?`],
    finds: false,
  },
  "an unknown tier": {
    files: claims(CLAIM.replace('"spec"', '"specc"')),
    code: 2,
    err: [`${C}:10:8: \`tier\` cannot be "specc"; did you mean "spec"?`],
    finds: false,
  },
  "a claims file that is empty": {
    files: claims(""),
    code: 2,
    err: ["there is no claim to check (error no-claim-selected)"],
    finds: false,
  },
  "a claims file that is a folder": {
    files: { [`${C}/x`]: "" },
    code: 2,
    err: [`${C}: cannot be read: it is a folder`, "Name a file, not a folder."],
    never: ["permissions"],
    finds: false,
  },
  "claims with a byte order mark": { files: claims(`\uFEFF${CLAIM}`), code: 1 },
  "claims with CRLF": { files: claims(CLAIM.replaceAll("\n", "\r\n")), code: 1 },
  "claims in Latin-1": {
    files: claims(Buffer.from(`${CLAIM}tags = ["\xe9"]\n`, "latin1")),
    code: 2,
    err: [`${C}:12:10: is not UTF-8 (error toml-syntax)`, "TOML is always UTF-8"],
    finds: false,
  },
  "claims nested too deep": {
    files: claims(`a = ${"[".repeat(101)}${"]".repeat(101)}`),
    code: 2,
    err: [`${C}:1:104: nested over 100 levels deep`],
    finds: false,
  },
  "claims over 1 MB": {
    files: claims(`# ${"x".repeat(1_100_000)}`),
    code: 2,
    err: [`${C}: the file is larger than 1 MB`],
    finds: false,
  },
  "a bare date in an inline table": {
    files: claims(CLAIM.replace('"us"', '{ source = "us", accessed = 2026-01-01 }')),
    code: 2,
    err: [`${C}:9:42: quote the date: "2026-01-01" (error toml-bare-date)`],
  },
  "a limit by its name": {
    files: claims(CLAIM.replace('"eq"', '"lte"').replace("true", '"server_limit"')),
    args: "scan --fail-on unknown",
    code: 1,
    out: ["UNKNOWN"],
    finds: false,
  },
  "a limit by a word with digits": {
    files: claims(CLAIM.replace('"eq"', '"lte"').replace("true", '"limit_2"')),
    code: 2,
    err: [`${C}:6:9: only a number, a duration or a size can be compared by order`],
    finds: false,
  },
  "claims that a link takes out of the project": {
    links: { [C]: "/etc/hostname" },
    code: 2,
    err: [`${C}: \`${C}\` lies outside the project`],
    finds: false,
  },
  "an unknown claim": {
    args: "scan --claim cache-04 --claim cache-004",
    code: 2,
    err: ["no claim has the id `cache-04`; did you mean `cache-004`? (error unknown-claim)"],
  },
  "an unknown corpus": {
    args: "scan --corpus dbpol",
    code: 2,
    err: ["there is no corpus `dbpol`; did you mean `dbpool`?"],
    finds: false,
  },
  "a choice that leaves no claim": {
    args: "scan --claim cache-004 --category observability",
    code: 2,
    err: ["the choice of claims leaves none to check"],
    finds: false,
  },
  "claims that are not there": {
    args: "scan --claims nope.toml",
    code: 2,
    err: ["nope.toml: there is no such file (error path-not-found)"],
    finds: false,
  },

  // The configuration.
  "an unknown key in the configuration": {
    files: config('exclde = ["src"]\n'),
    code: 2,
    err: [
      ".aphoria/config.toml:1:1: the configuration has no key `exclde`; did you mean `exclude`?",
    ],
  },
  "a configuration that names claims outside": {
    files: config('claims = "../x.toml"\n'),
    code: 2,
    err: [".aphoria/config.toml: `../x.toml` lies outside the project"],
    finds: false,
  },
  "a configuration that names claims that are not there": {
    files: config('claims = "x.toml"\n'),
    code: 2,
    err: ["x.toml: there is no such file", "relative to the root of the project"],
    finds: false,
  },
  "a configuration that names extractors that are not there": {
    files: config('extractors = ["x"]\n'),
    code: 2,
    err: ["x: there is no such folder", "relative to the root of the project"],
  },
  "extractors that a link takes out of the project": {
    links: { ".aphoria/extractors": "/etc" },
    code: 2,
    err: [".aphoria/extractors: `.aphoria/extractors` lies outside the project"],
  },

  // Extractors and library models.
  "a pattern that does not parse": {
    files: extractor('rule = { pattern = "foo(" }'),
    code: 2,
    err: [X, "the pattern `foo(` does not parse", "context", "selector"],
  },
  "a selector that the context lacks": {
    files: extractor('rule = { pattern = { context = "class A { f() {} }", selector = "nope" } }'),
    code: 2,
    err: [X, "the selector `nope` is no node of the context"],
  },
  "a constraint on $$$": {
    files: extractor('rule = { pattern = "f($$$A)" }\nconstraints = { A = { regex = "x" } }'),
    code: 2,
    err: [X, "a constraint on `$$$A` never applies"],
  },
  "a capture that the rule lacks": {
    files: extractor('rule = { pattern = "f($A)" }', '"$B"'),
    code: 2,
    err: [`${X}:8:9: the rule has no capture \`$B\``],
  },
  "a capture that the call lacks": {
    files: extractor('call = { provides = "shared-cache", operation = "write" }', '"$tl"'),
    code: 2,
    err: [`${X}:8:9: there is nothing named \`$tl\` here`, "$ttl, $key, $value"],
  },
  "an unknown predicate": {
    files: extractor("regex = 'a'\nwhere = ['in-asink']"),
    code: 2,
    err: [`${X}:10:10: there is no predicate \`in-asink\`; did you mean \`in-async\`?`],
  },
  "a predicate without its argument": {
    files: extractor("regex = 'a'\nwhere = ['not in-test', 'receiver']"),
    code: 2,
    err: [`${X}:10:25: \`receiver\` needs an argument: receiver:name`],
  },
  "a predicate with an argument too many": {
    files: extractor("regex = 'a'\nwhere = ['in-loop:x']"),
    code: 2,
    err: [`${X}:10:10: \`in-loop\` takes no argument`],
  },
  "a receiver that no model has": {
    files: extractor("regex = 'a'\nwhere = ['receiver:ioredi']"),
    code: 2,
    err: [`${X}:10:10: there is no library model \`ioredi\`; did you mean \`ioredis\`?`],
  },
  "an unknown property of a call": {
    files: extractor('call = { operation = "write", tttl = "absent" }'),
    code: 2,
    err: [`${X}:9:31: there is no property \`tttl\` here; did you mean \`ttl\`?`],
  },
  "an unknown value of a property": {
    files: extractor('call = { operation = "wriet" }'),
    code: 2,
    err: [`${X}:9:10: \`operation\` cannot be "wriet"; did you mean \`write\`?`],
  },
  "an unknown option": {
    files: extractor('call = { construct = "shared-cache", option = "comand-timeout" }'),
    code: 2,
    err: [`${X}:9:38: \`option\` cannot be "comand-timeout"; did you mean \`command-timeout\`?`],
  },
  "an unknown idiom": {
    files: extractor('idiom = { kind = "read-thru" }'),
    code: 2,
    err: [`${X}:9:11: there is no idiom \`read-thru\`; did you mean \`read-through\`?`],
  },
  "an unknown property of an idiom": {
    files: extractor('idiom = { kind = "read-through", single_fligt = false }'),
    code: 2,
    err: [`${X}:9:34: there is no property \`single_fligt\` here; did you mean \`single_flight\`?`],
  },
  "a property of the wrong type": {
    files: extractor('idiom = { kind = "read-through", single_flight = "no" }'),
    code: 2,
    err: [`${X}:9:34: \`single_flight\` cannot be "no"`, "It can be: true, false."],
  },
  "a regex that would hang": {
    // src/extract/regexes.ts: the time limit's error is of another realm, so `instanceof Error` does not know it.
    files: { ...extractor("regex = '(a|a)*b'"), "src/b.ts": `const s = "${"a".repeat(60)}";\n` },
    code: 2,
    err: [
      "src/b.ts: the regex of match 1 of `my-x`",
      "did not end in time",
      "(error regex-timeout)",
    ],
  },
  "a regex that does not compile": {
    files: extractor("regex = '(a'"),
    code: 2,
    err: [`${X}:9:9: this regular expression does not compile`],
  },
  "an extractor that replaces a built-in one": {
    files: extractor('rule = { pattern = "redis.set($$$)" }', "false", "shared-cache-write-ttl"),
    code: 1,
    err: [`${X}: replaces the built-in \`shared-cache-write-ttl\` (info extractor-replaced)`],
  },
  "an extractor for a language that is not here": {
    files: {
      [X]: (extractor('regex = "f"')[X] as string).replace('["typescript"]', '["rust"]'),
    },
    code: 1,
    err: [
      `${X}: \`my-x\` cannot match anything here: no rust file was scanned (warning extractor-inert)`,
    ],
  },
  "an extractor for a package that nobody imports": {
    files: {
      [X]: (extractor('regex = "f"')[X] as string).replace(
        "[[match]]",
        '[when]\nimports = ["leftpad"]\n\n[[match]]',
      ),
    },
    code: 1,
    err: [`${X}: \`my-x\` cannot match anything here: no scanned file imports leftpad`],
  },
  "an extractor that is a draft": {
    files: {
      [X]: (extractor('regex = "f"')[X] as string).replace(
        "[[match]]",
        'status = "draft"\n\n[[match]]',
      ),
    },
    code: 1,
    err: [`${X}: \`my-x\` is a draft: it was not run (info extractor-draft)`],
  },
  "an extractor's id twice": {
    files: {
      ...extractor('rule = { pattern = "f($$$)" }'),
      ".aphoria/extractors/y.toml": extractor('rule = { pattern = "f($$$)" }')[X] ?? "",
    },
    code: 2,
    err: [".aphoria/extractors/y.toml: `my-x` is the id of .aphoria/extractors/x.toml too"],
  },
  "extractors that are not there": {
    args: "scan --extractors nope",
    code: 2,
    err: ["nope: there is no such folder"],
  },
  "extractors that are a file": {
    args: "scan --extractors src/good.ts",
    code: 2,
    err: ["src/good.ts: is a file, not a folder of extractors"],
  },
  "a model with an unknown type": {
    files: {
      ".aphoria/libraries/m.toml":
        'id = "m"\ntitle = "M"\nlanguage = "typescript"\npackages = ["m"]\nprovides = "shared-cache"\n[[type]]\nname = "client"\n[[operation]]\non = ["clent"]\noperation = "write"\n',
    },
    code: 2,
    err: [
      ".aphoria/libraries/m.toml:9:7: there is no [[type]] with the name `clent`; did you mean",
    ],
  },
  "extractors test says the same": {
    files: extractor('idiom = { kind = "read-thru" }'),
    args: "extractors test",
    code: 2,
    err: [`${X}:9:11: there is no idiom \`read-thru\`; did you mean \`read-through\`?`],
    finds: false,
  },

  // Source files.
  "a file in Latin-1": {
    files: { "src/l.ts": LATIN },
    code: 1,
    err: ["src/l.ts:1:4: is not UTF-8; it was read as Latin-1 (warning file-not-utf8)"],
  },
  "a file in Latin-1, strict": {
    files: { "src/l.ts": LATIN },
    args: "scan --strict",
    code: 2,
    errors: 0,
  },
  "a file with a byte order mark and CRLF": {
    files: { "src/b.ts": `\uFEFF${BREAKS.replaceAll("\n", "\r\n")}` },
    code: 1,
    out: ["src/b.ts:3:39  CONFLICT"],
  },
  "a line of 2 MB": {
    files: { "src/b.ts": `${GOOD.repeat(80)}const x = "${"a".repeat(2_000_000)}";\n` },
    code: 1,
    err: ["src/b.ts:401:1: a line of 2.0 million characters (warning line-too-long)"],
    out: ["src/b.ts:4:9  CONFLICT", "src/good.ts:4:9  CONFLICT"],
  },
  "a syntax error": {
    files: { "src/b.ts": `${BREAKS}\nconst = = ;\n` },
    code: 1,
    err: ["src/b.ts:5:", "could not be parsed", "(warning file-parse-error)"],
    out: ["src/b.ts:3:39  CONFLICT"],
  },
  "a name that is missing": {
    files: { "src/b.ts": `${BREAKS}\nconsole..log(1);\n` },
    code: 1,
    err: ["src/b.ts:5:9: this could not be parsed"],
    out: ["src/b.ts:3:39  CONFLICT"],
  },
  "a syntax error, strict": {
    files: { "src/b.ts": `${BREAKS}\nconst = = ;\n` },
    args: "scan --strict --fail-on never",
    code: 2,
    errors: 0,
  },
  "links in circles and out of the tree": {
    links: { "src/loop": "..", "src/self": "self", "src/etc": "/etc", "src/h.ts": "/etc/hostname" },
    code: 1,
    err: [
      "src/loop: the link leads back to a folder above it and was not followed (info symlink-loop)",
      "src/self: the link leads in a circle and was not followed (info symlink-loop)",
    ],
    out: ["Left out 2 files: 2 outside-root"],
  },
  "names with line breaks, quotes and escape sequences": {
    files: { "src/a\nb.ts": BREAKS, "src/\u001B[31m.ts": BREAKS, "src/\"'.ts": BREAKS },
    code: 1,
    out: [String.raw`src/\x1b[31m.ts:3`, "src/\"'.ts:3", String.raw`src/a\nb.ts:3`],
    never: ["\u001B"],
  },
  "the same in a repository": {
    files: { "src/a\nb.ts": BREAKS, "src/\u001B[31m.ts": BREAKS, "src/\"'.ts": BREAKS },
    inGit: true,
    code: 1,
    out: [String.raw`src/\x1b[31m.ts:3`, "src/\"'.ts:3", String.raw`src/a\nb.ts:3`],
    never: ["\u001B"],
  },
  "a hostile repository": {
    inGit: true,
    files: {
      ".git/config":
        '[core]\nfsmonitor = "touch PWNED; false"\nhooksPath = hooks\npager = "touch PWNED"\nworktree = /etc\n[alias]\nls-files = "!touch PWNED"\n[filter "x"]\nclean = "touch PWNED"\nprocess = "touch PWNED"\n',
      ".gitattributes": "* filter=x\n",
    },
    code: 1,
    absent: ["PWNED"],
  },
  "a repository whose configuration is broken": {
    inGit: true,
    files: { ".git/config": "garbage[" },
    code: 1,
    err: ["git could not list the files (fatal: bad config line 1", "(info git-unusable)"],
  },

  // Comments that speak to aphoria.
  "suppressions that suppress nothing": {
    files: {
      "src/s.ts": `// @aphoria:ignore[cache-004]
const a = 1;
// @aphoria:ignore[cache-004
const b = 1;
// @aphoria:ignore[cache-004] old (until 2020-01-01)
const c = 1;
// @aphoria:ignore[cache-004] nothing here
const d = "cache redis ioredis";
// @aphoria:claim[safty] TTL MUST be set -- leak
const e = 1;
`,
    },
    code: 1,
    err: [
      "src/s.ts:1:4: the suppression of `cache-004` gives no reason (warning suppression-reasonless)",
      "src/s.ts:3:4: this suppression cannot be read",
      "src/s.ts:5:4: the suppression of `cache-004` ended on 2020-01-01",
      "src/s.ts:7:4: the suppression of `cache-004` suppresses nothing here",
      "src/s.ts:9:4: this marker's category is not one of",
    ],
  },

  // Flags.
  "an unknown format": {
    args: "scan --format jsn",
    code: 2,
    err: ["`--format jsn` is unknown; did you mean `json`?"],
    errors: 0,
    finds: false,
  },
  "two reports to stdout": {
    args: "scan --format json --report markdown",
    code: 2,
    err: ["only one report can go to stdout"],
    errors: 0,
    finds: false,
  },
  "a report into a folder that is not there": {
    args: "scan --output a/b/c.txt",
    code: 1,
    err: ["made the folder"],
    finds: false,
  },
  "the same, quietly": {
    args: "scan --output a/b/c.txt -q",
    code: 1,
    never: ["made"],
    finds: false,
  },
  "a report where nothing can be written": {
    args: "scan --output /proc/nope/x.json",
    code: 2,
    err: ["/proc/nope/x.json could not be written"],
    errors: 0,
    finds: false,
  },
  "a report in the place of a folder": {
    files: { "out/x": "" },
    args: "scan --output out",
    code: 2,
    err: ["out could not be written: it is a folder"],
    errors: 0,
    finds: false,
  },
  quiet: { args: "scan -q", code: 1, never: ["claims-missing"] },
  "never fails but for its own job": { args: "scan --fail-on never", code: 0 },
  "never, with an error": { args: "scan nope src --fail-on never", code: 2 },
  "colour by force": {
    args: "scan",
    env: { FORCE_COLOR: "1" },
    code: 1,
    out: ["\u001B["],
    finds: false,
  },
  "no colour in spite of it": {
    args: "scan --no-color",
    env: { FORCE_COLOR: "1" },
    code: 1,
    never: ["\u001B["],
  },
};

describe("bad input", () => {
  for (const [name, row] of Object.entries(ROWS)) {
    test(name, () => hold(row), 60_000);
  }

  test("a file of 100 MB, a pipe and a device are not read, found or named", async () => {
    const folder = projectOf({ code: 1, links: { "src/zero.ts": "/dev/zero" } });
    for (const name of ["src/big.ts", "big.json"]) {
      writeFiles(folder, { [name]: "" });
      truncateSync(join(folder, name), 110_000_000);
    }
    execFileSync("mkfifo", [join(folder, "src/pipe.ts")]);
    const { code, out } = await type(folder, { code: 1 });
    expect(code).toBe(1);
    expect(out).toContain("src/good.ts:4:9  CONFLICT");
    expect(out).toContain("Left out 2 files: 1 too-large, 1 outside-root");
    for (const args of [
      "scan src/big.ts",
      "scan src/pipe.ts",
      "scan src/zero.ts",
      "scan --claims /dev/zero",
      "scan --claims src/pipe.ts",
      "scan --config src/big.ts",
      "scan --baseline src/pipe.ts",
      "scan --earlier big.json",
      "scan --earlier /dev/zero",
      "compare big.json big.json",
      "compare src/pipe.ts src/pipe.ts",
    ]) {
      const refused = await type(folder, { args, code: 2 });
      expect(refused.code, args + refused.err).toBe(2);
      expect(refused.err).not.toContain("internal");
    }
  });

  test("every format lists the diagnostics", async () => {
    const row = { links: { "src/loop": ".." }, files: { "src/l.ts": LATIN } } as const;
    for (const format of ["text", "json", "markdown"]) {
      const folder = projectOf({ ...row, code: 1 });
      await type(folder, { args: `scan --format ${format} --output report.txt`, code: 1 });
      const report = readFileSync(join(folder, "report.txt"), "utf8");
      for (const id of ["claims-missing", "symlink-loop", "file-not-utf8"]) {
        expect(report, format).toContain(id);
      }
    }
  });
});

describe("the words of extractors", () => {
  test("every property that a recogniser gives can be asked for", () => {
    const folder = "src/extract/idioms";
    const files = ["src/extract/operations.ts", "src/extract/constructions.ts"].concat(
      readdirSync(folder).map((name) => `${folder}/${name}`),
    );
    const unasked = files.flatMap((path) => {
      const text = readFileSync(path, "utf8");
      const kinds = [...(/kinds: \[(.*)\]/.exec(text)?.[1]?.matchAll(/"(.+?)"/g) ?? [])].map(
        ([, kind]) => kind,
      );
      const known = kinds.flatMap((kind) => Object.keys(PROPERTIES[kind ?? ""] ?? {}));
      return [...text.matchAll(/properties: \{([^}]*)\}/g)]
        .map(([, inside = ""]) => inside.replace(/\([^()]*\)/g, "")) // what a call is given is no property
        .flatMap((inside) => [...inside.matchAll(/(?:^|,)\s*([a-z_]+)(?=\s*:|,|\s*$)/gm)])
        .map(([, property = ""]) => property)
        .filter((property) => !known.includes(property))
        .map((property) => `${path}: ${property}`);
    });
    expect(unasked).toEqual([]);
  });

  test("every kind has its properties", () => {
    const kinds = RECOGNISERS.flatMap((recogniser) => recogniser.kinds);
    expect(kinds.filter((kind) => !Object.hasOwn(PROPERTIES, kind))).toEqual([]);
  });
});

async function hold(row: Row): Promise<void> {
  const folder = projectOf(row);
  const before = filesIn(folder).length;
  const { code, out, err } = await type(folder, row);
  expect({ code, out, err }).toMatchObject({ code: row.code });
  inOrder(err, row.err ?? []);
  inOrder(out, row.out ?? []);
  for (const word of row.never ?? []) expect(out + err).not.toContain(word);
  for (const path of row.absent ?? []) expect(existsSync(join(folder, path))).toBe(false);
  if (row.finds !== false) expect(out).toContain("src/good.ts:4:9  CONFLICT");
  const errors = err.match(/\(error [a-z\d-]+\)$/gm)?.length ?? 0;
  expect(errors, err).toBe(row.errors ?? (row.code === 2 ? 1 : 0));
  expect(out + err).not.toContain("internal error");
  if (row.args?.includes("--output") !== true) {
    expect(filesIn(folder)).toHaveLength(before);
  }
}

/** What a scan remembers lies beside it, in its own two places. Links are not followed; Node's own recursion may. */
function filesIn(folder: string, below = ""): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    if (/^(?:\.cache|\.aphoria\/cache)$/.test(path)) return [];
    return [path, ...(entry.isDirectory() ? filesIn(folder, path) : [])];
  });
}

function projectOf({ files = {}, links = {}, inGit, bare }: Row): string {
  const source = bare === true ? {} : { "src/good.ts": GOOD };
  if (inGit !== true) return linked(temporaryFolder({ ...source, ...files }), links);
  const folder = temporaryFolder(source);
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  writeFiles(folder, files);
  return linked(folder, links);
}

function linked(folder: string, links: Readonly<Record<string, string>>): string {
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(target, join(folder, name));
  }
  return folder;
}

const real = nodeHost();

async function type(folder: string, { args = "scan", denied = [], env = {} }: Row) {
  const said = { out: "", err: "", code: 0 };
  const closed = denied.map((path) => join(folder, path));
  const guard = (path: string): string => {
    if (closed.includes(path)) throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    return path;
  };
  const host: Host = {
    ...real,
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, ...env },
    stdout: { write: (text) => void (said.out += text), isTTY: false, columns: undefined },
    stderr: { write: (text) => void (said.err += text), isTTY: false, columns: undefined },
    setExitCode: (code) => void (said.code = code),
    readInto: (path, limit) => real.readInto(guard(path), limit),
    readdir: (path) => real.readdir(guard(path)),
  };
  const words = args.split(" ").map((word) => (word === "~" ? "" : word));
  await run(["node", "/usr/bin/aphoria", ...words], host);
  return said;
}

function inOrder(text: string, wanted: readonly string[]): void {
  let from = 0;
  for (const part of wanted) {
    const at = text.indexOf(part, from);
    expect(at, `${part}\n--- in ---\n${text}`).toBeGreaterThanOrEqual(0);
    from = at;
  }
}
