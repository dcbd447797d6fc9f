import { describe, expect, test } from "vitest";
import type { LiveOutcome, Pipeline, ScanOptions, ScanOutcome } from "../../src/cli/pipeline.ts";
import { CATALOGUE } from "../../src/cli/catalogue.ts";
import { DOORS } from "../../src/cli/doors.ts";
import { run } from "../../src/cli/run.ts";
import { versionText } from "../../src/cli/version-text.ts";
import { packageFolder } from "../../src/io/version.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { ReportFinding } from "../../src/model/report.ts";
import { memoryHost } from "../io/memory-host.ts";
import type { MemoryHost, MemoryHostOptions } from "../io/memory-host.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: MemoryHost;
  /** What reached the pipeline, if it was reached. */
  readonly options: ScanOptions | undefined;
}

interface Options extends MemoryHostOptions {
  readonly script?: string;
  readonly outcome?: Partial<ScanOutcome>;
  readonly findings?: readonly Partial<ReportFinding>[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly scan?: Pipeline["scan"];
}

/** Types a command line into aphoria; the pipeline behind it is a stand-in that finds what the test says. */
async function type(line: string, options: Options = {}): Promise<Ran> {
  const host = memoryHost(options);
  let received: ScanOptions | undefined;
  const report = {
    claims: [],
    markers: [],
    findings: options.findings ?? [],
    diagnostics: options.diagnostics ?? [],
  } as unknown as ScanOutcome["report"];
  const scan: Pipeline["scan"] = async (given, ...rest) => {
    received = given;
    if (options.scan !== undefined) return options.scan(given, ...rest);
    return {
      report,
      files: [],
      skipped: [],
      prefix: "",
      failOn: "conflict",
      notes: [],
      sources: () => undefined,
      claims: [],
      observations: [],
      callSites: () => [],
      analysis: {} as LiveOutcome["analysis"],
      ...options.outcome,
    };
  };
  const pipeline: Pipeline = {
    scan,
    scanAgain: (given, to, { onProgress }) => scan(given, to, onProgress),
    loadFormat: async (id) => ({
      id,
      description: "",
      mark: "",
      render: (_, { color, width, showMissing, listDiagnostics }) =>
        [id, width, color && "color", showMissing && "missing", listDiagnostics && "diagnostics"]
          .filter((word) => word !== false)
          .join(" "),
    }),
  };
  const words = line === "" ? [] : line.split(" ").map((word) => word.replaceAll("~", " "));
  const script = options.script ?? "/usr/bin/aphoria";
  await run(["node", script, ...words], host, async () => pipeline);
  return {
    code: host.exitCode(),
    out: host.stdoutText(),
    err: host.stderrText(),
    host,
    options: received,
  };
}

const finding = (fields: Partial<ReportFinding>): Partial<ReportFinding> => ({
  suppressed: null,
  baseline: null,
  ...fields,
});

const broken: Diagnostic = {
  code: "unknown-key",
  severity: "error",
  message: "unknown key `foo`",
  path: ".aphoria/claims.toml",
  line: 3,
  column: 1,
  help: "Remove it.",
};
const strange: Diagnostic = {
  code: "file-not-utf8",
  severity: "warning",
  message: "odd",
  path: "a",
};
const defaulted: Diagnostic = { code: "claims-missing", severity: "info", message: "no claims" };

describe("usage", () => {
  test.each([
    ["scan --sharp 1/2", "unknown flag `--sharp`"],
    ["scan --formt json", "unknown flag `--formt`; did you mean `--format`?"],
    ["scan --format", "`--format` needs a value: FORMAT"],
    ["scan --format jsn", "`--format jsn` is unknown; did you mean `json`?"],
    ["scan --format csv", "`--format csv` is unknown"],
    ["scan --format json,text", "`--format json,text` is unknown"],
    ["scan --report csv=x", "`--report csv` is unknown"],
    ["scan --report json=", "`--report json=` names no file"],
    ["scan --report json --report text", "only one report can go to stdout"],
    ["scan --report json --format text", "only one report can go to stdout"],
    ["scan --report json=x --output ./x", "two reports would be written to `x`"],
    ["scan --fail-on confict", "`--fail-on confict` is unknown; did you mean `conflict`?"],
    ["scan --category safety,safty", "`--category safty` is unknown; did you mean `safety`?"],
    ["scan --language go", "`--language go` is unknown"],
    ["scan --language pyhton", "`--language pyhton` is unknown; did you mean `python`?"],
    ["scan --min-tier 6", "`--min-tier 6` is not a whole number from 1 to 5"],
    ["scan --min-tier 1.5", "`--min-tier 1.5` is not a whole number from 1 to 5"],
    ["scan --min-confidence all", "`--min-confidence all` is unknown"],
    ["scan --packs chache", "`--packs chache` is unknown; did you mean `cache`?"],
    ["scan --show misssing", "`--show misssing` is unknown; did you mean `missing`?"],
    ["scan --claim a,,b", "`--claim` has an empty value"],
    ["scan --claims ~", "`--claims` needs a value"],
    ["scan --show-files --format json", "`--show-files` prints paths and no report"],
    ["scna", "unknown command `aphoria scna`; did you mean `scan`?"],
    ["claims lst", "unknown command `aphoria claims lst`; did you mean `list`?"],
    ["claims show", "missing required argument 'id'"],
    ["claims list extra", "too many arguments"],
    ["--format json", "flags stand behind the command: `aphoria scan --format`"],
  ])("%s", async (line, message) => {
    const { code, out, err, options } = await type(line);
    expect(err.split("\n")[0]).toContain(`aphoria: ${message}`);
    expect({ code, out, options }).toEqual({ code: 2, out: "", options: undefined });
  });

  test("what was typed cannot drive the terminal", async () => {
    const { err } = await type("scan --format \x1b[31mred");
    expect(err).not.toContain("\x1b");
  });

  test("no command at all is help, and no success", async () => {
    const { code, out, err } = await type("");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Usage: aphoria <command>");
  });

  test.each(["--help", "-h", "help", "claims --help", "scan --help", "scan -h", "extractors -h"])(
    "%s",
    async (line) => {
      const { code, out, err } = await type(line);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).toContain("Usage: ");
    },
  );

  test("the help of a scan", async () => {
    expect((await type("scan --help", { columns: 100 })).out).toMatchSnapshot();
  });

  test.each([...Object.keys(CATALOGUE), "claims", "extractors", ""])(
    "the help of `%s` fits in 80 columns",
    async (name) => {
      const { out } = await type(`${name} --help`.trim(), { columns: 80 });
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test("the help names the three doors, one line each", async () => {
    const { out } = await type("--help", { columns: 80 });
    const lines = out.split("\n");
    for (const door of Object.keys(DOORS)) {
      expect(lines.filter((line) => line.trim().startsWith(`${door} `))).toHaveLength(1);
    }
  });

  test("an unexpected exception is our bug, and says how to report it", async () => {
    const { code, err } = await type("scan", {
      scan: async () => {
        throw new TypeError("x is not a function");
      },
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^aphoria: internal error: .*\nTypeError: x is not a function/);
    expect(err).toContain("Please report it");
  });
});

describe("doors", () => {
  const door = (name: string): string => `/usr/lib/node_modules/.bin/${name}`;

  test.each([
    ["aphoria-claims", "--help", /Usage: aphoria claims <command>/],
    ["aphoria-suggest", "--help", /^Usage: aphoria suggest /],
    ["aphoria-custom-extractor-creator", "-h", /aphoria extractors new/],
    ["aphoria-claims", "list --help", /Usage: aphoria claims list/],
  ])("%s %s", async (name, line, expected) => {
    const { code, out, err } = await type(line, { script: door(name) });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(expected);
  });

  test.each([
    ["aphoria", "--version", /^aphoria \d+\.\d+\.\d+\n$/],
    ["aphoria-claims", "--version", /^aphoria-claims \d/],
    ["aphoria-suggest", "--version", /^aphoria-suggest \d/],
    ["aphoria-custom-extractor-creator.js", "-V", /^aphoria-custom-extractor-creator \d/],
  ])("%s %s says its version", (name, word, expected) => {
    expect(versionText(["node", door(name), word])).toMatch(expected);
  });

  test("what stands behind a command asks for no version", () => {
    expect(versionText(["node", door("aphoria"), "scan", "--version"])).toBeUndefined();
  });
});

describe("scan", () => {
  test("hands over what was typed", async () => {
    const line =
      "scan src lib/*.ts --claims c.toml --corpus cache,httpclient --corpus dbpool --packs core " +
      "--extractors x --extractors y --config k.toml --claim a,b --category safety --language js,py " +
      "--min-tier 2 --min-confidence low --include *.{ts,tsx},lib --exclude old --include-tests";
    expect((await type(line)).options).toEqual({
      paths: ["src", "lib/*.ts"],
      claims: "c.toml",
      corpus: ["cache", "httpclient", "dbpool"],
      packs: ["core"],
      extractors: ["x", "y"],
      config: "k.toml",
      claimIds: ["a", "b"],
      categories: ["safety"],
      languages: ["typescript", "python"],
      minTier: 2,
      minConfidence: "low",
      include: ["*.{ts,tsx}", "lib"],
      exclude: ["old"],
      includeTests: true,
    });
  });

  test("what was not typed is not there", async () => {
    expect((await type("scan")).options).toEqual({
      paths: [],
      extractors: [],
      claimIds: [],
      categories: [],
      languages: [],
      include: [],
      exclude: [],
    });
  });

  test("text goes to stdout; diagnostics and notes to stderr", async () => {
    const { code, out, err } = await type("scan", {
      diagnostics: [broken, strange],
      outcome: { notes: ["3 test files left out"] },
    });
    expect(code).toBe(2);
    expect(out).toBe("text 100 missing\n");
    expect(err).toBe(
      ".aphoria/claims.toml:3:1: unknown key `foo` (error unknown-key)\n" +
        "  Remove it.\n" +
        "a: odd (warning file-not-utf8)\n" +
        "3 test files left out\n" +
        "aphoria: the scan is not complete: 1 error\n",
    );
  });

  test("beside JSON on stdout, stderr has the errors alone", async () => {
    const { err } = await type("scan --format json", { diagnostics: [broken, strange] });
    expect(err).toContain("unknown-key");
    expect(err).not.toContain("file-not-utf8");
  });

  test("-q leaves errors", async () => {
    const outcome = { notes: ["a note"] };
    const { out, err } = await type("scan -q", { diagnostics: [strange], outcome });
    expect({ out, err }).toEqual({ out: "text 100 missing\n", err: "" });
    expect((await type("scan -q", { diagnostics: [broken] })).err).toContain("unknown key");
  });

  test("MISSING is shown when claims were chosen, or when asked for", async () => {
    const options = { diagnostics: [defaulted] };
    expect((await type("scan", options)).out).toBe("text 100\n");
    expect((await type("scan --show missing", options)).out).toBe("text 100 missing\n");
    expect((await type("scan --corpus cache")).out).toBe("text 100 missing\n");
  });

  test("reports go where they were sent", async () => {
    const line = "scan --format json --output out/scan.json --report markdown=r.md --report text";
    const { out, err, host } = await type(line, { diagnostics: [strange] });
    expect(out).toBe("text 100 missing\n");
    expect(host.files.get("/project/out/scan.json")).toBe("json 100 missing diagnostics\n");
    expect(host.files.get("/project/r.md")).toBe("markdown 100 missing diagnostics\n");
    expect(err).toContain("made the folder /project/out\n");
  });

  test("text in a file has its diagnostics with it, and no colour", async () => {
    const options = { diagnostics: [strange], isTTY: true, env: { FORCE_COLOR: "1" } };
    const { host, out } = await type("scan --output r.txt", options);
    expect(out).toBe("");
    expect(host.files.get("/project/r.txt")).toBe("text 100 missing diagnostics\n");
  });

  test("a report that cannot be written is said, and the others are", async () => {
    const line = "scan --report json=file/x.json --report markdown=r.md";
    const { code, out, err, host } = await type(line, { files: { "/project/file": "" } });
    expect(code).toBe(2);
    expect(out).toBe("text 100 missing\n");
    expect(err).toBe(
      "aphoria: file/x.json could not be written: a part of its path is a file, not a folder\n",
    );
    expect(host.files.get("/project/r.md")).toBe("markdown 100 missing diagnostics\n");
  });

  test("--show-files prints paths, and why others were left out", async () => {
    const { code, out, err } = await type("scan --show-files", {
      findings: [finding({ verdict: "CONFLICT" })],
      outcome: {
        files: ["a.ts", "b\x1b[31m.ts"],
        skipped: [{ path: "node_modules/", reason: "vendored" }],
      },
    });
    expect(code).toBe(0);
    expect(out).toBe("a.ts\nb\\x1b[31m.ts\n");
    expect(err).toBe("node_modules/: left out, vendored\n");
  });

  test.each([
    ["scan", true, {}, true],
    ["scan", false, {}, false],
    ["scan", true, { TERM: "dumb" }, false],
    ["scan", true, { NO_COLOR: "1" }, false],
    ["scan", true, { NO_COLOR: "" }, true],
    ["scan", false, { FORCE_COLOR: "1" }, true],
    ["scan", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["scan", true, { FORCE_COLOR: "0" }, false],
    ["scan --no-color", true, { FORCE_COLOR: "1" }, false],
  ])("colour: %s, terminal %s, %o", async (line, isTTY, env, expected) => {
    const { out } = await type(line, { isTTY, env, columns: 80 });
    expect(out.includes("color")).toBe(expected);
  });
});

describe("exit code", () => {
  const conflict = finding({ verdict: "CONFLICT" });
  const excused = { reason: "", until: null, path: "a", line: 1 };
  const cases: readonly [string, Options, number][] = [
    ["scan", {}, 0],
    ["scan", { findings: [finding({ verdict: "PASS" })] }, 0],
    ["scan", { findings: [conflict] }, 1],
    ["scan", { findings: [finding({ verdict: "CONFLICT", suppressed: excused })] }, 0],
    [
      "scan",
      {
        findings: [
          finding({ verdict: "CONFLICT", baseline: { reason: "", created: "", expires: null } }),
        ],
      },
      0,
    ],
    ["scan --fail-on never", { findings: [conflict] }, 0],
    ["scan --fail-on never", { findings: [conflict], diagnostics: [broken] }, 2],
    ["scan", { findings: [finding({ verdict: "UNKNOWN" })] }, 0],
    ["scan --fail-on unknown", { findings: [finding({ verdict: "UNKNOWN" })] }, 1],
    ["scan --fail-on unknown", { findings: [finding({ verdict: "MISSING" })] }, 0],
    ["scan --fail-on missing", { findings: [finding({ verdict: "MISSING" })] }, 1],
    ["scan --fail-on missing", { findings: [conflict] }, 1],
    ["scan", { findings: [conflict], outcome: { failOn: "never" } }, 0],
    ["scan --fail-on conflict", { findings: [conflict], outcome: { failOn: "never" } }, 1],
    ["scan", { diagnostics: [strange] }, 0],
    ["scan --strict", { diagnostics: [strange] }, 2],
    ["scan --strict", { diagnostics: [defaulted] }, 0],
    ["scan", { findings: [conflict], diagnostics: [broken] }, 2],
  ];
  test.each(cases)("%s %j is %i", async (line, options, expected) => {
    expect((await type(line, options)).code).toBe(expected);
  });
});

describe("claims and extractors", () => {
  const claims = `[[claim]]
id = "cache-004"
subject = "cache/ttl"
predicate = "max"
operator = "lte"
value = "24h"
invariant = "TTL MUST be bounded"
consequence = "Unbounded growth"
provenance = { source = "Redis", section = "SETEX", quote = "…" }
tier = "spec"
category = "safety"
`;
  const extractor = `id = "my-ttl"
title = "my own TTL"
subject = "cache/ttl"
predicate = "max"
languages = ["rust"]

[[match]]
value = "$T"
rule = { pattern = "ttl($T)" }
where = ["not in-test"]
`;
  const files = {
    "/project/.aphoria/claims.toml": claims,
    "/project/.aphoria/extractors/my-ttl.toml": extractor,
    "/project/broken.toml": claims.replace("tier", "teir"),
    [`${packageFolder()}/corpora/cache.toml`]: claims
      .replace("24h", "12h")
      .replaceAll("004", "001"),
  };

  test("list", async () => {
    const { code, out } = await type("claims list", { files });
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "ID         CATEGORY  TIER  EXPECTS                INVARIANT
      cache-004  safety    1     cache/ttl max lte 24h  TTL MUST be bounded
      "
    `);
  });

  test("list as JSON, with a corpus", async () => {
    const { out } = await type("claims list --corpus cache --json", { files });
    const listed = JSON.parse(out) as { id: string; value: unknown; origin: string }[];
    expect(listed.map(({ id, value, origin }) => [id, value, origin])).toEqual([
      ["cache-001", "12h", "corpus:cache"],
      ["cache-004", "24h", ".aphoria/claims.toml"],
    ]);
  });

  test("without a claims file the cache corpus is listed, and that is said", async () => {
    const { code, out, err } = await type("claims list", { files, cwd: "/elsewhere" });
    expect({ code, err: err.split("\n")[0] }).toEqual({
      code: 0,
      err: "aphoria: no claims file, so the `cache` corpus is used (info claims-missing)",
    });
    expect(out).toContain("cache-001");
  });

  test("show", async () => {
    const { out } = await type("claims show cache-004", { files });
    expect(out).toContain("expects      cache/ttl max lte 24h\n");
    expect(out).toContain("provenance   Redis, SETEX\n             “…”\n");
    const unknown = await type("claims show cache-04", { files });
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain("there is no claim `cache-04`; did you mean `cache-004`?");
  });

  test.each([
    ["claims verify", 0, "1 claim is in order, 0 errors\n"],
    ["claims verify --claims broken.toml", 1, "0 claims are in order, "],
    ["claims verify --claims nope.toml", 2, "0 claims are in order, 1 error\n"],
    ["claims verify --corpus cahce", 2, "1 claim is in order, 1 error\n"],
  ])("%s", async (line, expected, said) => {
    const { code, out } = await type(line, { files });
    expect(code).toBe(expected);
    expect(out).toContain(said);
  });

  test("extractors list and show", async () => {
    const list = await type("extractors list", { files });
    expect(list.err).toBe("");
    expect(list.out).toContain("my-ttl  project  rust       cache/ttl max  my own TTL\n");
    const show = await type("extractors show my-ttl", { files });
    expect(show.out).toContain('rule {"rule":{"pattern":"ttl($T)"}}\n');
    expect(show.out).toContain("where not in-test\n");
    expect((await type("extractors show my-tll", { files })).err).toContain(
      "did you mean `my-ttl`?",
    );
    expect((await type("extractors list --extractors nope", { files })).code).toBe(2);
  });
});
