/**
 * The shape of `src`: who may import whom, who owns which outside package, and what is nowhere. The table is the one
 * of docs/architecture.md. A failure names the file and what it may not do.
 */
import { parse, type SgNode } from "@ast-grep/napi";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { fitsGlobs } from "../src/io/globs.ts";
import { loadExtractor } from "../src/load/extractor.ts";

/** The folders that are steps of the pipeline; none of them imports another but for the languages' interface. */
const STAGES = [
  "languages",
  "gate",
  "parse",
  "servers",
  "checker",
  "extract",
  "link",
  "judge",
  "report",
];

/** The stages that see code. */
const SEEING = STAGES.filter((name) => name !== "judge" && name !== "report");

/** What a folder, or one of the three files beside them, may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  load: ["model"],
  languages: ["model"],
  gate: ["model"],
  parse: ["model", "languages"],
  servers: ["model"],
  checker: ["model"],
  extract: ["model", "languages"],
  link: ["model"],
  judge: ["model"],
  report: ["model"],
  formats: ["model", "report"],
  author: ["model", "load"],
  suggest: ["model", "load"],
  coverage: ["model"],
  gaps: ["model"],
  dogfood: ["model", "gaps", "suggest", "formats"],
  scaffold: ["model", "load"],
  fleet: ["model", "load", "report", "formats"],
  cache: ["model"],
  io: ["model", "load"],
  cli: [
    "model",
    "load",
    "report",
    "formats",
    "author",
    "coverage",
    "gaps",
    "dogfood",
    "scaffold",
    "suggest",
    "fleet",
    "cache",
    "io",
    "look",
    "memory",
    "conclude",
    "proof",
    "scan.ts",
  ],
  look: ["model", "load", ...SEEING, "report", "cache", "io"],
  memory: ["model", "load", "gate", "link", "cache", "io", "look"],
  conclude: ["model", "load", "languages", "extract", "judge", "report", "cache", "io", "look"],
  proof: ["model", "load", ...SEEING, "judge", "report", "scaffold", "io", "look"],
  "scan.ts": ["model", "load", "extract", "report", "io", "look", "memory", "conclude"],
  "main.ts": ["io", "cli"],
  "index.ts": ["model", "io", "formats", "scan.ts"],
};

/** Compute without an outside world: no files, processes, streams, clock or chance. */
const PURE = [
  "model",
  "load",
  ...STAGES,
  "formats",
  "author",
  "coverage",
  "gaps",
  "dogfood",
  "scaffold",
  "suggest",
  "fleet",
  "look",
  "memory",
  "conclude",
  "proof",
  "scan.ts",
];

/** Each outside package has one owner, so that it can be replaced in one place. */
const OWNERS: Readonly<Record<string, string>> = {
  "@ast-grep/napi": "src/parse/parse.ts",
  "@ast-grep/lang-python": "src/parse/parse.ts",
  "@ast-grep/lang-rust": "src/parse/parse.ts",
  "@clack/prompts": "src/cli/prompts.ts",
  "@iarna/toml": "src/load/toml.ts",
  bullmq: "src/io/queue.ts",
  chalk: "src/formats/text.ts",
  "cli-progress": "src/cli/progress.ts",
  commander: "src/cli/program.ts",
  "fast-glob": "src/io/walk.ts",
  "fastest-levenshtein": "src/load/closest.ts",
  ignore: "src/io/gitignore.ts",
  ioredis: "src/io/redis.ts",
  "jsonc-parser": "src/load/json.ts",
  picomatch: "src/io/globs.ts",
  "ts-morph": "src/checker/checker.ts",
  "toml-eslint-parser": "src/author/claim-ranges.ts",
  yaml: "src/servers/yaml.ts",
};

/** Node's own modules outside `io`, `cache` and `cli`: none of them reaches the outside world. */
const NODE_MODULES: Readonly<Record<string, readonly string[]>> = {
  // A hash, and a limit on the time of a regular expression.
  "src/report/fingerprint.ts": ["node:crypto"],
  "src/extract/regexes.ts": ["node:vm"],
  "src/judge/matching.ts": ["node:vm"],
  // Loaded at the first question.
  "src/checker/checker.ts": ["node:module"],
  // The grammars are native CommonJS packages, and V8 has to be told of their memory.
  "src/parse/parse.ts": ["node:module", "node:v8", "node:vm"],
};

/** The files that touch the disk, other programs and the clock; everything else goes through `Host`. */
const WORLD = [
  "src/io/node-host.ts",
  "src/io/programs.ts",
  "src/io/redis.ts",
  "src/io/redis-store.ts",
  "src/io/workers.ts",
  // Foreign repositories: fetched and scanned by processes of their own, in folders of their own.
  "src/io/child.ts",
  "src/io/work-folder.ts",
  "src/io/stop-signal.ts",
  "src/io/version.ts",
  "src/main.ts",
];
const WORLD_MODULES =
  /^node:(?:fs|child_process|os|net|http|https|worker_threads|process|timers|readline)(?:\/|$)/;

const MOST_LINES = 300;

/** Longer ones, each with its reason and a limit of its own. */
const LONGER: Readonly<Record<string, number>> = {
  // One table, read as one.
  "src/load/codes.ts": 400,
  // The uniform syntax tree: one type per kind of node, meant to be read as one page.
  "src/model/syntax.ts": 450,
};

interface Import {
  readonly specifier: string;
  /** A path from the project's root, for files of the project. */
  readonly target: string | undefined;
}

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly lines: number;
  readonly root: SgNode;
  readonly imports: readonly Import[];
}

const FILES: readonly SourceFile[] = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((name) => `src/${name.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts"))
  .toSorted()
  .map(readSource);

/** The lists of our own claims' extractors: which files of src each pair looks at. */
describe("our own extractors know the same files", () => {
  const pathsOf = (name: string): readonly string[] => {
    const path = `.aphoria/extractors/${name}.toml`;
    return loadExtractor(readFileSync(path, "utf8"), path).value?.when.paths ?? [];
  };
  test.each([
    ["world-by-host", "world-elsewhere", WORLD],
    ["package-in-owner", "package-elsewhere", Object.values(OWNERS)],
  ])("%s and %s", (named, others, wanted) => {
    const paths = FILES.map(({ path }) => path);
    expect(paths.filter((path) => fitsGlobs(pathsOf(named), path))).toEqual(
      [...new Set(wanted)].toSorted(),
    );
    expect(paths.filter((path) => !fitsGlobs(pathsOf(others), path))).toEqual(
      [...new Set(wanted)].toSorted(),
    );
  });
});

describe("who imports whom", () => {
  test("every folder of src is in the table", () => {
    const folders = [...new Set(FILES.map(({ folder }) => folder))];
    expect(folders.filter((folder) => !Object.hasOwn(MAY_IMPORT, folder))).toEqual([]);
  });

  test("a folder imports only what the table allows", () => {
    const wrong = FILES.flatMap(({ path, folder, imports }) =>
      imports
        .flatMap(({ target }) => (target === undefined ? [] : [target]))
        .filter((target) => {
          const other = folderOf(target);
          return other !== folder && MAY_IMPORT[folder]?.includes(other) !== true;
        })
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("docs/architecture.md shows the same table", () => {
    const page = readFileSync("docs/architecture.md", "utf8");
    const table = page.slice(page.indexOf("| folder "), page.indexOf("No stage imports another"));
    const rows = [...table.matchAll(/^\| ([\w.]+) +\| (.+?) *\|$/gm)].slice(1);
    const shown = rows.map(([, name = "", others = ""]) => [
      name,
      others
        .replace("nothing", "")
        .split(", ")
        .filter((other) => other !== "")
        .toSorted(),
    ]);
    const kept = Object.entries(MAY_IMPORT).map(([name, others]) => [name, others.toSorted()]);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(kept));
  });

  test("the table itself has no cycle", () => {
    expect(findCycles(new Map(Object.entries(MAY_IMPORT)))).toEqual([]);
  });

  test("every import leads to a file", () => {
    const known = new Set(FILES.map(({ path }) => path));
    const lost = FILES.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target !== undefined && !known.has(target))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(lost).toEqual([]);
  });

  test("no cycle between files", () => {
    const graph = new Map(
      FILES.map(({ path, imports }) => [
        path,
        imports.flatMap(({ target }) => (target === undefined ? [] : [target])),
      ]),
    );
    expect(findCycles(graph)).toEqual([]);
  });
});

describe("the outside world", () => {
  test("every package is imported by its owner alone", () => {
    const wrong = outside().filter(({ path, name }) => OWNERS[name] !== path);
    expect(wrong.map(({ path, name }) => `${path} imports ${name}`)).toEqual([]);
  });

  test("every dependency has an owner, and every owner is a dependency", () => {
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync("package.json", "utf8"),
    ) as Record<"dependencies" | "peerDependencies", Record<string, string>>;
    const needed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    expect(Object.keys(OWNERS).toSorted()).toEqual(needed.toSorted());
    const used = new Set(outside().map(({ name }) => name));
    const unused = Object.keys(OWNERS).filter(
      (name) => !used.has(name) && !mentions(OWNERS[name] ?? "", name),
    );
    expect(unused).toEqual([]);
  });

  test("only its owners touch files, programs and the network", () => {
    const wrong = FILES.filter(({ path }) => !WORLD.includes(path)).flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => WORLD_MODULES.test(specifier))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the stages import no module of Node's but the listed ones", () => {
    const wrong = FILES.filter(({ folder }) => PURE.includes(folder)).flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => isBuiltin(specifier))
        .filter(({ specifier }) => NODE_MODULES[path]?.includes(specifier) !== true)
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test("built-in modules are written with `node:`", () => {
    const bare = FILES.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => builtinModules.includes(specifier))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(bare).toEqual([]);
  });

  test("`process`, `console`, the clock and chance are only where the world is", () => {
    const wrong = FILES.filter(({ path }) => !WORLD.includes(path)).flatMap(({ path, root }) =>
      worldly(root).map((text) => `${path}: ${text}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("files", () => {
  test("none is long without a reason", () => {
    const long = FILES.filter(({ path, lines }) => lines > (LONGER[path] ?? MOST_LINES));
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  test("every exception is needed", () => {
    const needed = FILES.filter(({ lines }) => lines > MOST_LINES).map(({ path }) => path);
    expect(Object.keys(LONGER).filter((path) => !needed.includes(path))).toEqual([]);
  });

  test("none is a drawer for everything", () => {
    const drawers = FILES.filter(({ path }) =>
      /(?:^|[/.-])(?:utils?|helpers?|common|misc|shared)(?:[/.]|$)/.test(path),
    );
    expect(drawers.map(({ path }) => path)).toEqual([]);
  });

  test("names are in kebab-case", () => {
    expect(FILES.map(({ path }) => path).filter((path) => !/^[a-z\d/-]+\.ts$/.test(path))).toEqual(
      [],
    );
  });

  test("none but the public API only hands on what others export", () => {
    const barrels = FILES.filter(({ path, root }) => {
      const statements = root.children().filter((node) => node.kind() !== "comment");
      return path !== "src/index.ts" && statements.every((node) => isImport(node) || handsOn(node));
    });
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  test("each opens with what it is for", () => {
    const silent = FILES.filter(
      ({ root }) => !/^(?:#!.*\n)?\/\*\*?\s*\S/.test(root.text().trimStart()),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("every language is in the registry", () => {
    const listed = FILES.find(({ path }) => path === "src/languages/registry.ts")?.imports ?? [];
    const languages = FILES.map(({ path }) => path).filter(
      (path) =>
        /^src\/languages\/[^/]+\.ts$/.test(path) && !/\/(?:language|registry)\.ts$/.test(path),
    );
    expect(listed.map(({ target }) => target)).toEqual(expect.arrayContaining(languages));
  });

  test("every idiom is in the list of recognisers, and nothing else is", () => {
    const listed = FILES.find(({ path }) => path === "src/extract/recognisers.ts")?.imports ?? [];
    const idioms = FILES.map(({ path }) => path).filter((path) =>
      path.startsWith("src/extract/idioms/"),
    );
    expect(
      listed
        .map(({ target }) => target ?? "")
        .filter((target) => target.startsWith("src/extract/idioms/"))
        .toSorted(),
    ).toEqual(idioms);
  });
});

function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const root = parse("TypeScript", text).root();
  return {
    path,
    folder: folderOf(path),
    lines: text.split("\n").length - 1,
    root,
    imports: importsOf(root, path),
  };
}

/** The folder of `src`, or the file beside them. */
function folderOf(path: string): string {
  const [, name = ""] = path.split("/");
  return name;
}

function importsOf(root: SgNode, path: string): readonly Import[] {
  const statements = root.findAll({
    rule: {
      any: [
        { kind: "import_statement" },
        { kind: "export_statement", has: { kind: "string" } },
        { kind: "call_expression", has: { field: "function", kind: "import" } },
      ],
    },
  });
  return statements.flatMap((statement) => {
    const specifier = statement.find({ rule: { kind: "string_fragment" } })?.text();
    if (specifier === undefined) return [];
    const isLocal = specifier.startsWith(".");
    const target = isLocal
      ? posix.normalize(posix.join(posix.dirname(path), specifier))
      : undefined;
    return [{ specifier, target }];
  });
}

function isImport(node: SgNode): boolean {
  return node.kind() === "import_statement";
}

function handsOn(node: SgNode): boolean {
  return node.matches({ rule: { kind: "export_statement", has: { kind: "string" } } });
}

function outside(): readonly { readonly path: string; readonly name: string }[] {
  return FILES.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier, target }) => target === undefined && !isBuiltin(specifier))
      .map(({ specifier }) => ({ path, name: packageName(specifier) })),
  );
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

/** Packages that are named rather than imported. */
function mentions(path: string, name: string): boolean {
  const file = FILES.find((one) => one.path === path);
  return file?.root.find({ rule: { kind: "string_fragment", regex: `^${name}$` } }) !== null;
}

/** Uses of what only the world's owners may use. */
function worldly(root: SgNode): readonly string[] {
  const members = "^(?:process\\b|console\\b|Date\\.now$|performance\\.|Math\\.random$|crypto\\.)";
  return root
    .findAll({
      rule: {
        any: [
          { kind: "member_expression", regex: members },
          { pattern: "new Date()" },
          { pattern: "setTimeout($$$)" },
          { pattern: "setInterval($$$)" },
          { pattern: "fetch($$$)" },
        ],
      },
    })
    .map((node) => node.text());
}

/** Every group of names that lead to each other, by depth-first search with the path so far. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start >= 0) {
      cycles.push([...trail.slice(start), name].join(" → "));
      return;
    }
    if (done.has(name)) return;
    for (const next of graph.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return cycles;
}
