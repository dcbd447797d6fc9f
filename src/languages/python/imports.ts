/** Imports, read off their text: they are flat, and every file has many. */
import type { Import, ImportedName } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import { isExported, type Context, type Part, type Statements } from "./context.ts";
import { collectErrors } from "./parts.ts";

const FROM = /^from\b\s*(.*?)\s*\bimport\b/s;
const ITEM = /([^\s,()]+)(?:\s+as\s+([^\s,()]+))?/g;

/** `import a.b, c as d`: one import for each module. `import a.b` binds `a`, so that is the local name. */
export function lowerImport(context: Context, part: Part, out: Statements): void {
  const { start, end, text } = readText(context, part);
  const items = readItems(text, start, /^import\b/.exec(text)?.[0].length ?? 0);
  for (const item of items) {
    const local = item.alias ?? item.name.split(".")[0] ?? item.name;
    const name = { start: item.start, end: item.end, imported: "*", local };
    const span = items.length === 1 ? { start, end } : item;
    out.push(importNode(context, span.start, span.end, item.name, [name]));
  }
}

/** `from m import a as b`, `from . import x`, `from m import *`. */
export function lowerFromImport(context: Context, part: Part, out: Statements): void {
  const { start, end, text } = readText(context, part);
  const match = FROM.exec(text);
  const source = (match?.[1] ?? "").replaceAll(/\s+/g, "");
  const names = readItems(text, start, match?.[0].length ?? text.length).map((item) => ({
    start: item.start,
    end: item.end,
    imported: item.name,
    local: item.alias ?? item.name,
  }));
  out.push(importNode(context, start, end, source, names));
}

interface Item {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly alias?: string;
}

function readText(
  context: Context,
  part: Part,
): { readonly start: number; readonly end: number; readonly text: string } {
  const { start, end } = spanOf(part.node);
  const text = context.text
    .slice(start, end)
    .replaceAll(/#[^\n]*|\\\r?\n/g, (skipped) => " ".repeat(skipped.length));
  if (/[^\w\s,()*.]/.test(text)) collectErrors(context, part.node);
  return { start, end, text };
}

function readItems(text: string, offset: number, from: number): readonly Item[] {
  return [...text.slice(from).matchAll(ITEM)].map((match) => {
    const start = offset + from + match.index;
    const [all, name = "", alias] = match;
    return { start, end: start + all.length, name, ...(alias === undefined ? {} : { alias }) };
  });
}

function importNode(
  context: Context,
  start: number,
  end: number,
  source: string,
  names: readonly ImportedName[],
): Import {
  const exported = names.some((name) => isExported(context, name.local));
  return { kind: "import", start, end, source, names, exported };
}
