/** The cache of the project around the working directory, for the commands about it. */
import { hashOf } from "../cache/seal.ts";
import { openStore, type Store } from "../cache/store.ts";
import { placeOfCache, type CachePlace } from "../io/cache-place.ts";
import type { Host } from "../io/host.ts";
import { readConfig } from "../io/inputs.ts";
import { displayPath, findProject } from "../io/project.ts";
import { CACHE_DIR_FLAG } from "./cache-flags.ts";
import type { Flag, Typed } from "./command.ts";
import { valueOf } from "./options.ts";
import { CONFIG_FLAG, JSON_FLAG } from "./project-inputs.ts";
import { UsageError } from "./usage.ts";

export const OPEN_CACHE_FLAGS: readonly Flag[] = [CACHE_DIR_FLAG, CONFIG_FLAG, JSON_FLAG];

export interface OpenCache {
  readonly store: Store;
  readonly place: CachePlace;
  /** The folder as it is shown. */
  readonly shown: string;
}

export function openCache(typed: Typed, host: Host): OpenCache {
  const project = findProject(host, undefined);
  const { value: config } = readConfig(host, project.root, valueOf(typed, "config"));
  const dir = valueOf(typed, "cache-dir");
  const { value: place, diagnostics } = placeOfCache(host, project, config, hashOf, dir);
  const [problem] = diagnostics;
  if (problem !== undefined) throw new UsageError(problem.message, problem.help);
  if (place === undefined) {
    throw new UsageError(
      "there is no cache: the configuration turns it off, or there is no place for it",
      "Name a folder with --cache-dir.",
    );
  }
  const shown = displayPath(project.root, place.folder);
  return { store: openStore(host, place.folder), place, shown };
}
