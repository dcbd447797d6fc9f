/**
 * tsconfig.json, package.json and Cargo.toml, read for one thing: which file an import means. A manifest that cannot be
 * read says nothing; its own tools complain about it.
 */
import type { Manifests, OwnCrate, OwnPackage, PathMap } from "../model/manifests.ts";
import { parseJson } from "./json.ts";
import { joinPath, parentPath } from "../model/paths.ts";
import { parseToml } from "./toml.ts";

/** Files of a project that are manifests, by their names. */
export function isManifest(path: string): boolean {
  return /(^|\/)(?:tsconfig(?:\.[\w-]+)?\.json|jsconfig\.json|package\.json|Cargo\.toml)$/.test(
    path,
  );
}

export function readManifests(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): Manifests {
  const known = new Map<string, unknown>();
  const json = (path: string): unknown => {
    if (!known.has(path)) known.set(path, parseJson(read(path) ?? ""));
    return known.get(path);
  };
  const named = (name: RegExp): readonly string[] => paths.filter((path) => name.test(path));
  return {
    paths: named(/[jt]sconfig[^/]*\.json$/).flatMap((path) => pathMap(path, json)),
    packages: named(/(^|\/)package\.json$/).flatMap((path) => ownPackage(path, json(path))),
    crates: named(/(^|\/)Cargo\.toml$/).flatMap((path) => ownCrate(path, read(path) ?? "")),
  };
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function words(value: unknown): readonly string[] {
  return [value].flat().filter((word): word is string => typeof word === "string");
}

const MOST_EXTENDS = 5;

/** What a configuration says itself, else what the one in the project says that it extends. */
function pathMap(path: string, json: (path: string) => unknown): readonly PathMap[] {
  let at = path;
  for (let step = 0; step < MOST_EXTENDS; step += 1) {
    const config = json(at);
    if (!isObject(config)) return [];
    const options = isObject(config.compilerOptions) ? config.compilerOptions : {};
    const said = ownPaths(options, parentPath(at));
    if (said !== undefined) return [{ folder: parentPath(path), ...said }];
    const [above] = words(config.extends).filter((name) => name.startsWith("."));
    if (above === undefined) return [];
    const next = joinPath(parentPath(at), above);
    at = next.endsWith(".json") ? next : `${next}.json`;
  }
  return [];
}

function ownPaths(options: Json, folder: string): Omit<PathMap, "folder"> | undefined {
  const base = typeof options.baseUrl === "string" ? joinPath(folder, options.baseUrl) : undefined;
  const paths = isObject(options.paths) ? options.paths : {};
  const patterns = Object.entries(paths).map(([pattern, targets]) => ({
    pattern,
    targets: words(targets).map((target) => joinPath(base ?? folder, target)),
  }));
  if (base === undefined && patterns.length === 0) return undefined;
  return { ...(base === undefined ? {} : { base }), patterns };
}

function ownPackage(path: string, manifest: unknown): readonly OwnPackage[] {
  if (!isObject(manifest)) return [];
  const folder = parentPath(path);
  const inside = (targets: readonly string[]): readonly string[] =>
    targets.map((target) => joinPath(folder, target));
  const mains = ["source", "types", "typings", "module", "main"].flatMap((key) =>
    words(manifest[key]),
  );
  const entries = [
    ...subpaths(manifest.exports, "."),
    ...subpaths(manifest.imports, "#"),
    { pattern: ".", targets: mains },
  ].map(({ pattern, targets }) => ({ pattern, targets: inside(targets) }));
  const name = typeof manifest.name === "string" ? manifest.name : "";
  return [{ name, folder, entries }];
}

/** `exports` and `imports`: a target, conditions, or a table of subpaths. */
function subpaths(
  value: unknown,
  start: "." | "#",
): readonly { pattern: string; targets: readonly string[] }[] {
  const isTable = isObject(value) && Object.keys(value).some((key) => key.startsWith(start));
  if (!isTable) return start === "." ? [{ pattern: ".", targets: conditions(value, 0) }] : [];
  return Object.entries(value).map(([pattern, target]) => ({
    pattern,
    targets: conditions(target, 0),
  }));
}

const DEEPEST = 8;

function conditions(value: unknown, depth: number): readonly string[] {
  if (depth > DEEPEST) return [];
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((one) => conditions(one, depth + 1));
  return isObject(value) ? Object.values(value).flatMap((one) => conditions(one, depth + 1)) : [];
}

function ownCrate(path: string, text: string): readonly OwnCrate[] {
  const table = parseToml(text, path).value?.table;
  const own = table?.package;
  const lib = table?.lib;
  if (!isObject(own) || typeof own.name !== "string") return [];
  const inside = isObject(lib) ? lib : {};
  const name = typeof inside.name === "string" ? inside.name : own.name;
  const root = typeof inside.path === "string" ? inside.path : "src/lib.rs";
  return [{ name: name.replaceAll("-", "_"), root: joinPath(parentPath(path), root) }];
}
