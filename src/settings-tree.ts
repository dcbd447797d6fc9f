/** TOML as a tree with places, for those who read settings of any syntax. */
import { parseToml, type KeyPath, type Toml, type TomlValue } from "./load/toml.ts";
import type { Tree } from "./servers/tree.ts";

export function settingsTree(path: string, text: string): Tree | undefined {
  const toml = parseToml(text, path).value;
  return toml === undefined ? undefined : treeOf(toml.table, [], toml, lineStarts(text));
}

function treeOf(value: TomlValue, at: KeyPath, toml: Toml, starts: readonly number[]): Tree {
  const { line, column } = toml.at(at, "value");
  const start = (starts[line - 1] ?? 0) + column - 1;
  const place = { start, end: start + String(value).length };
  if (Array.isArray(value)) {
    const items = value.map((item: TomlValue, index) => treeOf(item, [...at, index], toml, starts));
    return { kind: "sequence", items, ...place };
  }
  if (typeof value !== "object") return { kind: "scalar", text: String(value), ...place };
  const items = Object.entries(value).map(([key, inner]) => ({
    key,
    value: treeOf(inner as TomlValue, [...at, key], toml, starts),
  }));
  return { kind: "mapping", items, start, end: start };
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), (found) => found.index + 1)];
}
