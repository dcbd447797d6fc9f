/** A configuration file as a tree with places, whatever its syntax. Parts that are referred to twice stand in it once. */
import type { Span } from "../model/source.ts";

export type Tree = Scalar | Mapping | Sequence;

export interface Scalar extends Span {
  readonly kind: "scalar";
  /** Without quotes and folding; `source` between `start` and `end` is as written. */
  readonly text: string;
}

interface Item {
  readonly key: string;
  readonly value: Tree;
}

export interface Mapping extends Span {
  readonly kind: "mapping";
  readonly items: readonly Item[];
}

export interface Sequence extends Span {
  readonly kind: "sequence";
  readonly items: readonly Tree[];
}

export function at(tree: Tree | undefined, ...path: readonly string[]): Tree | undefined {
  let found = tree;
  for (const key of path) {
    if (found?.kind !== "mapping") return undefined;
    found = found.items.find((item) => item.key === key)?.value;
  }
  return found;
}

export function textAt(tree: Tree | undefined, ...path: readonly string[]): string | undefined {
  const found = at(tree, ...path);
  return found?.kind === "scalar" ? found.text : undefined;
}

/** Every scalar below, in order, each once. */
export function scalarsOf(tree: Tree | undefined): readonly Scalar[] {
  const found: Scalar[] = [];
  if (tree !== undefined)
    visit(tree, (part) => {
      if (part.kind === "scalar") found.push(part);
    });
  return found;
}

/** Each part once, however often it is referred to. */
export function visit(tree: Tree, see: (part: Tree, path: readonly string[]) => void): void {
  const seen = new Set<Tree>();
  const pending: { part: Tree; path: readonly string[] }[] = [{ part: tree, path: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, path } = next;
    if (seen.has(part)) continue;
    seen.add(part);
    see(part, path);
    if (part.kind === "scalar") continue;
    const children =
      part.kind === "mapping"
        ? part.items.map(({ key, value }) => ({ part: value, path: [...path, key] }))
        : part.items.map((value) => ({ part: value, path }));
    pending.push(...children.toReversed());
  }
}
