/** Where a project's cache lies, and how large it may grow. */
import { resolve } from "node:path";
import { parseSize } from "../load/units.ts";
import type { Config } from "../model/config.ts";
import type { Checked } from "../model/diagnostic.ts";
import type { Host } from "./host.ts";
import { below, resolveConfigured, type Project } from "./project.ts";

export interface CachePlace {
  /** Absolute. */
  readonly folder: string;
  /** Tells this project's runs from those of others in the same cache; empty where it has its own. */
  readonly owner: string;
  /** Where what is recorded of runs is written. */
  readonly telemetry: string;
  /** In bytes. */
  readonly limit: number;
}

const LIMIT = 100 * 2 ** 20;

/**
 * The folder that was typed, else the one of the configuration, else `.aphoria/cache` where there is `.aphoria/`, else the
 * user's cache, which all projects share and which is bounded as a whole: a scan writes nothing into a tree that was not
 * set up. Undefined where the cache is turned off, or there is no place. `nameOf` makes a short name of a root.
 */
export function placeOfCache(
  host: Host,
  { root }: Project,
  config: Config,
  nameOf: (root: string) => string,
  typed?: string,
): Checked<CachePlace | undefined> {
  if (typed === undefined && config.cache?.enabled === false) {
    return { value: undefined, diagnostics: [] };
  }
  const limit = parseSize(config.cache?.max_size ?? "")?.bytes ?? LIMIT;
  const own = isFolder(host, below(root, ".aphoria")) ? ".aphoria/cache" : undefined;
  const named = config.cache?.dir ?? own;
  const telemetry = own === undefined ? undefined : below(root, ".aphoria/telemetry");
  if (typed !== undefined || named !== undefined) {
    const { value: folder, diagnostics } =
      typed === undefined
        ? resolveConfigured(host, root, named ?? "", ".aphoria/config.toml")
        : { value: resolve(host.cwd, typed), diagnostics: [] };
    if (folder === undefined) return { value: undefined, diagnostics };
    const place = { folder, owner: "", telemetry: telemetry ?? `${folder}/telemetry`, limit };
    return { value: place, diagnostics };
  }
  const { XDG_CACHE_HOME: given, HOME: home } = host.env;
  const base = given?.startsWith("/") === true ? given : home && `${home}/.cache`;
  if (base === undefined || base === "") return { value: undefined, diagnostics: [] };
  const folder = `${base}/aphoria`;
  const owner = nameOf(root);
  return {
    value: { folder, owner, telemetry: `${folder}/telemetry/${owner}`, limit },
    diagnostics: [],
  };
}

function isFolder(host: Host, path: string): boolean {
  try {
    return host.lstat(path)?.kind === "folder";
  } catch {
    return false;
  }
}
