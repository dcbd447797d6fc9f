/** What manifests make of names in imports. Answers are guesses in order: the first whose file exists is meant. */
import { groupBy } from "../model/group-by.ts";
import type { Manifests, OwnPackage, PathMap } from "../model/manifests.ts";
import { foldersAbove, joinPath } from "../model/paths.ts";

export interface Aliases {
  /** Paths that a script's import that is not relative may mean, without their endings. */
  readonly ofScript: (from: string, source: string) => Iterable<string>;
  /** The root file of a crate of the project. */
  readonly ofCrate: (name: string) => string | undefined;
  /** The name of the crate of the project whose library's root file, if it has one, stands there. */
  readonly crateAt: (root: string) => string | undefined;
  /** The name of the npm package of the project that a file belongs to. */
  readonly packageOf: (path: string) => string | undefined;
}

export function createAliases({ paths, packages, crates }: Manifests): Aliases {
  const maps = groupBy(paths, ({ folder }) => folder);
  const byFolder = groupBy(packages, ({ folder }) => folder);
  const byName = groupBy(packages, ({ name }) => name);
  const crateRoots = new Map(crates.map(({ name, root }) => [name, root]));
  const crateNames = new Map(crates.map(({ name, root }) => [root, name]));
  return {
    *ofScript(from, source) {
      for (const folder of foldersAbove(from)) {
        for (const map of maps.get(folder) ?? []) yield* mapped(map, source);
      }
      if (source.startsWith("#")) {
        for (const folder of foldersAbove(from)) {
          for (const own of byFolder.get(folder) ?? []) yield* entriesOf(own, source);
        }
      }
      const { name, subpath } = splitName(source);
      for (const own of name === "" ? [] : (byName.get(name) ?? [])) {
        yield* entriesOf(own, subpath === "" ? "." : `./${subpath}`);
        yield joinPath(own.folder, "src", subpath);
        yield joinPath(own.folder, subpath);
      }
    },
    ofCrate: (name) => crateRoots.get(name),
    crateAt: (root) => crateNames.get(root),
    packageOf(path) {
      for (const folder of foldersAbove(path)) {
        const name = byFolder.get(folder)?.[0]?.name;
        if (name !== undefined && name !== "") return name;
      }
      return undefined;
    },
  };
}

function* mapped({ base, patterns }: PathMap, source: string): Generator<string> {
  // The pattern with the longest beginning wins, as in the compiler.
  const fitting = patterns
    .flatMap((one) => {
      const star = fits(one.pattern, source);
      return star === undefined ? [] : [{ ...one, star }];
    })
    .sort((a, b) => b.pattern.indexOf("*") - a.pattern.indexOf("*"));
  for (const { targets, star } of fitting) {
    for (const target of targets) yield target.replace("*", () => star);
  }
  if (base !== undefined) yield joinPath(base, source);
}

/** Entries name what is built; the source stands in `src` beside it, or in the folder that is built from. */
function* entriesOf({ entries }: OwnPackage, source: string): Generator<string> {
  for (const { pattern, targets } of entries) {
    const star = fits(pattern, source);
    if (star === undefined) continue;
    for (const target of targets) {
      const path = target.replace("*", () => star);
      yield path;
      const stem = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
      yield stem;
      yield stem.replace(
        /(^|\/)(?:dist|build|lib|out|esm|cjs)\/(?:(?:esm|cjs|types|src)\/)?/,
        "$1src/",
      );
    }
  }
}

/** What `*` stands for; `""` for equal names, undefined where the pattern does not fit. */
function fits(pattern: string, source: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === source ? "" : undefined;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return source.length >= before.length + after.length &&
    source.startsWith(before) &&
    source.endsWith(after)
    ? source.slice(before.length, source.length - after.length)
    : undefined;
}

function splitName(source: string): { readonly name: string; readonly subpath: string } {
  const parts = source.split("/");
  const taken = source.startsWith("@") ? 2 : 1;
  return { name: parts.slice(0, taken).join("/"), subpath: parts.slice(taken).join("/") };
}
