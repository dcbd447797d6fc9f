/** The commands that write claims.toml, and what they refuse; in memory, with a scan that finds what a test says. */
import { describe, expect, test } from "vitest";
import type { Pipeline } from "../../src/cli/pipeline.ts";
import { run } from "../../src/cli/run.ts";
import { packageFolder } from "../../src/io/version.ts";
import type { Report } from "../../src/model/report.ts";
import { memoryHost } from "../io/memory-host.ts";
import type { MemoryHost, MemoryHostOptions } from "../io/memory-host.ts";

const FILE = "/project/.aphoria/claims.toml";
const CORPUS = `[[claim]]
id = "cache-004"
subject = "cache/ttl"
predicate = "required"
value = true
invariant = "Every value MUST carry an expiry"
consequence = "Memory grows"
provenance = { source = "Redis", section = "SET", url = "https://redis.io/docs/latest/commands/set/" }
tier = "vendor"
category = "safety"

[[claim]]
id = "cache-008"
subject = "cache/timeout"
predicate = "value"
operator = "gt"
value = 0
invariant = "Timeouts MUST be greater than zero"
consequence = "It hangs"
provenance = { source = "AWS", section = "Timeouts" }
tier = "vendor"
category = "safety"
`;
const SEED = [
  ["--subject", "cache/ttl"],
  ["--predicate", "required"],
  ["--value", "true"],
  ["--provenance", "Redis SETEX command spec"],
  ["--invariant", "TTL MUST be set for all cached values"],
  ["--consequence", "Missing TTL causes memory leak - unbounded growth"],
  ["--tier", "expert"],
  ["--category", "safety"],
].flat();
const OWN = `# ours
[[claim]]
id = "cache-004"   # the first
subject = "cache/ttl"
predicate = "value"
operator = "lte"
value = "1h"
invariant = "Values MUST be gone after an hour"
consequence = "Stale prices"
provenance = "Handbook"
tier = 1
category = "correctness"
`;

interface Options extends MemoryHostOptions {
  readonly script?: string;
  readonly report?: Partial<Report>;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: MemoryHost;
  /** claims.toml afterwards. */
  readonly text: string | undefined;
}

async function type(words: readonly string[], options: Options = {}): Promise<Ran> {
  const host = memoryHost({
    ...options,
    files: {
      "/project/.git/HEAD": "",
      [`${packageFolder()}/corpora/cache.toml`]: CORPUS,
      ...options.files,
    },
  });
  const nothing = { claims: [], findings: [], markers: [], diagnostics: [] };
  const pipeline = {
    scan: async () => ({ report: { ...nothing, ...options.report } }),
  } as unknown as Pipeline;
  await run(["node", options.script ?? "/usr/bin/aphoria", ...words], host, async () => pipeline);
  const [code, out, err] = [host.exitCode(), host.stdoutText(), host.stderrText()];
  const file = host.files.get(FILE);
  return { code, out, err, host, text: typeof file === "string" ? file : undefined };
}

const own = (text: string = OWN): Options => ({ files: { [FILE]: text } });
const split = (line: string): readonly string[] =>
  line.split(" ").map((word) => word.replaceAll("~", " "));

describe("create", () => {
  test("the seed's example works to the letter, and its claim is cache-004", async () => {
    const { code, out, text } = await type(["create", ...SEED], {
      script: "/usr/bin/aphoria-claims",
    });
    expect({ code, out }).toEqual({
      code: 0,
      out: "cache-004 is written to .aphoria/claims.toml\n",
    });
    expect(text).toMatchInlineSnapshot(`
      "# What must hold in this code, who says so, and what breaks otherwise.
      # Written by hand or with \`aphoria claims\`, which keeps every comment.

      [[claim]]
      id = "cache-004"
      subject = "cache/ttl"
      predicate = "required"
      value = true
      invariant = "TTL MUST be set for all cached values"
      consequence = "Missing TTL causes memory leak - unbounded growth"
      provenance = "Redis SETEX command spec"
      tier = "expert"
      category = "safety"
      created = "2026-01-01"
      "
    `);
  });

  test("a second one is appended, with every byte above as it was", async () => {
    const windows = `\uFEFF${OWN.replaceAll("\n", "\r\n")}`;
    const { code, text } = await type(["claims", "create", ...SEED], own(windows));
    expect(code).toBe(0);
    expect((text ?? "").startsWith(`${windows}\r\n[[claim]]\r\nid = "cache-009"\r\n`)).toBe(true);
    expect((text ?? "").replaceAll("\r\n", "")).not.toContain("\n");
  });

  test.each([
    ["--tier exprt", "`--tier exprt` is unknown; did you mean `expert`?"],
    ["--category safty", "`--category safty` is unknown; did you mean `safety`?"],
    ["--operator atmost", "`--operator atmost` is unknown"],
    ["--subject Cache~TTL", '`subject` cannot be "Cache TTL"'],
    ["--operator lte", "only a number, a duration or a size can be compared by order"],
    ["--operator present", "the operator `present` takes no value"],
    ["--operator matches --value (", "this regular expression does not compile"],
    ["--id Cache_4", '`id` cannot be "Cache_4"'],
    ["--cwe 77", 'an item of `cwe` cannot be "77"'],
    ["--fix rust", "`--fix` needs a language and code"],
    ["--value ~", "`--value` needs a value"],
    ["--supersedes ~x", '`supersedes` cannot be " x"'],
    ["--claims nowhere/c.toml", "the folder of `nowhere/c.toml` does not exist"],
    ["--from nothing", "`--from nothing` is not FILE:LINE"],
    ["--from no.rs:4", "there is no file `no.rs`"],
  ])("%s: exit 2, one message, nothing written", async (line, message) => {
    const { code, out, err, text } = await type(
      ["claims", "create", ...SEED, ...split(line)],
      own(),
    );
    expect({ code, out, text }).toEqual({ code: 2, out: "", text: OWN });
    expect(err).toContain(`aphoria: ${message}`);
    expect(err.match(/^aphoria: /gm)).toHaveLength(1);
  });

  test("what is missing is named, all at once", async () => {
    const { code, err, host } = await type(
      split("claims create --subject cache/x --operator absent"),
    );
    expect(code).toBe(2);
    expect(err).toContain(
      "`--predicate`, `--invariant`, `--consequence`, `--provenance`, `--tier` and `--category` are missing",
    );
    expect([...host.files.keys()].filter((path) => path.includes(".aphoria"))).toEqual([]);
  });

  test("a file that is no TOML is left alone", async () => {
    const { code, err, text } = await type(["claims", "create", ...SEED], own("[[claim"));
    expect({ code, text }).toEqual({ code: 2, text: "[[claim" });
    expect(err).toMatch(/^aphoria: \.aphoria\/claims\.toml:1:\d+: /);
  });

  test("a duplicate is refused, and recorded with --force", async () => {
    const before = await type(["claims", "create", ...SEED]);
    const files = { files: { [FILE]: before.text ?? "" } };
    const again = await type(["claims", "create", ...SEED], files);
    expect(again.code).toBe(2);
    expect(again.text).toBe(before.text);
    expect(again.err).toContain(
      "this claim repeats `cache-004` (cache/ttl required eq true, tier 4 expert)",
    );
    const forced = await type(["claims", "create", ...SEED, "--force"], files);
    expect({ code: forced.code, out: forced.out.split(" ")[0] }).toEqual({
      code: 0,
      out: "cache-009",
    });
  });

  test("a contradiction names the other claim and the authority", async () => {
    const line = "--predicate value --operator gte --value 2h";
    const { code, err, text } = await type(["claims", "create", ...SEED, ...split(line)], own());
    expect({ code, text }).toEqual({ code: 2, text: OWN });
    expect(err).toContain(
      "this claim (cache/ttl value gte 2h, tier 4 expert) contradicts `cache-004` (cache/ttl value lte 1h, " +
        "tier 1 spec): no value can satisfy both; `cache-004` outranks this claim",
    );
  });

  test("a configured corpus can be contradicted, but not repeated", async () => {
    const files = { ...own().files, "/project/.aphoria/config.toml": 'corpus = ["cache"]\n' };
    expect((await type(["claims", "create", ...SEED], { files })).code).toBe(0);
    const replaced = await type(
      [
        "claims",
        "create",
        ...SEED,
        "--subject",
        "cache/timeout",
        "--predicate",
        "value",
        "--value",
        "0",
      ],
      { files },
    );
    expect(replaced.err).toBe(
      "cache-008 takes the place of the claim with that id in corpus:cache\n",
    );
    const no = await type(
      [
        "claims",
        "create",
        ...SEED,
        "--subject",
        "cache/timeout",
        "--predicate",
        "value",
        "--value",
        "0",
        "--id",
        "cache-050",
      ],
      { files },
    );
    expect(no.err).toContain("contradicts `cache-008`");
  });

  test("--dry-run shows and writes nothing; --json is for programs", async () => {
    const dry = await type(["claims", "create", ...SEED, "--dry-run"]);
    expect(dry.out).toContain('[[claim]]\nid = "cache-004"');
    expect(dry.text).toBeUndefined();
    const json = await type(["claims", "create", ...SEED, "--json"]);
    expect(JSON.parse(json.out)).toMatchObject({ id: "cache-004", value: true, tier_number: 4 });
  });

  test("a locked file is a clear error", async () => {
    const lock = "/project/.aphoria/.claims.toml.lock";
    const note = JSON.stringify({ pid: 1, machine: "memory", since: Date.UTC(2026, 0, 1) });
    const host = { ...own().files, [lock]: note };
    // Time stands where files are young: the memory host dates them 1970, so that age alone would break the lock.
    const { code, err, text } = await type(["claims", "create", ...SEED], {
      files: host,
      mtime: Date.UTC(2026, 0, 1),
    });
    expect({ code, text }).toEqual({ code: 2, text: OWN });
    expect(err).toContain(
      "is in use: process 1 on memory has been changing it for over five seconds",
    );
  });

  test("--from a marker takes its words, and the rest from the claim that says the same", async () => {
    const marker = {
      category: "safety",
      invariant: "Every value MUST carry an expiry",
      consequence: "it never goes",
      claim_id: "cache-004",
      path: "src/a.rs",
      line: 7,
      detected: false,
      verdict: null,
      why_not: null,
    };
    const options = { files: { "/project/src/a.rs": "x\n" }, report: { markers: [marker] } };
    const { code, text } = await type(split("claims create --from src/a.rs:7 --tier 3"), options);
    expect(code).toBe(0);
    expect(text).toContain('id = "cache-004"');
    expect(text).toContain('consequence = "it never goes"');
    expect(text).toContain('tier = "library"');
    const elsewhere = await type(split("claims create --from src/a.rs:8"), options);
    expect(elsewhere.err).toContain("nothing at src/a.rs:8 begins a claim");
  });
});

describe("edit, deprecate, supersede, remove", () => {
  test("one field changes, every other byte stays", async () => {
    const { code, out, text } = await type(
      split("claims edit cache-004 --value 2h --tags a,b"),
      own(),
    );
    expect({ code, out }).toEqual({
      code: 0,
      out: "cache-004 is changed in .aphoria/claims.toml\n",
    });
    expect(text).toBe(
      OWN.replace('"1h"', '"2h"').replace('"correctness"\n', '"correctness"\ntags = ["a", "b"]\n'),
    );
    expect((await type(split("claims edit cache-004 --tier spec --dry-run"), own())).out).toBe(
      '- tier = 1\n+ tier = "spec"\n',
    );
  });

  test.each([
    [
      "edit cache-04 --tier 2",
      "there is no claim `cache-04` in .aphoria/claims.toml; did you mean `cache-004`?",
    ],
    [
      "edit cache-008 --tier 2",
      "`cache-008` is a claim of the cache corpus and not in .aphoria/claims.toml",
    ],
    ["edit cache-004", "no field to change is given, and there is no editor"],
    ["edit cache-004 --value soon!", "only a number, a duration or a size"],
    ["edit cache-004 --unset invariant", "a claim must have `invariant`"],
    ["edit cache-004 --unset severity", "`cache-004` has no `severity` to remove"],
    ["edit cache-004 --id X", '`id` cannot be "X"'],
    ["remove cache-004 cache-009", "there is no claim `cache-009` in .aphoria/claims.toml"],
    ["deprecate cache-009", "there is no claim `cache-009` in .aphoria/claims.toml"],
    ["supersede cache-004", "a claim is superseded by another one that is there, or by a copy"],
    ["supersede cache-004 cache-004", "a claim is superseded by another one"],
    ["supersede cache-004 cache-009", "there is no claim `cache-009`"],
    ["import --corpus cache --id cache-004", "there is a claim `cache-004` already"],
    [
      "import --corpus cache --id cache-04",
      "there is no claim `cache-04` in cache; did you mean `cache-004`?",
    ],
    ["import --corpus cahce --all", "there is no corpus `cahce`; did you mean `cache`?"],
    ["import --corpus cache", "say which claims of the corpus: --id or --all"],
    ["import", "claims are imported either from a corpus or from markers"],
  ])("%s: exit 2, one message, nothing written", async (line, message) => {
    const { code, out, err, text } = await type(["claims", ...split(line)], own());
    expect({ code, out, text }).toEqual({ code: 2, out: "", text: OWN });
    expect(err).toContain(`aphoria: ${message}`);
  });

  test("an operator without a value takes the value along", async () => {
    const { text } = await type(split("claims edit cache-004 --operator present"), own());
    expect(text).toBe(OWN.replace('"lte"', '"present"').replace('value = "1h"\n', ""));
  });

  test("a broken claim can be mended", async () => {
    const broken = OWN.replace("tier = 1", 'tier = "exprt"\nextra = 1');
    const mended = await type(split("claims edit cache-004 --tier 1 --unset extra"), own(broken));
    expect(mended.code).toBe(0);
    expect(mended.text).toBe(OWN.replace("tier = 1", 'tier = "spec"'));
  });

  test("deprecate sets the status, supersede does both", async () => {
    const ended = OWN.replace('"correctness"\n', '"correctness"\nstatus = "deprecated"\n');
    expect((await type(split("claims deprecate cache-004"), own())).text).toBe(ended);
    const { code, out, text } = await type(split("claims supersede cache-004 --value 2h"), own());
    expect({ code, out }).toEqual({
      code: 0,
      out: "cache-009 supersedes cache-004 in .aphoria/claims.toml\n",
    });
    expect((text ?? "").startsWith(ended)).toBe(true);
    expect(text).toContain('supersedes = "cache-004"');
    const linked = await type(split("claims remove cache-004"), own(text ?? ""));
    expect(linked.err).toContain("`cache-009` refers to `cache-004`, so nothing was removed");
  });

  test("remove takes the claim and leaves the comments around it", async () => {
    const { code, text } = await type(split("claims remove cache-004"), own(`${OWN}\n# end\n`));
    expect({ code, text }).toEqual({ code: 0, text: "# ours\n\n# end\n" });
  });

  test("in an editor", async () => {
    const options = {
      ...own(),
      isInteractive: true,
      env: { EDITOR: "vi" },
      edit: (text: string) => text.replace("tier = 1", "tier = 2 # lower"),
    };
    const { code, text, host } = await type(split("claims edit cache-004"), options);
    expect({ code, text }).toEqual({ code: 0, text: OWN.replace("tier = 1", "tier = 2 # lower") });
    expect([...host.files.keys()].filter((path) => path.includes(".edit"))).toEqual([]);
    const broken = { ...options, edit: () => "[[claim]]\nid = 1\n" };
    const no = await type(split("claims edit cache-004"), broken);
    expect({ code: no.code, text: no.text }).toEqual({ code: 2, text: OWN });
    expect(no.err).toContain("your text is kept in /project/.aphoria/.edit-cache-004.toml");
    const left = await type(split("claims edit cache-004"), { ...options, edit: () => undefined });
    expect(left.err).toContain("the editor ended with an error");
  });
});

describe("import and export", () => {
  const marker = (category: string | null, invariant: string, line: number) => ({
    category,
    invariant,
    consequence: "it breaks",
    claim_id: null,
    path: "src/a.rs",
    line,
    detected: false,
    verdict: null,
    why_not: null,
  });

  test("a corpus's claims are copied whole", async () => {
    const { code, text } = await type(
      split("claims import --corpus cache --id cache-008,cache-004"),
    );
    expect(code).toBe(0);
    expect((text ?? "").match(/^id = .*$/gm)).toEqual(['id = "cache-008"', 'id = "cache-004"']);
    const all = await type(split("claims import --corpus cache --all"), own());
    expect(all.out).toContain("1 claim is written");
  });

  test("each marker without a claim gives one, and only once", async () => {
    const report = {
      markers: [
        marker("safety", "Timeout MUST be greater than zero", 3),
        marker("safety", "timeouts must be greater than zero!", 9),
        marker("security", "Invoices MUST NOT be cached", 20),
        marker(null, "odd", 30),
        marker("correctness", "values MUST be gone after an hour", 40),
      ],
    };
    const { code, out, text } = await type(split("claims import --from-markers"), {
      ...own(),
      report,
    });
    expect(code).toBe(0);
    expect(out).toBe(
      "cache-008  Timeout MUST be greater than zero\n" +
        "cache-009  Invoices MUST NOT be cached\n" +
        "2 claims are written to .aphoria/claims.toml\n",
    );
    expect(text).toContain(
      'subject = "cache/invoices_cached"\npredicate = "present"\noperator = "eq"\nvalue = false\n',
    );
    expect(text).toContain('provenance = { source = "Inline marker", section = "src/a.rs:20" }');
    const again = await type(split("claims import --from-markers"), {
      ...own(text ?? ""),
      report,
    });
    expect(again.out).toBe("nothing to import: every one is in .aphoria/claims.toml already\n");
    expect(again.text).toBe(text);
  });

  test("export is Markdown or JSON, with the filters of list", async () => {
    const markdown = await type(split("claims export"), own());
    expect(markdown.out).toContain(
      "## Correctness\n\n### cache-004\n\nValues MUST be gone after an hour\n",
    );
    expect(markdown.out).toContain("- Authority: tier 1 (spec): Handbook\n");
    const json = await type(
      split("claims export --format json --category safety --corpus cache"),
      own(),
    );
    expect((JSON.parse(json.out) as { id: string }[]).map(({ id }) => id)).toEqual(["cache-008"]);
    const file = await type(split("claims export --output out.md"), own());
    expect(file.out).toBe("");
    expect(file.host.files.get("/project/out.md")).toBe(markdown.out);
  });

  test.each([
    ["--tier vendor", ["cache-008"]],
    ["--min-tier 1", ["cache-004"]],
    ["--status deprecated", []],
    ["--domain cache", ["cache-004", "cache-008"]],
    ["--search hangs", ["cache-008"]],
    ["--tag x", []],
    ["--language rust", ["cache-004", "cache-008"]],
  ])("list %s", async (line, ids) => {
    const { out } = await type(
      [...split("claims list --corpus cache --json"), ...split(line)],
      own(),
    );
    expect((JSON.parse(out) as { id: string }[]).map(({ id }) => id)).toEqual(ids);
  });
});

describe("show and verify", () => {
  test("show says where the claim stands now", async () => {
    const place = { path: "src/a.rs", line: 3, column: 5, suppressed: null, evidence: [] };
    const report = {
      claims: [{ id: "cache-004", verdict: "CONFLICT" }],
      findings: [
        { ...place, claim_id: "cache-004", verdict: "CONFLICT", message: "2h is too long" },
      ],
    } as unknown as Partial<Report>;
    const { code, out } = await type(split("claims show cache-004"), { ...own(), report });
    expect(code).toBe(0);
    expect(out).toContain("now: CONFLICT\n  CONFLICT  src/a.rs:3:5  2h is too long\n");
    const json = await type(split("claims show cache-004 --json"), { ...own(), report });
    expect(JSON.parse(json.out)).toMatchObject({
      id: "cache-004",
      standing: { verdict: "CONFLICT", places: [{ path: "src/a.rs", line: 3 }] },
    });
    expect((await type(split("claims show cache-004 --no-scan"), own())).out).not.toContain("now:");
    const ended = own(`${OWN}status = "deprecated"\n`);
    expect((await type(split("claims show cache-004"), ended)).out).toContain(
      "now: a deprecated claim is not held against the code\n",
    );
  });

  test("verify: 1 when the answer is no, with the place and the number of naming errors", async () => {
    const misnamed = own(OWN.replace("cache/ttl", "cache/tttl"));
    const { code, out, err } = await type(split("claims verify"), misnamed);
    expect({ code, out }).toEqual({
      code: 1,
      out: "0 claims are in order, 2 errors, 2 of them in names, 1 warning\n",
    });
    expect(err).toContain(
      ".aphoria/claims.toml:4:11: `cache-004` is about `cache/tttl`; did you mean `cache/ttl`?",
    );
    const json = await type(split("claims verify --json"), misnamed);
    expect(JSON.parse(json.out)).toMatchObject({ claims: 1, errors: 2, naming_errors: 2 });
    const seed = await type(["claims", "create", ...SEED]);
    const fine = await type(split("claims verify --strict"), own(seed.text ?? ""));
    expect({ code: fine.code, out: fine.out }).toEqual({
      code: 0,
      out: "1 claim is in order, 0 errors\n",
    });
  });
});
