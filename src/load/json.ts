/** JSON as people write it in configuration: with comments and trailing commas. The only owner of its parser. */
import {
  findNodeAtLocation,
  getNodeValue,
  parse,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";

const LARGEST = 1_000_000;
const OPTIONS = { allowTrailingComma: true };

/** The value, as far as it can be read; undefined for what is no JSON at all or above 1 MB. */
export function parseJson(text: string): unknown {
  if (text.length > LARGEST) return undefined;
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), errors, OPTIONS);
  return errors.length > 0 && typeof value !== "object" ? undefined : value;
}

/** A value with its place. Lines and columns are 1-based. */
export interface JsonNode {
  readonly value: unknown;
  readonly position: { readonly line: number; readonly column: number };
  /** Of an object; undefined where there is none of that name. */
  field(name: string): JsonNode | undefined;
  names(): readonly string[];
  /** Of an array; undefined for anything else. */
  items(): readonly JsonNode[] | undefined;
}

export interface JsonTree {
  readonly root: JsonNode | undefined;
  /** The first thing that is wrong with the text. */
  readonly problem?: { readonly what: string; readonly line: number; readonly column: number };
}

/** For files that must be whole: with positions, and the first error. */
export function readJsonTree(text: string): JsonTree {
  const clean = text.replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const tree = parseTree(clean, errors, OPTIONS);
  const [first] = errors;
  return {
    root: tree === undefined ? undefined : nodeOf(tree, clean),
    ...(first !== undefined && {
      problem: {
        what: printParseErrorCode(first.error)
          .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
          .toLowerCase(),
        ...positionOf(clean, first.offset),
      },
    }),
  };
}

function nodeOf(node: Node, text: string): JsonNode {
  return {
    // Worked out when asked: a file may hold thousands of nodes, and few are ever wrong.
    get value() {
      return getNodeValue(node) as unknown;
    },
    get position() {
      return positionOf(text, node.offset);
    },
    field(name) {
      const found = node.type === "object" ? findNodeAtLocation(node, [name]) : undefined;
      return found === undefined ? undefined : nodeOf(found, text);
    },
    names: () =>
      node.type === "object"
        ? (node.children ?? []).map((pair) => String(pair.children?.[0]?.value))
        : [],
    items: () =>
      node.type === "array" ? (node.children ?? []).map((one) => nodeOf(one, text)) : undefined,
  };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
