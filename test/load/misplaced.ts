/** Key paths whose places are not those that toml-eslint-parser, an independent parser, gives them. */
import { parseTOML, type AST } from "toml-eslint-parser";
import { parseToml, type KeyPath } from "../../src/load/toml.ts";

export function misplaced(text: string): readonly string[] {
  const toml = parseToml(text, "x.toml").value;
  return places(parseTOML(text)).flatMap(({ path, key, value }) =>
    (["key", "value"] as const).flatMap((part) => {
      const ours = toml?.at(path, part);
      const theirs = part === "key" ? key : value;
      const same = ours?.line === theirs.line && ours.column === theirs.column + 1;
      return same ? [] : [`${JSON.stringify(path)} ${part} at ${theirs.line}:${theirs.column + 1}`];
    }),
  );
}

interface Place {
  readonly path: KeyPath;
  readonly key: AST.Position;
  readonly value: AST.Position;
}

/** Every `key = value` of the tree, inline tables included. */
function places(program: AST.TOMLProgram): readonly Place[] {
  const found: Place[] = [];
  for (const node of program.body[0].body) {
    if (node.type === "TOMLKeyValue") ofPair([], node);
    else for (const pair of node.body) ofPair(node.resolvedKey, pair);
  }
  return found;

  function ofPair(base: KeyPath, pair: AST.TOMLKeyValue): void {
    const names = pair.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value));
    const last = pair.key.keys.at(-1)?.loc.start ?? pair.loc.start;
    const path = [...base, ...names];
    found.push({ path, key: last, value: pair.value.loc.start });
    ofValue(path, pair.value);
  }

  function ofValue(path: KeyPath, value: AST.TOMLContentNode): void {
    if (value.type === "TOMLInlineTable") for (const pair of value.body) ofPair(path, pair);
    if (value.type !== "TOMLArray") return;
    for (const [index, item] of value.elements.entries()) {
      found.push({ path: [...path, index], key: item.loc.start, value: item.loc.start });
      ofValue([...path, index], item);
    }
  }
}
