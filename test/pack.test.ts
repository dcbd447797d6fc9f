/** The package as users get it: packed, installed elsewhere, and run under each of its names. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const DOORS = [
  "aphoria",
  "aphoria-claims",
  "aphoria-suggest",
  "aphoria-custom-extractor-creator",
] as const;
const UNREACHABLE = /\b(?:ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH)\b/;

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const folder = mkdtempSync(join(tmpdir(), "aphoria-pack-"));
const prefix = join(folder, "prefix");
const bins = process.platform === "win32" ? prefix : join(prefix, "bin");
let files: readonly string[] = [];
let offline: string | undefined;

beforeAll(() => {
  const packed = JSON.parse(
    succeed(run("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder])).out,
  ) as readonly { filename: string; files: readonly { path: string }[] }[];
  files = packed[0]?.files.map(({ path }) => path) ?? [];
  const tarball = join(folder, packed[0]?.filename ?? "");
  // Elsewhere, so that nothing of this folder is found by chance.
  const args = ["install", "--global", "--prefix", prefix, "--no-audit", "--no-fund"];
  const installed = run("npm", [...args, "--prefer-offline", tarball], folder);
  if (installed.code !== 0 && UNREACHABLE.test(installed.err)) offline = installed.err;
  else succeed(installed);
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("ships what it needs and nothing else", () => {
  const parts = new Set(files.map((path) => path.split("/")[0]));
  expect(parts).toEqual(
    new Set(["LICENSE", "README.md", "corpora", "dist", "extractors", "package.json", "skills"]),
  );
  expect(files).toContain("dist/builtins.json");
  expect(files).toContain("dist/THIRD-PARTY-LICENSES.txt");
  expect(files).toContain("corpora/cache.toml");
  expect(files.filter((path) => path.startsWith("extractors/libraries/"))).not.toEqual([]);
});

describe("installed", () => {
  test.for(DOORS)("%s runs", (name, { skip }) => {
    skip(offline !== undefined, "the package registry cannot be reached");
    expect(succeed(run(name, ["--version"])).out).toBe(`${name} ${version}\n`);
    expect(succeed(run(name, ["--help"])).out).toContain("aphoria");
  });

  test("a scan in a fresh folder finds a key without an expiry", ({ skip }) => {
    skip(offline !== undefined, "the package registry cannot be reached");
    const project = write("project", {
      "session.ts": `import { Redis } from "ioredis";

const redis = new Redis({ connectTimeout: 5_000, commandTimeout: 1_000 });

export async function remember(id: number, name: string): Promise<void> {
  await redis.set(\`user:\${id}\`, name);
}
`,
    });
    const { code, out, err } = run("aphoria", ["scan", "--format", "json"], project);
    expect(err).not.toContain("error");
    const report = JSON.parse(out) as {
      findings: readonly { claim_id: string; verdict: string; path: string; line: number }[];
    };
    const conflicts = report.findings.filter(({ verdict }) => verdict === "CONFLICT");
    expect(conflicts).toContainEqual(
      expect.objectContaining({ claim_id: "cache-004", path: "session.ts", line: 6 }),
    );
    expect(code).toBe(1);
    expect(readdirSync(project)).toEqual(["session.ts"]);
  });

  test.for([
    ["a shared store", ["scan", "--store", "redis://127.0.0.1:1"], "ioredis"],
    ["a fleet", ["fleet", "status", "--queue", "redis://127.0.0.1:1"], "bullmq"],
    ["a worker", ["fleet", "worker", "--queue", "redis://127.0.0.1:1"], "bullmq"],
  ] as const)("%s asks for what few need", ([, words, asked], { skip }) => {
    skip(offline !== undefined, "the package registry cannot be reached");
    const { code, out, err } = run("aphoria", words, write("alone", { "a.ts": "" }));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^aphoria: [^\n]+\n {2}/);
    expect(err).toMatch(new RegExp(`npm install .*${asked}`));
  });

  test("the skills are found", ({ skip }) => {
    skip(offline !== undefined, "the package registry cannot be reached");
    const project = write("skilled", { ".git/HEAD": "" });
    const { out } = succeed(run("aphoria", ["init", "--skills", "--json"], project));
    const { written } = JSON.parse(out) as { written: readonly string[] };
    expect(written).toContain(".claude/skills/cache-coherence-analyzer/SKILL.md");
  });

  test("the library is typed, and finds the same", ({ skip }) => {
    skip(offline !== undefined, "the package registry cannot be reached");
    const modules = join(prefix, process.platform === "win32" ? "" : "lib", "node_modules");
    const project = write("consumer", {
      "package.json": '{ "type": "module" }',
      "use.ts": `import { loadFormat, scan, type Report } from "aphoria";

const { report, sources } = await scan({ paths: ["code"] });
const first: Report["findings"][number] | undefined = report.findings[0];
const format = await loadFormat("json");
const text: string = format.render(report, { color: false, width: 80, showMissing: false, source: sources });
export const seen: [string | undefined, number] = [first?.claim_id, text.length];
`,
      "use.js": `import { scan } from "aphoria";
const { report } = await scan({ paths: ["code"] });
console.log(report.summary.files_scanned);
`,
      "required.cjs": `const { scan } = require("aphoria");
scan({ paths: ["code"] }).then(({ report }) => console.log(report.summary.files_scanned));
`,
      "imported.cjs": `import("aphoria")
  .then(({ scan }) => scan({ paths: ["code"] }))
  .then(({ report }) => console.log(report.summary.files_scanned));
`,
      "code/a.ts": "export const a = 1;\n",
    });
    mkdirSync(join(project, "node_modules"));
    const link = run("ln", ["-s", join(modules, "aphoria"), join(project, "node_modules/aphoria")]);
    succeed(link);
    for (const file of ["use.js", "required.cjs", "imported.cjs"]) {
      expect(succeed(run(process.execPath, [file], project)).out, file).toBe("1\n");
    }
    const tsc = join(process.cwd(), "node_modules/typescript/bin/tsc");
    const roots = join(process.cwd(), "node_modules/@types");
    const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022"];
    const types = ["--typeRoots", roots, "--types", "node"];
    succeed(run(process.execPath, [tsc, ...flags, ...types, "use.ts"], project));
  });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(command: string, args: readonly string[], cwd = process.cwd()): Ran {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bins}${delimiter}${process.env["PATH"] ?? ""}`, NO_COLOR: "1" },
    maxBuffer: 1 << 26,
  });
  return { code: status, out: stdout, err: error === undefined ? stderr : error.message };
}

function succeed(ran: Ran): Ran {
  expect(ran, ran.err + ran.out).toMatchObject({ code: 0 });
  return ran;
}

function write(name: string, texts: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(join(path, file, ".."), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return path;
}
