/** Format strings: `"user:{}:{name}"` with its arguments as one template. */
import type { Span } from "../../model/source.ts";
import type { Expr, Literal, Named, Template } from "../../model/syntax.ts";
import { textAt, type Context } from "./context.ts";
import { decodeEscapes, plainName } from "./literals.ts";
import type { Arguments } from "./reparse.ts";

/** Macros whose format string is a string literal at this position or behind it. Others have it first, and only
 *  arguments that fit its holes tell that it is one. */
const FORMAT_POSITION: ReadonlyMap<string, number> = new Map([
  ...words(
    "format format_args print println eprint eprintln panic todo unimplemented unreachable",
    0,
  ),
  ...words("error warn info debug trace bail anyhow eyre format_err", 0),
  ...words("error_span warn_span info_span debug_span trace_span", 0),
  ...words("write writeln assert debug_assert ensure log event span", 1),
  ...words("assert_eq assert_ne debug_assert_eq debug_assert_ne", 2),
]);

/** One piece of a format string: text, or a hole with what stands before its colon. */
type Piece = Span & ({ readonly text: string } | { readonly hole: string; readonly spec: string });

interface Format {
  readonly template: Template;
  /** Arguments of the macro that no hole has taken. */
  readonly args: readonly Expr[];
  readonly named: readonly Named[];
}

/** The macro's arguments with the format string and what fills its holes made one template. */
export function withTemplate(ctx: Context, macro: string, list: Arguments): Arguments {
  const from = FORMAT_POSITION.get(macro);
  const at = list.args.findIndex((arg, index) => index >= (from ?? 0) && isText(ctx, arg));
  const literal = list.args[at];
  if (literal === undefined || (from === undefined && at !== 0)) return list;
  const format = formatOf(ctx, literal, list, at);
  if (format === undefined) return list;
  const usesArgs =
    format.args.length + format.named.length < list.args.length - 1 + list.named.length;
  const holes = format.template.parts.some((part) => part.kind !== "literal");
  if (!holes || (from === undefined && !usesArgs)) return list;
  const args = format.args.toSpliced(at, 0, format.template);
  return { ...list, args, named: format.named };
}

/** `format!(…)` as a template that spans the whole call; undefined where its string is no literal. */
export function formatTemplate(ctx: Context, span: Span, list: Arguments): Template | undefined {
  const [literal] = list.args;
  if (literal === undefined || !isText(ctx, literal)) return undefined;
  const format = formatOf(ctx, literal, list, 0);
  if (format === undefined) return undefined;
  // Arguments without a hole, such as a width, come last.
  const unused = [...format.args, ...format.named.map((one) => one.value)];
  return { kind: "template", ...span, parts: [...format.template.parts, ...unused] };
}

function formatOf(ctx: Context, literal: Expr, list: Arguments, at: number): Format | undefined {
  const pieces = piecesOf(ctx, literal);
  const values = list.args.slice(at + 1);
  const taken = new Set<Expr>();
  const parts: Expr[] = [];
  let next = 0;
  for (const piece of pieces ?? []) {
    const { start, end } = piece;
    if ("text" in piece) {
      parts.push({ kind: "literal", start, end, value: piece.text });
      continue;
    }
    // `{:.*}` takes the precision from the arguments, before the value.
    if (piece.spec.includes(".*")) next += 1;
    const position = piece.hole === "" ? next : Number(piece.hole);
    if (piece.hole === "") next += 1;
    const value = Number.isNaN(position)
      ? namedValue(list.named, piece.hole, piece)
      : values[position];
    if (value === undefined) return undefined;
    // A value may fill several holes, but each node has one parent.
    parts.push(taken.has(value) ? structuredClone(value) : value);
    taken.add(value);
  }
  if (pieces === undefined) return undefined;
  return {
    template: { kind: "template", start: literal.start, end: endOf(literal, parts), parts },
    args: [...list.args.slice(0, at), ...values.filter((value) => !taken.has(value))],
    named: list.named.filter((one) => !taken.has(one.value)),
  };
}

/** The template reaches from its string to the last argument it holds. */
function endOf(literal: Span, parts: readonly Expr[]): number {
  return parts.reduce((end, part) => Math.max(end, part.end), literal.end);
}

function namedValue(named: readonly Named[], hole: string, span: Span): Expr {
  const given = named.find((one) => one.name === plainName(hole));
  const start = span.start + 1;
  return given?.value ?? { kind: "name", start, end: start + hole.length, name: plainName(hole) };
}

function isText(ctx: Context, node: Expr): node is Literal {
  return node.kind === "literal" && /^(?:"|r#*")/.test(ctx.text.slice(node.start, node.start + 12));
}

/** Texts and holes in order; undefined where the braces do not read as a format. */
function piecesOf(ctx: Context, literal: Span): readonly Piece[] | undefined {
  const whole = textAt(ctx, literal);
  const isRaw = whole.startsWith("r");
  const open = whole.indexOf('"') + 1;
  const inside = { start: literal.start + open, end: literal.start + whole.lastIndexOf('"') };
  const text = textAt(ctx, inside);
  const pieces: Piece[] = [];
  let from = 0;
  const addText = (to: number): void => {
    const raw = text.slice(from, to).replaceAll("{{", "{").replaceAll("}}", "}");
    const span = { start: inside.start + from, end: inside.start + to };
    if (raw !== "") pieces.push({ ...span, text: isRaw ? raw : decodeEscapes(raw) });
  };
  for (const match of text.matchAll(
    /\\u\{|\{\{|\}\}|\{\s*((?:r#)?[\p{L}_][\p{L}\p{N}_]*|\d*)\s*(:[^{}]*)?\}|[{}]/gu,
  )) {
    if (match[0] === "{{" || match[0] === "}}") continue;
    // The braces of `\u{1F600}` are no hole; its closing brace is met next.
    if (match[0] === "\\u{") continue;
    if (match[0] === "}" && !isRaw && /\\u\{[0-9a-fA-F_]*$/.test(text.slice(0, match.index)))
      continue;
    if (match[1] === undefined) return undefined;
    addText(match.index);
    const start = inside.start + match.index;
    from = match.index + match[0].length;
    pieces.push({ start, end: start + match[0].length, hole: match[1], spec: match[2] ?? "" });
  }
  addText(text.length);
  return pieces;
}

function words(names: string, position: number): readonly (readonly [string, number])[] {
  return names.split(" ").map((name) => [name, position] as const);
}
