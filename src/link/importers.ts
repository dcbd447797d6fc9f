/** Which further files import something from the modules that hold the clients that are asked about. */
import { lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import { escapeRegex } from "../model/escape-regex.ts";
import type { LibraryType } from "../model/library.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Module, Node, TypeRef } from "../model/syntax.ts";
import { resolveSource, type FileIndex } from "./files.ts";

/**
 * `clients` are the modules that hold clients, `paths` files whose own words opened no gate. One that names a client module in
 * an import may use its client under any name; `read` gives a file's text. An import is read with a pattern here: the
 * file is lowered only when it fits.
 */
export function clientImporters(
  clients: readonly Module[],
  files: FileIndex,
  paths: readonly string[],
  read: (path: string) => string | undefined,
): readonly string[] {
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
    return text !== undefined && mentions.test(text) && leadsTo(clientPaths, path, text, files);
  });
}

/** Does the text import from one of these files? */
export function leadsTo(
  targets: ReadonlySet<string>,
  path: string,
  text: string,
  files: FileIndex,
): boolean {
  const language = languageOf(path);
  const module: Module = { path, language, body: [], comments: [], errors: [] };
  return sourcesIn(text, language).some((source) => {
    const target = resolveSource(module, source, files);
    return target !== undefined && targets.has(target.path);
  });
}

/** The modules that hold a client, and those that export again what such a one exports. */
export function clientHolders(
  resolver: Resolver,
  files: FileIndex,
  asked: ReadonlySet<string>,
): readonly Module[] {
  const found = resolver.modules.filter((module) => holdsClient(module, resolver, asked));
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

/**
 * It may make or hand on a client: no meaning is asked, this runs on every module. Caches are rare, so that who imports the
 * library of one counts; libraries for HTTP and databases are everywhere, so that who keeps a client of one does.
 */
function holdsClient(module: Module, resolver: Resolver, asked: ReadonlySet<string>): boolean {
  const types = resolver.librariesOf(module).flatMap((library) => library.types);
  if (types.some((type) => CACHES.has(type.provides))) return true;
  if (asked.has("http-client") && module.body.some((statement) => givesAnswer(statement, resolver)))
    return true;
  const kept = types.filter((type) => isKept(type, asked));
  if (kept.length === 0) return false;
  const words: Words = {
    makers: new Set(
      kept.flatMap(({ construct, derives }) => lastWords([...construct, ...derives])),
    ),
    types: new Set(kept.flatMap((type) => lastWords(type.types))),
  };
  return module.body.some((statement) => keeps(statement, words));
}

/** A function of the module gives the raw answer to a request: who calls it is to look at that. */
function givesAnswer(statement: Node, resolver: Resolver): boolean {
  const fn =
    statement.kind === "declare" && statement.value?.kind === "function"
      ? statement.value
      : statement;
  if (fn.kind !== "function") return false;
  const requests = new Set<string>();
  let isGiven = false;
  for (const part of fn.body) {
    walk(part, (node) => {
      if (node.kind === "function" || isGiven) return false;
      if (node.kind === "declare" && isRequest(node.value, resolver))
        for (const { name } of node.bindings) requests.add(name);
      if (node.kind === "return")
        isGiven =
          isRequest(node.value, resolver) ||
          (node.value?.kind === "name" && requests.has(node.value.name));
      return undefined;
    });
  }
  return isGiven;
}

function isRequest(value: Expr | undefined, resolver: Resolver): boolean {
  const call = value?.kind === "await" ? value.value : value;
  return call?.kind === "call" && resolver.constructionAt(call)?.instance.type.sends === true;
}

/** The last words of the calls that make a client, and of its types. */
interface Words {
  readonly makers: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

function lastWords(paths: readonly string[]): readonly string[] {
  return paths.map((path) => path.slice(path.lastIndexOf(".") + 1));
}

const CACHES = new Set(["shared-cache", "local-cache", "lock"]);
const CLIENTS = new Set(["http-client", "sql-client", "sql-pool"]);

/** Something that is made once and used elsewhere; a request is over where it is sent. */
function isKept(type: LibraryType, asked: ReadonlySet<string>): boolean {
  return !type.sends && CLIENTS.has(type.provides) && asked.has(type.provides);
}

/** A name of the whole module or a field of a class holds a client, or a function of the module gives one. */
function keeps(statement: Node, words: Words): boolean {
  switch (statement.kind) {
    case "declare":
    case "expression":
    case "export":
      return makes(statement.value, words);
    case "function":
      return givesOne(statement, words);
    case "class":
      return (
        statement.fields.some(({ type, value }) => isOne(type, words) || makes(value, words)) ||
        statement.methods.some((method) => assignsOne(method, words))
      );
    default:
      return false;
  }
}

function isOne(type: TypeRef | undefined, words: Words): boolean {
  if (type === undefined) return false;
  const name = type.name.slice(type.name.lastIndexOf(".") + 1);
  return words.types.has(name) || type.args.some((arg) => isOne(arg, words));
}

/** `self.session = requests.Session()` in a method's own statements, and a parameter that is a field. */
function assignsOne({ body, params }: FunctionNode, words: Words): boolean {
  return (
    params.some((param) => param.field && isOne(param.type, words)) ||
    body.some(
      (statement) =>
        statement.kind === "expression" &&
        statement.value.kind === "assign" &&
        statement.value.target.kind === "member" &&
        makes(statement.value.value, words),
    )
  );
}

function makes(value: Expr | undefined, words: Words): boolean {
  switch (value?.kind) {
    case "await":
    case "assign":
      return makes(value.value, words);
    case "binary":
      return makes(value.left, words) || makes(value.right, words);
    case "function":
      return givesOne(value, words);
    case "call":
      return (
        words.makers.has(lastName(value.callee) ?? "") ||
        // `Client::builder().build().unwrap()`, `Lazy::new(|| Client::new())`
        (value.callee.kind === "member" && makes(value.callee.object, words)) ||
        value.args.some((arg) => arg.kind === "function" && givesOne(arg, words))
      );
    default:
      return false;
  }
}

function givesOne({ body }: FunctionNode, words: Words): boolean {
  return body.some(
    (statement) =>
      (statement.kind === "return" || statement.kind === "declare") &&
      makes(statement.value, words),
  );
}

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
