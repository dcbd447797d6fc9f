import { describe, expect, test } from "vitest";
import { discover, startListing } from "../../src/io/discover.ts";
import type { Request } from "../../src/io/discover.ts";
import { findProject } from "../../src/io/project.ts";
import { memoryHost } from "./memory-host.ts";
import type { MemoryFile } from "./memory-host.ts";

const isSource = (path: string): boolean => /\.(?:[cm]?[jt]sx?|rs|py)$/.test(path);

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, MemoryFile>>;
  readonly paths?: readonly string[];
  readonly cwd?: string;
  readonly request?: Partial<Request>;
  readonly expected: readonly string[];
  /** `path reason`. */
  readonly skipped?: readonly string[];
  /** `code path`. */
  readonly diagnostics?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: "sources of the whole tree, sorted, hidden folders too",
    files: { "b.ts": "", "a/z.rs": "", "a/b.py": "", ".github/x.js": "", "README.md": "" },
    expected: [".github/x.js", "a/b.py", "a/z.rs", "b.ts"],
  },
  {
    name: ".gitignore, nested and with exceptions",
    files: {
      ".gitignore": "ignored/\n*.gen.ts\n/top.ts\n",
      "ignored/a.ts": "",
      "a.gen.ts": "",
      "top.ts": "",
      "sub/top.ts": "",
      "sub/.gitignore": "!b.gen.ts\nlocal.ts\n",
      "sub/b.gen.ts": "",
      "sub/local.ts": "",
      "local.ts": "",
    },
    request: { isSource: (path) => isSource(path) },
    expected: ["local.ts", "sub/top.ts"],
    skipped: ["sub/b.gen.ts generated"],
  },
  {
    name: "an ignored file that is named by hand",
    files: { ".gitignore": "a.ts\n", "a.ts": "", "b.ts": "" },
    paths: ["a.ts"],
    expected: ["a.ts"],
  },
  {
    name: "an ignored folder that is named by hand",
    files: { ".gitignore": "made/\n", "made/a.ts": "", "made/b/c.ts": "", "b.ts": "" },
    paths: ["made"],
    expected: ["made/a.ts", "made/b/c.ts"],
  },
  {
    name: "vendored folders, once each",
    files: {
      "node_modules/x/index.js": "",
      "a/node_modules/y/index.js": "",
      "third_party/z.rs": "",
      ".venv/lib/python3/site-packages/q.py": "",
      "env/pyvenv.cfg": "",
      "env/lib/r.py": "",
      "environment/ours.py": "",
      "a.ts": "",
    },
    expected: ["a.ts", "environment/ours.py"],
    skipped: [
      ".venv/ vendored",
      "a/node_modules/ vendored",
      "env/ vendored",
      "node_modules/ vendored",
      "third_party/ vendored",
    ],
  },
  {
    name: "`vendor` counts where dependencies are kept, not where suppliers are",
    files: {
      "vendor/a.rs": "",
      "crate/Cargo.toml": "",
      "crate/vendor/b.rs": "",
      "src/modules/vendor/vendor.service.ts": "",
      "static/vendor/jquery.js": "",
    },
    expected: ["src/modules/vendor/vendor.service.ts"],
    skipped: ["crate/vendor/ vendored", "static/vendor/ vendored", "vendor/ vendored"],
  },
  {
    name: "build outputs and generated names",
    files: {
      "package.json": "",
      "dist/a.js": "",
      "lib/build/tool.ts": "",
      ".next/x.js": "",
      "rs/Cargo.toml": "",
      "rs/target/out.rs": "",
      "goal/target/ours.rs": "",
      "a.min.js": "",
      "api_pb2.py": "",
      "types.d.ts": "",
    },
    expected: ["goal/target/ours.rs", "lib/build/tool.ts", "types.d.ts"],
    skipped: [
      ".next/ generated",
      "a.min.js minified",
      "api_pb2.py generated",
      "dist/ generated",
      "rs/target/ generated",
    ],
  },
  {
    name: "what is vendored or built is scanned when it is named itself",
    files: { "node_modules/x/index.js": "", "node_modules/x/node_modules/y/i.js": "", "a.ts": "" },
    paths: ["node_modules/x"],
    expected: ["node_modules/x/index.js"],
    skipped: ["node_modules/x/node_modules/ vendored"],
  },
  {
    name: "other projects, unless named",
    files: { "a.ts": "", "fix/one/.aphoria/claims.toml": "", "fix/one/b.ts": "" },
    expected: ["a.ts"],
    skipped: ["fix/one/ other-project"],
  },
  {
    name: "another project that is named second keeps the first one's root",
    files: {
      ".aphoria/config.toml": "",
      "a.ts": "",
      "fix/one/.aphoria/claims.toml": "",
      "fix/one/b.ts": "",
    },
    paths: ["a.ts", "fix/one"],
    expected: ["a.ts", "fix/one/b.ts"],
    skipped: ["fix/one/.aphoria/ own-file"],
  },
  {
    name: "aphoria's own folder, even when named",
    files: { ".aphoria/x.ts": "", "a.ts": "" },
    paths: ["a.ts", ".aphoria/x.ts"],
    expected: ["a.ts"],
    skipped: [".aphoria/ own-file"],
  },
  {
    name: "excludes and includes hold for files named by hand",
    files: { "src/a.ts": "", "src/old/b.ts": "", "tools/c.ts": "" },
    paths: ["src/a.ts", "src/old/b.ts", "tools/c.ts"],
    request: { include: ["src/**"], exclude: ["old"] },
    expected: ["src/a.ts"],
    skipped: ["src/old/b.ts excluded", "tools/c.ts excluded"],
  },
  {
    name: "the test rule holds for files named by hand; nothing but tests is an answer then",
    files: { "a.test.ts": "" },
    paths: ["a.test.ts"],
    expected: [],
    skipped: ["a.test.ts test"],
  },
  {
    name: "nothing but tests in a walk is no answer",
    files: { "a.test.ts": "" },
    expected: [],
    skipped: ["a.test.ts test"],
    diagnostics: ["no-source-file undefined"],
  },
  {
    name: "no source file",
    files: { "README.md": "" },
    expected: [],
    diagnostics: ["no-source-file undefined"],
  },
  {
    name: "a missing path does not stop the rest",
    files: { "a.ts": "" },
    paths: ["nope.ts", "a.ts", "src/**/*.ts"],
    expected: ["a.ts"],
    diagnostics: ["path-not-found nope.ts", "path-not-found src/**/*.ts"],
  },
  {
    name: "globs as typed",
    files: { "src/a.ts": "", "src/b.rs": "", "src/x/c.ts": "", "d.ts": "" },
    paths: ["./src/**/*.ts"],
    expected: ["src/a.ts", "src/x/c.ts"],
  },
  {
    name: "a glob that fits nothing",
    files: { "src/a.ts": "" },
    paths: ["src/*.py"],
    expected: [],
    diagnostics: ["path-not-found src/*.py"],
  },
  {
    name: "brackets in the name of a file that exists are no glob",
    files: { "app/[id].ts": "", "app/i.ts": "" },
    paths: ["app/[id].ts"],
    expected: ["app/[id].ts"],
  },
  {
    name: "paths are relative to the working directory, results to the root",
    files: { ".aphoria/config.toml": "", "pkg/src/a.ts": "", "other.ts": "" },
    cwd: "/project/pkg",
    paths: ["src"],
    expected: ["pkg/src/a.ts"],
  },
  {
    name: "an unreadable folder below is a warning, an unreadable one named an error",
    files: { "a.ts": "", locked: { error: "EACCES" }, "locked/x.ts": "" },
    paths: [".", "locked"],
    expected: ["a.ts"],
    diagnostics: ["path-unreadable locked", "file-unreadable locked"],
  },
  {
    name: "a path outside the root",
    files: { "a.ts": "", "/elsewhere/b.ts": "" },
    paths: ["a.ts", "/elsewhere/b.ts"],
    expected: ["a.ts"],
    diagnostics: ["path-unreadable /elsewhere/b.ts"],
  },
  {
    name: "links: loops are said, links out are counted, links within are second names",
    files: {
      "src/a.ts": "",
      "src/loop": { link: ".." },
      "src/round": { link: "round" },
      "src/again.ts": { link: "a.ts" },
      "out.ts": { link: "/elsewhere/b.ts" },
      outside: { link: "/elsewhere" },
      "dead.ts": { link: "nowhere" },
      "/elsewhere/b.ts": "",
    },
    expected: ["src/a.ts"],
    skipped: ["out.ts outside-root", "outside outside-root"],
    diagnostics: ["symlink-loop src/loop", "symlink-loop src/round"],
  },
  {
    name: "a link that is named is scanned under its real name",
    files: { "src/a.ts": "", "again.ts": { link: "src/a.ts" } },
    paths: ["again.ts"],
    expected: ["src/a.ts"],
  },
];

describe("discover", () => {
  test.each(CASES)("$name", async (entry) => {
    const files = Object.fromEntries(
      Object.entries(entry.files).map(([path, file]) => [
        path.startsWith("/") ? path : `/project/${path}`,
        file,
      ]),
    );
    const host = memoryHost({ files, cwd: entry.cwd ?? "/project" });
    const project = findProject(host, entry.paths?.[0]);
    const found = await discover(host, {
      project,
      paths: entry.paths ?? [],
      include: [],
      exclude: [],
      isSource,
      isExtra: () => false,
      isTest: (path) => path.includes(".test."),
      isManifest: () => false,
      listing: startListing(host, project),
      ...entry.request,
    });
    expect({
      files: found.files,
      skipped: found.skipped.map(({ path, reason }) => `${path} ${reason}`),
      diagnostics: found.diagnostics.map(({ code, path }) => `${code} ${path}`),
    }).toEqual({
      files: entry.expected,
      skipped: entry.skipped ?? [],
      diagnostics: entry.diagnostics ?? [],
    });
  });

  test("what was left out is said when nothing remains", async () => {
    const host = memoryHost({ files: { "/project/a.test.ts": "", "/project/b.min.js": "" } });
    const { diagnostics } = await discover(host, {
      project: { root: "/project", isMarked: true },
      paths: [],
      include: [],
      exclude: [],
      isSource,
      isExtra: () => false,
      isTest: (path) => path.includes(".test."),
      isManifest: () => false,
    });
    expect(diagnostics[0]?.message).toBe("no source file was found (left out: 1 minified, 1 test)");
  });
});
