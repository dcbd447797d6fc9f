/** Reads the commonest types from their text, as `simple.ts` reads expressions. */
import type { TypeRef } from "../../model/syntax.ts";
import { MAX_SIMPLE, charAt, match, skipSpace, type Reader } from "./reader.ts";

const PATH = /[A-Za-z_]\w*(?:::[A-Za-z_]\w*)*/y;
const REFERENCE = /&\s*(?:'[a-z_]\w*\s+)?(?:mut\s+)?(?!')/y;
const LIFETIME = /'[a-z_]\w*(?!')/y;
const KEYWORDS: ReadonlySet<string> = new Set(
  "dyn impl fn for unsafe extern async const".split(" "),
);

/** The type that fills [start, end), or undefined when it is more than references, paths and their arguments. */
export function readSimpleType(text: string, start: number, end: number): TypeRef | undefined {
  if (end - start > MAX_SIMPLE) return undefined;
  const reader: Reader = { text, end, at: start };
  const type = readType(reader);
  return reader.at === end ? type : undefined;
}

function readType(reader: Reader): TypeRef | undefined {
  while (match(reader, REFERENCE) !== undefined);
  const start = reader.at;
  const path = match(reader, PATH);
  if (path === undefined || KEYWORDS.has(path) || /[!:#'"]/.test(charAt(reader))) return undefined;
  const name = path.includes(":") ? path.replaceAll("::", ".") : path;
  if (charAt(reader) !== "<") return { start, end: reader.at, name, args: [] };
  const args = readArguments(reader);
  if (args === undefined || charAt(reader) === ":") return undefined;
  return { start, end: reader.at, name, args };
}

function readArguments(reader: Reader): readonly TypeRef[] | undefined {
  const args: TypeRef[] = [];
  do {
    reader.at += 1;
    skipSpace(reader);
    if (charAt(reader) === ">") break;
    if (match(reader, LIFETIME) === undefined) {
      const type = readType(reader);
      if (type === undefined) return undefined;
      args.push(type);
    }
    skipSpace(reader);
  } while (charAt(reader) === ",");
  if (charAt(reader) !== ">") return undefined;
  reader.at += 1;
  return args;
}
