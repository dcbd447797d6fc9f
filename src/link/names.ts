/** What a name stands for, following definitions and imports. */
import type { Meaning } from "../model/meaning.ts";
import type { Binding, Module, Node, Stmt } from "../model/syntax.ts";
import { ancestors } from "./ancestry.ts";
import { either, through, unknown, type Context } from "./context.ts";
import { resolveSource } from "./files.ts";
import { isExported, libraryExport } from "./library-exports.ts";
import { definitionsAt, reaching, type Definition } from "./scopes.ts";
import { isRequestObject } from "./standard.ts";

const SELF = new Set(["this", "self", "Self", "cls", "super"]);

export function nameMeaning(context: Context, name: string, node: Node): Meaning {
  const module = context.moduleOf(node);
  if (SELF.has(name)) {
    const self = selfMeaning(context, name, node);
    if (self !== undefined) return self;
  }
  const all = definitionsAt(context.scopesOf(module), name, node);
  const definitions = reaching(all, node).filter((definition) => definition.node !== node);
  if (definitions.length === 0) return undeclared(context, module, name);
  const meanings = definitions.flatMap((definition) => {
    const meaning = definitionMeaning(context, definition, node);
    return meaning === undefined ? [] : [through(meaning, definition.node)];
  });
  // `let client = null`, assigned later: the placeholder says nothing once something real is assigned.
  const real = meanings.filter((m) => !(m.kind === "constant" && m.value === null));
  if (meanings.length > 1 && real.length > 0 && real.length < meanings.length) return either(real);
  const declared = meanings.length === 0 ? unknown("declared without a value") : either(meanings);
  return declared;
}

function selfMeaning(context: Context, name: string, node: Node): Meaning | undefined {
  for (const up of ancestors(node)) {
    if (up.kind === "class") {
      const info = context.classInfo(up);
      return name === "Self" || name === "cls" ? { kind: "class", info } : { kind: "object", info };
    }
  }
  return undefined;
}

function undeclared(context: Context, module: Module, name: string): Meaning {
  if (module.language === "rust") {
    // Crates are in scope without a `use`: `redis::Client::open(..)`. Globs bring the others.
    if (name === "crate" || name === "super") {
      const target = resolveSource(module, name, context.inputs.files);
      const there = target === undefined ? undefined : context.inputs.load(target.path);
      if (there !== undefined) return { kind: "module", module: there };
    }
    const library = context.libraryOf("rust", name);
    if (library !== undefined) return { kind: "library", ...library };
  }
  const starred = starImports(context, module, name);
  return starred ?? { kind: "global", path: [name] };
}

function starImports(context: Context, module: Module, name: string): Meaning | undefined {
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

function definitionMeaning(
  context: Context,
  definition: Definition,
  use: Node,
): Meaning | undefined {
  switch (definition.kind) {
    case "import":
      return importMeaning(
        context,
        context.moduleOf(definition.node),
        definition.node.source,
        definition.name.imported,
      );
    case "function":
      return { kind: "function", node: definition.node };
    case "class":
      return { kind: "class", info: context.classInfo(definition.node) };
    case "assign":
      return definition.node.value === use ? undefined : context.meaning(definition.node.value);
    case "param":
      return paramMeaning(context, definition);
    case "value":
      return valueMeaning(context, definition);
    case "namespace":
    case "submodule":
      return submoduleMeaning(context, definition);
  }
}

function valueMeaning(
  context: Context,
  definition: Extract<Definition, { kind: "value" }>,
): Meaning | undefined {
  const { value, type, binding, node } = definition;
  if (definition.element) {
    const over = value === undefined ? undefined : context.meaning(value);
    return over?.kind === "input" ? over : unknown("an element of a collection");
  }
  const valued =
    value === undefined ? undefined : pick(context, context.meaning(value), binding, node);
  if (
    valued !== undefined &&
    valued.kind !== "unknown" &&
    valued.kind !== "global" &&
    !isNull(valued)
  )
    return valued;
  if (type !== undefined) {
    const typed = context.typeMeaning(type, node);
    if (typed.kind !== "typed" || valued === undefined) return pick(context, typed, binding, node);
  }
  return valued;
}

function isNull(meaning: Meaning): boolean {
  return meaning.kind === "constant" && meaning.value === null;
}

/** Follows a destructuring path into the value. */
function pick(context: Context, meaning: Meaning, binding: Binding, node: Node): Meaning {
  let at = meaning;
  for (const step of binding.path) at = context.memberMeaning(at, step, node);
  if (binding.default !== undefined && (at.kind === "unknown" || isNull(at)))
    return context.meaning(binding.default);
  return at;
}

function paramMeaning(
  context: Context,
  definition: Extract<Definition, { kind: "param" }>,
): Meaning {
  const { node, binding } = definition;
  const typed = node.type === undefined ? undefined : context.typeMeaning(node.type, node);
  if (binding !== undefined) {
    const whole: Meaning = typed ?? { kind: "parameter", node };
    const part = pick(context, whole, binding, node);
    if (part.kind !== "unknown") return part;
    return binding.default === undefined
      ? { kind: "parameter", node }
      : context.meaning(binding.default);
  }
  if (typed !== undefined && typed.kind !== "typed") return typed;
  if (isInputParam(context, node)) return { kind: "input" };
  return { kind: "parameter", node, ...(node.type === undefined ? {} : { type: node.type }) };
}

/** Parameters that frameworks fill from the request, by decorator, default or type. */
function isInputParam(context: Context, node: Extract<Node, { kind: "param" }>): boolean {
  if (
    node.decorators.some((decorator) =>
      /^(Param|Query|Body|Headers|Req|Request|Session|Ip)$/.test(decorator.name),
    )
  )
    return true;
  if (
    node.type !== undefined &&
    /(^|\.)(Request|FastifyRequest|NextRequest|NextApiRequest|HttpRequest|IncomingMessage|WSGIRequest|Path|Query|Json|Form)$/.test(
      node.type.name,
    )
  )
    return true;
  if (node.name === undefined) return false;
  const fn = node.parent?.kind === "function" ? node.parent : undefined;
  if (fn === undefined) return false;
  if (/^(req|request)$/.test(node.name)) {
    return (
      node.type === undefined && fn.params.length <= 4 && context.moduleOf(node).language !== "rust"
    );
  }
  return (
    fn.decorators.some((decorator) =>
      /(^|\.)(route|get|post|put|patch|delete)$/.test(decorator.name),
    ) &&
    node.type === undefined &&
    context.moduleOf(node).language === "python"
  );
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
    if (below !== undefined && below.rest.length === 0) {
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
    meaning = context.memberMeaning(meaning, word, there.body[0] ?? fallbackNode);
  return whole ? meaning : context.memberMeaning(meaning, imported, there.body[0] ?? fallbackNode);
}

const fallbackNode: Node = { kind: "literal", value: null, start: 0, end: 0 };

function submoduleMeaning(
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
  if (module.language === "rust")
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
    if (statement.value !== undefined && local === exported)
      return context.meaning(statement.value);
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
    (definition) => definitionMeaning(context, definition, definition.node) ?? [],
  );
  const real = meanings.filter((meaning) => !isNull(meaning));
  if (real.length === 0) return meanings[0];
  const [first] = definitions;
  return first === undefined ? either(real) : through(either(real), first.node);
}
