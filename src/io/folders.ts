/**
 * Which folders and files are not the project's own work: vendored, built, generated, another project's. It decides
 * by names and by what stands beside them; what needs the text is in `read.ts`.
 */
import type { SkipReason } from "../model/skip.ts";

export interface Surroundings {
  /** Whether a path relative to the root exists. */
  exists(path: string): boolean;
  /** Whether a link to elsewhere stands in the place of this folder. */
  isLink(path: string): boolean;
}

/** Why everything in this folder is left out; undefined when its name gives no reason. */
export function folderReason(
  folder: string,
  tracked: boolean,
  around: Surroundings,
): SkipReason | undefined {
  const slash = folder.lastIndexOf("/");
  const name = folder.slice(slash + 1);
  const parent = slash < 0 ? "" : folder.slice(0, slash);
  if (name === ".aphoria") return "own-file";
  if (VENDORED.has(name)) return "vendored";
  const beside = (file: string): boolean =>
    around.exists(parent === "" ? file : `${parent}/${file}`);
  if (
    VENDOR_WORDS.has(name) &&
    (parent === "" || isAssetFolder(parent) || MANIFESTS.some(beside))
  ) {
    return "vendored";
  }
  if (VENV_WORDS.test(name) && around.exists(`${folder}/pyvenv.cfg`)) return "vendored";
  if (name === "target" && (beside("Cargo.toml") || around.exists(`${folder}/CACHEDIR.TAG`))) {
    return "generated";
  }
  if (!tracked && OUTPUT_ALWAYS.has(name)) return "generated";
  if (!tracked && OUTPUT_WORDS.has(name) && (parent === "" || MANIFESTS.some(beside))) {
    return "generated";
  }
  if (around.isLink(folder)) return "outside-root";
  return around.exists(`${folder}/.aphoria/claims.toml`) ? "other-project" : undefined;
}

/** Why this file is left out, by its name alone. */
export function fileReason(path: string): SkipReason | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/[.-]min\.(?:[cm]?js|css)$/.test(name)) return "minified";
  if (LOCK_FILES.has(name) || GENERATED_NAME.test(name)) return "generated";
  return undefined;
}

const VENDORED = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  "web_modules",
  ".yarn",
  ".pnpm-store",
  ".venv",
  ".tox",
  ".nox",
  ".eggs",
  "site-packages",
  "dist-packages",
  "__pypackages__",
  "_vendor",
  "third_party",
  "third-party",
  "thirdparty",
  "3rdparty",
]);

/** `src/modules/vendor` of a shop holds its suppliers: these words count only where dependencies are kept. */
const VENDOR_WORDS = new Set(["vendor", "vendors", "vendored"]);
const VENV_WORDS = /^\.?v?env|^virtualenv/;

function isAssetFolder(path: string): boolean {
  return /(?:^|\/)(?:assets|static|public|js|javascripts?|libs?|scripts|www|wwwroot|web|css)$/.test(
    path,
  );
}

/** Outputs of builds. Tracked ones are somebody's source: actions commit `dist`, tools have a `build` folder. */
const OUTPUT_ALWAYS = new Set([
  ".next",
  ".nuxt",
  ".output",
  ".svelte-kit",
  ".turbo",
  ".parcel-cache",
  ".vercel",
  ".serverless",
  ".angular",
  "__pycache__",
  "storybook-static",
]);
const OUTPUT_WORDS = new Set(["dist", "build", "out", "coverage"]);
const MANIFESTS = [
  "package.json",
  "Cargo.toml",
  "pyproject.toml",
  "setup.py",
  "go.mod",
  "composer.json",
  "Gemfile",
  "tsconfig.json",
];

const LOCK_FILES = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "deno.lock",
  "Cargo.lock",
  "poetry.lock",
  "uv.lock",
  "pdm.lock",
  "Pipfile.lock",
  "composer.lock",
  ".pnp.cjs",
  ".pnp.loader.mjs",
]);
const GENERATED_NAME =
  /(?:_pb2(?:_grpc)?\.pyi?|_pb\.[jt]s|_pb\.d\.ts|\.pb\.(?:ts|rs)|[._-]generated\.[cm]?[jt]sx?|[._-]generated\.(?:rs|py)|\.gen\.[jt]sx?)$/;
