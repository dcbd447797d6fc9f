/** Which further files import something from the modules that hold cache clients. */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Module } from "../model/syntax.ts";
import { resolveSource, type FileIndex } from "./files.ts";

/**
 * `paths` are files whose own words opened no gate. One that names a client module in an import may use its client under any
 * name; `read` gives a file's text. An import is read with a pattern here: the file is lowered only when it fits.
 */
export function clientImporters(
  resolver: Resolver,
  files: FileIndex,
  paths: readonly string[],
  read: (path: string) => string | undefined,
): readonly string[] {
  const clients = holders(resolver, files);
  if (clients.length === 0 || paths.length === 0) return [];
  const names = new Set(
    clients
      .flatMap(({ path }) => [moduleName(path), files.aliases.packageOf(path)?.split("/").at(-1)])
      .filter((name) => name !== undefined && name.length > 1)
      .map((name) => name ?? ""),
  );
  const mentions = new RegExp(`\\b(?:${[...names].map(escapeRegex).join("|")})\\b`);
  const clientPaths = new Set(clients.map(({ path }) => path));
  return paths.filter((path) => {
    const text = read(path);
    if (text === undefined || !mentions.test(text)) return false;
    const language = languageOf(path);
    return sourcesIn(text, language).some((source) => {
      const target = resolveSource(
        { path, language, body: [], comments: [], errors: [] },
        source,
        files,
      );
      return target !== undefined && clientPaths.has(target.path);
    });
  });
}

/** The modules that hold a client, and those that export again what such a one exports. */
function holders(resolver: Resolver, files: FileIndex): readonly Module[] {
  const found = resolver.modules.filter((module) => holdsClient(module, resolver));
  const paths = new Set(found.map(({ path }) => path));
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const module of resolver.modules) {
      if (paths.has(module.path) || !reExports(module, paths, files)) continue;
      paths.add(module.path);
      found.push(module);
      isGrowing = true;
    }
  }
  return found;
}

function reExports(module: Module, from: ReadonlySet<string>, files: FileIndex): boolean {
  return module.body.some((statement) => {
    const source = statement.kind === "export" ? statement.source : undefined;
    const target = source === undefined ? undefined : resolveSource(module, source, files);
    return target !== undefined && from.has(target.path);
  });
}

/** It imports a modelled library, so it may make or hand on a client: no meaning is asked, this runs on every module. */
function holdsClient(module: Module, resolver: Resolver): boolean {
  return resolver
    .librariesOf(module)
    .some((library) => library.types.some((type) => CACHES.has(type.provides)));
}

const CACHES = new Set(["shared-cache", "local-cache", "lock"]);

/** The last word that an import of the file would name. */
function moduleName(path: string): string {
  const parts = path.replace(/\.[^./]+$/, "").split("/");
  const last = parts.at(-1) ?? "";
  return /^(index|mod|lib|main|__init__)$/.test(last) ? (parts.at(-2) ?? "") : last;
}

function languageOf(path: string): Module["language"] {
  if (path.endsWith(".rs")) return "rust";
  return /\.pyi?$/.test(path) ? "python" : "typescript";
}

function sourcesIn(text: string, language: Module["language"]): readonly string[] {
  if (language === "typescript") {
    return [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"]([^'"\n]+)['"]/g)].map(
      (found) => found[1] ?? "",
    );
  }
  if (language === "python") {
    return [
      ...text.matchAll(
        /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\(?[ \t]*([\w, \t]+)|import[ \t]+([\w., \t]+))/gm,
      ),
    ].flatMap(([, from, names, plain]) =>
      from === undefined
        ? (plain ?? "").split(",").map((name) => name.trim().split(/\s/)[0] ?? "")
        : [
            from,
            ...(names ?? "")
              .split(",")
              .map(
                (name) =>
                  `${from}${from.endsWith(".") ? "" : "."}${name.trim().split(/\s/)[0] ?? ""}`,
              ),
          ],
    );
  }
  return [...text.matchAll(/\b(?:use|mod)\s+([\w:]+)/g)].map((found) =>
    (found[1] ?? "").replaceAll("::", "."),
  );
}
