/**
 * Builds `dist/`: the executable and the library as minified bundles with lazily loaded chunks, the declarations, the
 * built-in TOML as one JSON file, and the licences of what is bundled. `--if-needed` does nothing when all is fresh.
 */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, "dist");
/** Built beside and renamed at the end, so that nobody sees half a build. */
const NEW = join(ROOT, `.dist-${process.pid}`);
const SOURCES = ["src", "corpora", "extractors", "scripts", "package.json", "tsconfig.build.json"];

/** CommonJS packages ask for Node's own modules by `require`, which an ES module does not have. */
const REQUIRE =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** @type {import("esbuild").BuildOptions} */
const COMMON = {
  // Some packages have a `main` that requires its parts in a way that no bundler can follow.
  mainFields: ["module", "main"],
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  external: ["@ast-grep/*", "ts-morph", "bullmq", "ioredis"],
  banner: { js: REQUIRE },
  // What one build learnt is nothing to another.
  define: { APHORIA_BUILD: JSON.stringify(hashSources()) },
  logLevel: "warning",
};

if (!process.argv.includes("--if-needed") || isStale()) {
  try {
    await buildAll();
  } finally {
    rmSync(NEW, { recursive: true, force: true });
  }
}

async function buildAll() {
  const { metafile } = await build({
    ...COMMON,
    entryPoints: { main: "src/main.ts", index: "src/index.ts", worker: "src/look/worker.ts" },
    outdir: NEW,
    chunkNames: "[name]-[hash]",
    splitting: true,
    minify: true,
    metafile: true,
    legalComments: "none",
  });
  chmodSync(join(NEW, "main.js"), 0o755);
  writeFileSync(join(NEW, "THIRD-PARTY-LICENSES.txt"), licences(Object.keys(metafile.inputs)));
  await compileBuiltins();
  declare();
  rmSync(DIST, { recursive: true, force: true });
  renameSync(NEW, DIST);
}

/** Runs the loaders over the folders that ship; they are TypeScript, so they are bundled first. */
async function compileBuiltins() {
  const outfile = join(NEW, "compile-builtins.js");
  await build({ ...COMMON, entryPoints: ["scripts/compile-builtins.ts"], outfile });
  /** @type {typeof import("./compile-builtins.ts")} */
  const { compileBuiltins: compile } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  const { json, problems } = compile();
  for (const problem of problems) console.warn(problem);
  writeFileSync(join(NEW, "builtins.json"), json);
}

function declare() {
  const { status } = spawnSync(
    process.execPath,
    [bin("typescript", "tsc"), "-p", "tsconfig.build.json", "--outDir", join(NEW, "types")],
    { cwd: ROOT, stdio: "inherit" },
  );
  if (status !== 0) throw new Error("the declarations could not be built");
}

/**
 * @param {string} name
 * @param {string} command
 */
function bin(name, command) {
  const folder = join(ROOT, "node_modules", name);
  const { bin: bins } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, bins[command]);
}

/**
 * The licence of every package that a bundle holds a part of.
 * @param {readonly string[]} inputs
 */
function licences(inputs) {
  const packages = new Set(
    inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  return [...packages]
    .toSorted()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(ROOT, folder, "package.json"), "utf8"),
      );
      const file = readdirSync(join(ROOT, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? "" : readFileSync(join(ROOT, folder, file), "utf8").trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** Of everything that decides what a scan finds, the parser's version included. */
function hashSources() {
  const hash = createHash("sha256");
  for (const name of [...SOURCES, "package-lock.json"]) {
    if (existsSync(join(ROOT, name))) addTo(hash, join(ROOT, name));
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} path
 */
function addTo(hash, path) {
  if (!statSync(path).isDirectory()) {
    hash.update(path.slice(ROOT.length)).update(readFileSync(path));
    return;
  }
  for (const name of readdirSync(path).toSorted()) addTo(hash, join(path, name));
}

function isStale() {
  const built = ["main.js", "index.js", "worker.js", "builtins.json", "types/index.d.ts"].map(
    (name) => join(DIST, name),
  );
  if (!built.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return SOURCES.some((name) => newest(join(ROOT, name)) > oldest);
}

/**
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const entries = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(stat.mtimeMs, ...entries);
}
