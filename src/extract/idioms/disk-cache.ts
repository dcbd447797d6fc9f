/**
 * `disk-cache`: a table of an SQLite file that keeps cached results (`form` is `table`), or a folder of `files`. `bounded`
 * is whether anything takes old rows out or limits the file: a statement that deletes more than one key, `max_page_count`, or a removal of the file. `derived` says that its rows are
 * found by the path of a file; then `fresh` is whether what is stored of that file's state is compared again. `counted`
 * is whether the class around, or else the file, counts hits and misses.
 */
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Call, Expr, Module, Node } from "../../model/syntax.ts";
import { classAround } from "../../model/ancestry.ts";
import { describe } from "../canonical.ts";
import { fileCache, type FileCache } from "../file-caches.ts";
import { isCounted } from "../hits-and-misses.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import type { Recogniser, Shape } from "../shape.ts";

export const diskCache: Recogniser = {
  kinds: ["disk-cache"],
  start:
    ({ resolver, module }, emit) =>
    (node) => {
      const files = node.kind === "call" ? fileCache(node, module, resolver) : undefined;
      if (node.kind === "call" && files !== undefined) emit(folderOf(node, files));
      const text = sqlIn(node);
      const made = text === undefined ? undefined : CREATES.exec(text);
      const [, table = "", columns = ""] = made ?? [];
      if (made === null || made === undefined || !isCache(table, node, module)) return;
      const statements = statementsOf(resolver).filter((one) => speaksOf(one, table));
      if (!statements.some((one) => FILLS.test(one)) || !statements.some((one) => READS.test(one)))
        return;
      const state = stateColumn(columns);
      const around = classAround(node);
      const derived = FILES.test(columns) || (state !== undefined && PATHS.test(columns));
      emit({
        kind: "disk-cache",
        span: node,
        node,
        properties: {
          provides: "local-cache",
          form: "table",
          bounded: statements.some((one) => prunes(one)) || limitsFile(resolver),
          derived,
          fresh: derived && state !== undefined && isCompared(state, statements, resolver),
          recorded: state !== undefined,
          counted: isCounted(around === undefined ? module.body : [around]),
        },
        captures: {},
        words: { table, column: state ?? "" },
      });
    },
};

function folderOf(call: Call, { bounded, name }: FileCache): Shape {
  return {
    kind: "disk-cache",
    span: callHead(call),
    node: call,
    properties: {
      provides: "local-cache",
      form: "files",
      bounded,
      derived: undefined,
      fresh: undefined,
      recorded: undefined,
      counted: undefined,
    },
    captures: {},
    words: { name, call: describe(call.callee) },
  };
}

const CREATES =
  /^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?["`[]?(\w+)["`\]]?\s*\(([^;]{0,4000})/i;
const FILLS = /^\s*(INSERT|REPLACE|UPDATE)\b/i;
const READS = /^\s*SELECT\b/i;
/** A column that is the path of a file; a bare `path` may be that of an address. */
const FILES =
  /(^|[\s,(])["`]?(file_?path|file_?name|source_?(path|file)|src_?path)["`]?\s+(TEXT|VARCHAR|CHAR)/i;
const PATHS = /(^|[\s,(])["`]?(path|file)["`]?\s+(TEXT|VARCHAR|CHAR)/i;
const STATES =
  /(^|[\s,(])["`]?(\w*(?:mtime|modified|content_hash|file_hash|checksum|sha1|sha256|md5|digest|etag|fingerprint)\w*)["`]?\s+\w+/i;

function stateColumn(columns: string): string | undefined {
  return STATES.exec(columns)?.[2];
}

/** The table, the class around, or the file is called a cache. */
function isCache(table: string, node: Node, module: Module): boolean {
  const file = module.path.split("/").at(-1) ?? "";
  return [table, classAround(node)?.name ?? "", file].some((name) =>
    wordsOf(name).some((word) => /^(cache|cached|memo)$/.test(word)),
  );
}

function speaksOf(sql: string, table: string): boolean {
  return sql.split(/[^\w]+/).includes(table);
}

/** `DELETE FROM t WHERE last_access < ?`, `DELETE FROM t`; one key alone is no pruning. */
function prunes(sql: string): boolean {
  const found = /^\s*DELETE\s+FROM\s+["`[]?\w+["`\]]?(.*)$/is.exec(sql);
  if (found === null) return false;
  const rest = found[1] ?? "";
  return (
    !/\bWHERE\b/i.test(rest) ||
    /[<>]|\bLIMIT\b|\bORDER\b|\bNOT\s+IN\b|\bIN\s*\(\s*SELECT\b/i.test(rest)
  );
}

/** Every text of the scanned code that is an SQL statement. */
const statementsOf = memoised((resolver: Resolver): readonly string[] => {
  const found: string[] = [];
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        const text = sqlIn(node);
        if (text !== undefined) found.push(text);
        return text === undefined;
      });
    }
  }
  return found;
});

const SQL = /^\s*(SELECT|INSERT|REPLACE|UPDATE|DELETE|CREATE|PRAGMA|VACUUM)\b/i;

/** A text or template that begins like a statement; what is not known of it is `?`. */
function sqlIn(node: Node): string | undefined {
  if (node.kind === "literal")
    return typeof node.value === "string" && SQL.test(node.value) ? node.value : undefined;
  if (node.kind !== "template") return undefined;
  const text = node.parts
    .map((part) => (part.kind === "literal" ? String(part.value) : "?"))
    .join("");
  return SQL.test(text) ? text : undefined;
}

function limitsFile(resolver: Resolver): boolean {
  return statementsOf(resolver).some((one) => /max_page_count\s*=/i.test(one));
}

/** The column stands in a condition of a look-up, or what was read from it in a comparison of the code. */
function isCompared(column: string, sql: readonly string[], resolver: Resolver): boolean {
  const inCondition = sql.some((one) => {
    const where = /\bWHERE\b(.*)$/is.exec(one)?.[1] ?? "";
    return !FILLS.test(one) && speaksOf(where, column);
  });
  if (inCondition) return true;
  const words = wordsOf(column);
  const speaks = (expr: Expr): boolean => {
    const name =
      expr.kind === "name" || expr.kind === "member"
        ? expr.name
        : expr.kind === "index" && expr.index.kind === "literal"
          ? String(expr.index.value)
          : "";
    return words.some((word) => STATE_WORDS.has(word) && wordsOf(name).includes(word));
  };
  return resolver.modules.some((module) =>
    module.body.some((statement) => {
      let found = false;
      walk(statement, (node) => {
        if (node.kind === "binary" && /^(==|!=|<|>|<=|>=)$/.test(node.op))
          found ||= speaks(node.left) || speaks(node.right);
        return !found;
      });
      return found;
    }),
  );
}

const STATE_WORDS = new Set(
  "mtime modified hash checksum sha sha1 sha256 md5 digest etag fingerprint".split(" "),
);
