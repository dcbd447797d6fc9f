/** What imports and exports bring, across files. */
import type { Meaning } from "../model/meaning.ts";
import type { Module, Stmt } from "../model/syntax.ts";
import { NOWHERE, either, isNull, through, unknown, type Context } from "./context.ts";
import { resolveSource } from "./files.ts";
import { isExported, libraryExport } from "./library-exports.ts";
import type { Definition } from "./scopes.ts";
import { isRequestObject } from "./standard.ts";

export function starImports(context: Context, module: Module, name: string): Meaning | undefined {
  for (const definition of context.scopesOf(module).top.names.get("*") ?? []) {
    if (definition.kind !== "import") continue;
    const meaning = context.memberMeaning(
      importMeaning(context, module, definition.node.source, "*"),
      name,
      definition.node,
    );
    if (meaning.kind === "unknown" || meaning.kind === "external") continue;
    // A prelude brings what the library's model names, not every name that is not declared.
    if (meaning.kind === "library" && !isExported(meaning.library, name)) continue;
    return meaning;
  }
  return undefined;
}

export function importMeaning(
  context: Context,
  module: Module,
  source: string,
  imported: string,
): Meaning {
  const library = context.libraryOf(module.language, source);
  if (library !== undefined) {
    const path = imported === "*" || imported === "" ? library.path : [...library.path, imported];
    return libraryExport(library.library, path);
  }
  const whole = imported === "*";
  // Rust and Python may import a module by its own name: `use crate::config`, `from app import settings`.
  if (module.language !== "typescript" && !whole) {
    const below = resolveSource(
      module,
      source.endsWith(".") ? source + imported : `${source}.${imported}`,
      context.inputs.files,
    );
    if (below?.rest.length === 0) {
      const there = context.inputs.load(below.path);
      if (there !== undefined) {
        const item =
          below.path === module.path ? undefined : context.exportMeaning(there, imported);
        return item !== undefined && item.kind !== "unknown" && module.language === "rust"
          ? item
          : { kind: "module", module: there };
      }
    }
    const nested = context.libraryOf(module.language, `${source}.${imported}`);
    if (nested !== undefined) return libraryExport(nested.library, nested.path);
  }
  const target = resolveSource(module, source, context.inputs.files);
  const there = target === undefined ? undefined : context.inputs.load(target.path);
  if (target === undefined || there === undefined) {
    if (isRequestObject(source, imported)) return { kind: "input" };
    return { kind: "external", source, path: whole ? [] : [imported] };
  }
  if (there === module && whole) return unknown("a module that imports itself");
  let meaning: Meaning = { kind: "module", module: there };
  for (const word of target.rest)
    meaning = context.memberMeaning(meaning, word, there.body[0] ?? NOWHERE);
  return whole ? meaning : context.memberMeaning(meaning, imported, there.body[0] ?? NOWHERE);
}

export function submoduleMeaning(
  context: Context,
  definition: Extract<Definition, { kind: "namespace" | "submodule" }>,
): Meaning {
  const module = context.moduleOf(definition.node);
  if (definition.kind === "namespace") {
    return { kind: "module", module: { ...module, body: definition.node.body } };
  }
  const target = resolveSource(module, `self.${definition.node.name}`, context.inputs.files);
  const there = target === undefined ? undefined : context.inputs.load(target.path);
  return there === undefined || there === module
    ? unknown("a module without its file")
    : { kind: "module", module: there };
}

/** What `import { name } from module` gives; follows re-exports. */
export function exportMeaning(context: Context, module: Module, name: string, depth = 0): Meaning {
  if (depth > 8) return unknown("too many re-exports to follow");
  const stars: string[] = [];
  for (const statement of module.body) {
    if (statement.kind !== "export") continue;
    const found = fromExport(context, module, statement, name, stars, depth);
    if (found !== undefined) return found;
  }
  const local = topLevel(context, module, name);
  if (local !== undefined) return local;
  for (const source of stars) {
    const target = resolveSource(module, source, context.inputs.files);
    const there = target === undefined ? undefined : context.inputs.load(target.path);
    if (there === undefined) continue;
    const meaning = exportMeaning(context, there, name, depth + 1);
    if (meaning.kind !== "unknown") return meaning;
  }
  if (module.language !== "typescript")
    return starImports(context, module, name) ?? unknown(`no \`${name}\` in ${module.path}`);
  return unknown(`no \`${name}\` in ${module.path}`);
}

function fromExport(
  context: Context,
  module: Module,
  statement: Extract<Stmt, { kind: "export" }>,
  name: string,
  stars: string[],
  depth: number,
): Meaning | undefined {
  for (const { local, exported } of statement.names) {
    if (exported === "*" && statement.source !== undefined) stars.push(statement.source);
    if (exported !== name) continue;
    if (statement.source !== undefined) {
      const target = resolveSource(module, statement.source, context.inputs.files);
      const there = target === undefined ? undefined : context.inputs.load(target.path);
      if (there === undefined) return importMeaning(context, module, statement.source, local);
      return local === "*"
        ? { kind: "module", module: there }
        : exportMeaning(context, there, local, depth + 1);
    }
    if (statement.value !== undefined && local === exported) {
      const whole = context.meaning(statement.value);
      // `module.exports = { client, key }` exports each entry under its name.
      return name !== "default" && whole.kind === "record"
        ? context.memberMeaning(whole, name, statement.value)
        : whole;
    }
    return topLevel(context, module, local);
  }
  return name === "default" && statement.value !== undefined && statement.names.length === 0
    ? context.meaning(statement.value)
    : undefined;
}

function topLevel(context: Context, module: Module, name: string): Meaning | undefined {
  const definitions = context.scopesOf(module).top.names.get(name);
  if (definitions === undefined) return undefined;
  const meanings = definitions.flatMap(
    (definition) => context.definitionMeaning(definition, definition.node) ?? [],
  );
  const real = meanings.filter((meaning) => !isNull(meaning));
  if (real.length === 0) return meanings[0];
  const [first] = definitions;
  return first === undefined ? either(real) : through(either(real), first.node);
}
