/** Macro invocations: what can be read of them, by name of the macro. */
import type { Span } from "../../model/source.ts";
import type { Call, Expr, Node, Other, Stmt } from "../../model/syntax.ts";
import type { SyntaxNode } from "../language.ts";
import { noteError, spanAt, textAt, type Context } from "./context.ts";
import { formatTemplate, withTemplate } from "./format.ts";
import { jsonValue } from "./json.ts";
import { bindingsOf, patternText } from "./patterns.ts";
import { simplePath } from "./paths.ts";
import { readArguments, readExpression, reparse, type Arguments } from "./reparse.ts";
import { salvage } from "./salvage.ts";
import { lowerSelect } from "./select.ts";
import { CLOSERS, closerOf, marksIn, trimmed } from "./tokens.ts";

/** Lowers the statements of a re-parsed macro; handed in, as statements need macros. */
export type LowerNodes = (ctx: Context, nodes: readonly SyntaxNode[]) => readonly Stmt[];

interface Macro {
  readonly span: Span;
  /** The path as written, and its last word. */
  readonly path: string;
  readonly name: string;
  /** What stands between the delimiters. */
  readonly inside: Span;
  readonly open: string;
}

type ReadMacro = (ctx: Context, macro: Macro) => Expr | undefined;

const HEAD = /^((?:r#)?\w+(?:\s*::\s*(?:r#)?\w+)*|::\w[\w:]*)\s*!\s*([([{])/;
const ITEM_START =
  /^(?:#\s*\[|(?:pub|fn|struct|enum|impl|trait|mod|static|const|type|use|extern)\b|(?:async|unsafe)\s+fn\b)/;
const LISTS: ReadonlySet<string> = new Set(["vec", "smallvec", "arrayvec", "hashset", "btreeset"]);
const RECORDS: ReadonlySet<string> = new Set([
  "json",
  "doc",
  "bson",
  "hashmap",
  "btreemap",
  "indexmap",
]);

const READERS: ReadonlyMap<string, ReadMacro> = new Map<string, ReadMacro>([
  ["format", readFormat],
  ["format_args", readFormat],
  ["matches", readMatches],
  ["assert_matches", readMatches],
  ["select", readSelect],
  ["select_biased", readSelect],
  ...[...LISTS].map((name): [string, ReadMacro] => [name, readListMacro]),
  ...[...RECORDS].map((name): [string, ReadMacro] => [name, readRecord]),
]);

/** A macro as an expression: most are calls; unreadable ones are `other` with what could be saved. */
export function lowerMacro(ctx: Context, node: SyntaxNode): Expr {
  const span = spanAt(ctx, node);
  const macro = macroOf(ctx, span);
  if (macro === undefined) {
    noteError(ctx, span);
    return { kind: "other", ...span, what: "macro_invocation", parts: [] };
  }
  return READERS.get(macro.name)?.(ctx, macro) ?? readCall(ctx, macro) ?? unreadable(ctx, macro);
}

/** The statements that a macro declares at its place; undefined for one that is an expression. */
export function lowerMacroStatement(
  ctx: Context,
  node: SyntaxNode,
  lowerNodes: LowerNodes,
): readonly Stmt[] | undefined {
  const macro = macroOf(ctx, spanAt(ctx, node));
  if (macro === undefined || READERS.has(macro.name)) return undefined;
  if (macro.name === "cfg_if") return readCfgIf(ctx, macro, lowerNodes);
  const text = textAt(ctx, macro.inside);
  const contents = trimmed(ctx.text, macro.inside.start, macro.inside.end);
  if (!ITEM_START.test(textAt(ctx, contents))) return undefined;
  // `static ref X` is lazy_static's own way to write a static.
  const rewritten = text.replaceAll(/\bstatic\s+ref\b/g, (words) => "static".padEnd(words.length));
  return readItems(ctx, macro.inside, rewritten, lowerNodes);
}

function macroOf(ctx: Context, span: Span): Macro | undefined {
  const text = ctx.text.slice(span.start, Math.min(span.end, span.start + 300));
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const path = (head[1] ?? "").replaceAll(/\s/g, "");
  const name = path.slice(path.lastIndexOf(":") + 1).replace("r#", "");
  const start = span.start + head[0].length;
  const open = head[2] ?? "";
  // Without its closing mark the macro was cut off.
  if (start >= span.end || ctx.text[span.end - 1] !== CLOSERS[open]) return undefined;
  return { span, path, name, inside: { start, end: span.end - 1 }, open };
}

function readFormat(ctx: Context, macro: Macro): Expr | undefined {
  const list = readArguments(ctx, macro.inside);
  if (list === undefined) return undefined;
  return formatTemplate(ctx, macro.span, list) ?? callOf(macro, list);
}

function readListMacro(ctx: Context, macro: Macro): Expr | undefined {
  const list = readArguments(ctx, macro.inside);
  if (list === undefined || list.named.length > 0) return undefined;
  const { length } = list;
  if (length === undefined) return { kind: "list", ...macro.span, items: list.args };
  const { start, end } = length;
  const other: Other = { kind: "other", start, end, what: "length", parts: [length] };
  return { kind: "list", ...macro.span, items: [...list.args, other] };
}

function readRecord(ctx: Context, macro: Macro): Expr | undefined {
  // `doc! { … }` and `hashmap! { … }` have no braces of their own.
  const isBare = macro.name !== "json" && macro.name !== "bson";
  const span = trimmed(ctx.text, macro.inside.start, macro.inside.end);
  const inside = isBare ? { start: macro.inside.start - 1, end: macro.inside.end + 1 } : span;
  const value = jsonValue(ctx, inside);
  return value === undefined ? undefined : callOf(macro, { args: [value], named: [] });
}

/** `matches!(value, PATTERN if guard)`. */
function readMatches(ctx: Context, macro: Macro): Expr | undefined {
  const { start, end } = macro.inside;
  const [comma] = marksIn(ctx.text, start, end, (at) => ctx.text[at] === ",");
  if (comma === undefined) return undefined;
  const value = readExpression(ctx, { start, end: comma });
  const arm = trimmed(ctx.text, comma + 1, end);
  const last = ctx.text[arm.end - 1] === "," ? arm.end - 1 : arm.end;
  const pattern = readPattern(ctx, { start: arm.start, end: last });
  if (value === undefined || pattern === undefined) return undefined;
  const guard = pattern.guard === undefined ? undefined : readExpression(ctx, pattern.guard);
  const test: Expr = {
    kind: "pattern-test",
    ...macro.span,
    pattern: patternText(textAt(ctx, pattern.span)),
    bindings: pattern.bindings,
    value,
  };
  if (guard === undefined) return test;
  return { kind: "binary", ...macro.span, op: "&&", left: test, right: guard };
}

function readPattern(ctx: Context, inside: Span) {
  const wrap = { before: "match x { ", after: "\n => x };" };
  return reparse(ctx, inside, wrap, (inner, root) => {
    const arm = root.child(0)?.child(0)?.field("body")?.namedChildren() ?? [];
    const whole = arm.length === 1 ? arm[0]?.field("pattern") : undefined;
    const pattern = whole?.child(0) ?? null;
    if (whole == null || pattern === null) return undefined;
    const guard = whole.field("condition");
    return {
      span: spanAt(inner, pattern),
      bindings: bindingsOf(inner, pattern),
      ...(guard === null ? {} : { guard: spanAt(inner, guard) }),
    };
  });
}

function readSelect(ctx: Context, macro: Macro): Expr | undefined {
  return lowerSelect(ctx, macro.span, macro.inside, readPattern);
}

function readCall(ctx: Context, macro: Macro): Expr | undefined {
  const list = readArguments(ctx, macro.inside);
  // `{ a; b }` reads as a list of `b` times a, but is a block.
  const isBlock = macro.open === "{" && (list === undefined || list.length !== undefined);
  const read = (isBlock ? readBraces(ctx, macro) : undefined) ?? list;
  if (read === undefined) return undefined;
  const { args, named, length } = withTemplate(ctx, macro.name, read);
  return callOf(macro, { args: length === undefined ? args : [...args, length], named });
}

/** `retry! { statements }` is a call with a block. */
function readBraces(ctx: Context, macro: Macro): Arguments | undefined {
  const { start, end } = macro.inside;
  const block = readExpression(ctx, { start: start - 1, end: end + 1 });
  return block === undefined ? undefined : { args: [block], named: [] };
}

function unreadable(ctx: Context, macro: Macro): Other {
  const parts: readonly Node[] = salvage(ctx, macro.inside);
  return { kind: "other", ...macro.span, what: "macro_invocation", parts };
}

function callOf(macro: Macro, list: Arguments): Call {
  const { start } = macro.span;
  const callee = simplePath(macro.path, { start, end: start + macro.path.length });
  const { args, named } = list;
  return {
    kind: "call",
    ...macro.span,
    callee,
    args,
    named,
    isNew: false,
    macro: true,
    typeArgs: [],
  };
}

/** `cfg_if! { if #[cfg(x)] { items } else { items } }`: the items of all branches. */
function readCfgIf(
  ctx: Context,
  macro: Macro,
  lowerNodes: LowerNodes,
): readonly Stmt[] | undefined {
  const { start, end } = macro.inside;
  const statements: Stmt[] = [];
  for (let at = start; at < end; at += 1) {
    const char = ctx.text[at];
    if (char !== "{" && char !== "[") continue;
    const close = closerOf(ctx.text, at, end);
    if (close === -1) return undefined;
    const branch = { start: at + 1, end: close };
    const items = char === "{" ? readItems(ctx, branch, textAt(ctx, branch), lowerNodes) : [];
    if (items === undefined) return undefined;
    statements.push(...items);
    at = close;
  }
  return statements;
}

function readItems(
  ctx: Context,
  inside: Span,
  rewritten: string,
  lowerNodes: LowerNodes,
): readonly Stmt[] | undefined {
  // thread_local's last static may lack its semicolon; one too many does no harm.
  return reparse(ctx, inside, { before: "", after: "\n;", rewritten }, (inner, root) =>
    root.kind() === "ERROR" ? undefined : lowerNodes(inner, root.namedChildren()),
  );
}
