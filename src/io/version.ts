/** aphoria's own version and its package folder, from the package.json that this file was installed with. */
import { readFileSync } from "node:fs";
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

export function version(): string {
  return ownPackage().version;
}

/** Where `corpora/` and `extractors/` lie, whether we run from `src`, `dist` or one bundled file. */
export function packageFolder(): string {
  return ownPackage().folder;
}

function ownPackage(): Package {
  found ??= lookUpwards(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function lookUpwards(folder: string): Package {
  try {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    const content = JSON.parse(text) as { name?: unknown; version?: unknown };
    if (content.name === "aphoria" && typeof content.version === "string") {
      return { folder, version: content.version };
    }
  } catch {
    // Not here: look further up.
  }
  const parent = dirname(folder);
  return parent === folder ? { folder, version: "0.0.0" } : lookUpwards(parent);
}
