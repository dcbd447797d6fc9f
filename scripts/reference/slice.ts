/**
 * The part of an example's code that one of its lines needs: the statements around it and the declarations of what they
 * name. Other statements that are examples themselves (they say what must be observed) are left out.
 */
import { fileOf, lowerFile } from "../../src/look/candidates.ts";
import { childrenOf } from "../../src/model/children.ts";
import type { Node } from "../../src/model/syntax.ts";
import { parseText } from "../../src/parse/parse.ts";

export const OBSERVE = /[ \t]*(?:\/\/|#|--|;|\/\*)\s*observe:.*$/;

/** How much is kept beside what is needed by name: nothing, every import, or whatever says nothing of itself. */
export const SLICES = ["named", "imports", "silent"] as const;
export type Slice = (typeof SLICES)[number];

/** A statement, field or method, by the lines (from 1) that are its alone. */
interface Unit {
  readonly kind: Node["kind"];
  readonly names: readonly string[];
  readonly first: number;
  readonly last: number;
  readonly units: readonly Unit[];
}

/** The lines to keep, from 1, in order; nothing where the path is no code. */
export function linesAround(
  code: string,
  path: string,
  line: number,
  slice: Slice,
): readonly number[] | undefined {
  const file = fileOf(path, code);
  if (file.grammar === undefined) return undefined;
  const { grammar } = file;
  const { module } = lowerFile(file, () => parseText(code, grammar));
  const lines = code.split("\n");
  const top = module.body.flatMap((node) => unitOf(node, code, lines));
  const kept = new Set<Unit>();
  for (let isGrowing = true; isGrowing;) {
    const words = wordsOf(visible(lines, top, kept).map((at) => lines[at - 1] ?? ""));
    const size = kept.size;
    const grow = (units: readonly Unit[], parent: Unit | undefined): void => {
      for (const unit of units) {
        if (!kept.has(unit) && isKept(unit, parent, words)) kept.add(unit);
        if (kept.has(unit)) grow(unit.units, unit);
      }
    };
    grow(top, undefined);
    isGrowing = kept.size > size;
  }
  return visible(lines, top, kept);

  function isKept(unit: Unit, parent: Unit | undefined, words: ReadonlySet<string>): boolean {
    if (unit.first <= line && line <= unit.last) return true;
    const isNeeded = unit.names.some((name) => words.has(name));
    const says = lines.slice(unit.first - 1, unit.last).some((text) => OBSERVE.test(text));
    // What a trait brings is not called by its name.
    const isTrait = file.language === "rust";
    if (unit.kind === "import") return isNeeded || isTrait || slice !== "named";
    if (unit.kind === "class" && unit.units.length > 0 && says && parent === undefined)
      return isNeeded && unit.units.some((one) => one.names.some((name) => words.has(name)));
    if (parent === undefined || parent.kind === "namespace")
      return isNeeded || (slice === "silent" && !says);
    if (parent.kind === "class")
      return isNeeded || unit.names.some((name) => ["constructor", "__init__"].includes(name));
    return isNeeded || !says;
  }
}

function visible(
  lines: readonly string[],
  top: readonly Unit[],
  kept: ReadonlySet<Unit>,
): readonly number[] {
  const gone = new Set<number>();
  const leave = (units: readonly Unit[]): void => {
    for (const unit of units) {
      if (kept.has(unit) && !isHollow(unit, kept)) leave(unit.units);
      else for (let at = unit.first; at <= unit.last; at += 1) gone.add(at);
    }
  };
  leave(top);
  return lines.map((_, at) => at + 1).filter((at) => !gone.has(at));
}

/** Nothing of what it was made of is kept. */
function isHollow({ units }: Unit, kept: ReadonlySet<Unit>): boolean {
  return units.length > 0 && units.every((one) => !kept.has(one) || isHollow(one, kept));
}

/** Nothing for a node that shares its lines with what is around it. */
function unitOf(node: Node, code: string, lines: readonly string[]): readonly Unit[] {
  const first = code.slice(0, node.start).split("\n").length;
  const last = code.slice(0, node.end).trimEnd().split("\n").length;
  const before = code.slice(code.lastIndexOf("\n", node.start - 1) + 1, node.start);
  const after = /.*/.exec(code.slice(node.end))?.[0] ?? "";
  const isAlone = /^\s*(?:(?:pub|export|async|readonly|private|static)\b.*)?$/.test(before);
  if (!isAlone || !/^\s*[;,]*\s*(?:(?:\/\/|#).*)?$/.test(after)) return [];
  let from = first;
  while (/^\s*(?:\/\/|#|@)/.test(lines[from - 2] ?? "")) from -= 1;
  const units = partsOf(node).flatMap((part) => unitOf(part, code, lines));
  return [{ kind: node.kind, names: namesOf(node), first: from, last, units }];
}

/** The statements and members directly below. */
function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "class":
      return [...node.fields, ...node.methods, ...node.body];
    case "if":
      return [...node.then, ...node.otherwise];
    case "try":
      return [...node.body, ...node.handlers.flatMap((handler) => handler.body), ...node.finalizer];
    case "function":
    case "loop":
    case "namespace":
    case "block":
      return node.body;
    default:
      return childrenOf(node).flatMap(partsOf);
  }
}

function namesOf(node: Node): readonly string[] {
  switch (node.kind) {
    case "declare":
      return node.bindings.map(({ name }) => name);
    case "import":
      return node.names.map(({ local }) => local);
    case "function":
    case "class":
    case "field":
    case "namespace":
      return node.name === undefined ? [] : [node.name];
    case "expression":
      return node.value.kind === "assign" && node.value.target.kind === "name"
        ? [node.value.target.name]
        : [];
    default:
      return [];
  }
}

function wordsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap((text) => text.replace(OBSERVE, "").match(/[A-Za-z_$][\w$]*/g) ?? []),
  );
}
