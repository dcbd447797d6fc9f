/** TOML as a tree with places, for those who read settings of any syntax. */
import { parseToml, type KeyPath, type Toml, type TomlValue } from "../load/toml.ts";
import type { Tree } from "../servers/tree.ts";

export function settingsTree(path: string, text: string): Tree | undefined {
  const toml = parseToml(text, path).value;
  return toml === undefined ? undefined : treeOf(toml.table, [], toml, lineStarts(text));
}

function treeOf(value: TomlValue, at: KeyPath, toml: Toml, starts: readonly number[]): Tree {
  const { line, column } = toml.at(at, "value");
  const start = (starts[line - 1] ?? 0) + column - 1;
  if (typeof value !== "object") {
    const text = String(value);
    return { kind: "scalar", text, start, end: start + text.length };
  }
  const place = { start, end: start };
  if (isList(value)) {
    const items = value.map((item, index) => treeOf(item, [...at, index], toml, starts));
    return { kind: "sequence", items, ...place };
  }
  const items = Object.entries(value).map(([key, inner]) => ({
    key,
    value: treeOf(inner, [...at, key], toml, starts),
  }));
  return { kind: "mapping", items, ...place };
}

function isList(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value);
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), (found) => found.index + 1)];
}
