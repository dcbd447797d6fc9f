/** What a marker or a suppression can belong to: items, members, fields, statements, entries, arguments, links. */
import { walk } from "../model/children.ts";
import type { Span } from "../model/source.ts";
import type { Decorator, Module, Node } from "../model/syntax.ts";

/** In order of start; of those that start together the largest first. */
export function itemSpansOf(module: Module): readonly Span[] {
  const spans: Span[] = [];
  const add = ({ start, end }: Span): void => {
    spans.push({ start, end });
  };
  for (const statement of module.body) walk(statement, (node) => addItems(node, add));
  return spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

type Add = (span: Span) => void;

/** A decorated item is one with its decorators and one without: a marker may stand between the two. */
function addItems(node: Node, add: Add): void {
  if (isItem(node)) add(node);
  if ("decorators" in node) addDecorated(node, node.decorators, add);
  if (node.kind === "other" && node.what.startsWith("jsx_")) add(node);
  if (node.kind === "record") node.entries.forEach(add);
  if (node.kind === "list") node.items.forEach(add);
  if (node.kind === "switch") node.arms.forEach(add);
  if (node.kind !== "call") return;
  node.args.forEach(add);
  node.named.forEach(add);
  // A link of a chain, `.max_capacity(10)` on a line of its own, from its dot.
  const { callee } = node;
  if (callee.kind === "member") {
    const dot = callee.end - callee.name.length - 1;
    if (dot > callee.object.start) add({ start: dot, end: node.end });
  }
}

function addDecorated(node: Node, decorators: readonly Decorator[], add: Add): void {
  const first = decorators[0];
  if (first === undefined) return;
  const last = decorators.at(-1) ?? first;
  add({ start: Math.min(first.start, node.start), end: node.end });
  if (node.start < last.end) add({ start: last.end, end: node.end });
}

function isItem(node: Node): boolean {
  return ITEMS.has(node.kind);
}

const ITEMS: ReadonlySet<Node["kind"]> = new Set([
  "block",
  "class",
  "declare",
  "export",
  "expression",
  "field",
  "function",
  "if",
  "import",
  "jump",
  "loop",
  "namespace",
  "param",
  "return",
  "submodule",
  "switch",
  "throw",
  "try",
] as const);
