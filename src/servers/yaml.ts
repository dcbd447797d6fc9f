/**
 * The one owner of the YAML parser (JSON is YAML). Its tree is turned into ours: aliases and merge keys are followed, each
 * anchor once, and within a budget, so that a small file cannot become a large tree.
 */
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type ParsedNode,
} from "yaml";
import type { Mapping, Tree } from "./tree.ts";

export interface YamlReading {
  readonly documents: readonly Tree[];
  /** Why it could not be read, with the offset. */
  readonly problem?: { readonly message: string; readonly offset: number };
}

/** Parts of a tree, merged ones included, and how deep they may stand. */
const MOST_PARTS = 50_000;
const DEEPEST = 60;

export function readYaml(text: string): YamlReading {
  try {
    const parsed = parseAllDocuments(text, {
      strict: false,
      uniqueKeys: false,
      logLevel: "silent",
      prettyErrors: false,
    });
    if (!Array.isArray(parsed)) return { documents: [] };
    const documents: Tree[] = [];
    const budget = { left: MOST_PARTS };
    for (const document of parsed as Document.Parsed[]) {
      const [error] = document.errors;
      if (error !== undefined) {
        const [message = ""] = error.message.split("\n");
        return { documents: [], problem: { message, offset: error.pos[0] } };
      }
      const state = { budget, anchors: new Map(), known: new Map() };
      const tree = convert(document.contents, state, 0);
      if (tree !== undefined) documents.push(tree);
    }
    return budget.left > 0
      ? { documents }
      : { documents: [], problem: { message: "it has too many parts", offset: 0 } };
  } catch (error) {
    // A thousand brackets are deeper than the parser's stack.
    if (!(error instanceof RangeError)) throw error;
    return { documents: [], problem: { message: "it is nested too deeply", offset: 0 } };
  }
}

interface State {
  /** What each name stood for last: the parser would look through the whole document for every alias. */
  readonly anchors: Map<string, unknown>;
  readonly budget: { left: number };
  readonly known: Map<unknown, Tree | undefined>;
}

function convert(node: unknown, state: State, depth: number): Tree | undefined {
  if (depth > DEEPEST || (state.budget.left -= 1) <= 0) return undefined;
  if (isAlias(node)) {
    const target = state.anchors.get(node.source);
    return target === undefined ? undefined : convertOnce(target, state, depth + 1);
  }
  if (isNode(node)) name(node, state);
  return convertOnce(node, state, depth);
}

function name(node: Node, { anchors }: State): void {
  const { anchor } = node as { readonly anchor?: string };
  if (anchor !== undefined) anchors.set(anchor, node);
}

function convertOnce(node: unknown, state: State, depth: number): Tree | undefined {
  if (state.known.has(node)) return state.known.get(node);
  // Whatever refers to itself is nothing inside itself.
  state.known.set(node, undefined);
  const tree = build(node, state, depth);
  state.known.set(node, tree);
  return tree;
}

function build(node: unknown, state: State, depth: number): Tree | undefined {
  const [start = 0, end = 0] = (node as ParsedNode | null)?.range ?? [];
  if (isScalar(node)) {
    const { value } = node;
    // `yes` and `0640` stay as they are written.
    const text = typeof value === "string" ? value : (node.source ?? JSON.stringify(value));
    return { kind: "scalar", text, start, end };
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => convert(item, state, depth + 1) ?? []);
    return { kind: "sequence", items, start, end };
  }
  if (!isMap(node)) return undefined;
  const items: Mapping["items"][number][] = [];
  const merged: Mapping["items"][number][] = [];
  for (const pair of node.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const key = String(pair.key.value);
    name(pair.key, state);
    const value = convert(pair.value, state, depth + 1) ?? {
      kind: "scalar" as const,
      text: "",
      start,
      end: start,
    };
    if (key === "<<") merged.push(...mergedItems(value));
    else items.push({ key, value });
  }
  state.budget.left -= merged.length;
  // What stands here goes before what is merged in, as `at` takes the first.
  if (state.budget.left > 0) items.push(...merged);
  return { kind: "mapping", items, start, end };
}

function mergedItems(value: Tree): Mapping["items"] {
  if (value.kind === "mapping") return value.items;
  if (value.kind !== "sequence") return [];
  return value.items.flatMap((one) => (one.kind === "mapping" ? one.items : []));
}
