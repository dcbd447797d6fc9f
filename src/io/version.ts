/** aphoria's own version and its package folder, from the package.json that this file was installed with. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Package {
  readonly folder: string;
  readonly version: string;
}

let found: Package | undefined;

/** Set by the build; absent where the sources run as they are. */
declare const APHORIA_BUILD: string | undefined;

/** What stands for everything that decides what a scan finds: the code, and the knowledge that ships. */
export function buildId(): string {
  return typeof APHORIA_BUILD === "string" ? APHORIA_BUILD : "source";
}

/** The packages outside the build that decide what a tree is and what is found, as they are installed here. */
const PARSERS = ["@ast-grep/napi", "@ast-grep/lang-python", "@ast-grep/lang-rust", "ts-morph"];

/** Their versions; two installations of one build may have others. */
export function parserVersions(): string {
  const require = createRequire(import.meta.url);
  return PARSERS.map((name) => {
    const entry = lookUpwards(dirname(require.resolve(name)), name);
    return `${name} ${entry.version}`;
  }).join(", ");
}

export function version(): string {
  return ownPackage().version;
}

/** Where `corpora/` and `extractors/` lie, whether we run from `src`, `dist` or one bundled file. */
export function packageFolder(): string {
  return ownPackage().folder;
}

function ownPackage(): Package {
  found ??= lookUpwards(dirname(fileURLToPath(import.meta.url)), "aphoria");
  return found;
}

function lookUpwards(folder: string, name: string): Package {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const content = JSON.parse(text) as { name?: unknown; version?: unknown };
    if (content.name === name && typeof content.version === "string") {
      return { folder, version: content.version };
    }
  } catch {
    // Not here: look further up.
  }
  const parent = dirname(folder);
  return parent === folder ? { folder, version: "0.0.0" } : lookUpwards(parent, name);
}
