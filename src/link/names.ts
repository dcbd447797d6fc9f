/** What a name stands for, following definitions and imports. */
import { givenToCallback } from "./callbacks.ts";
import { ancestors } from "../model/ancestry.ts";
import type { Meaning } from "../model/meaning.ts";
import type {
  Assign,
  Binding,
  Expr,
  Module,
  Node,
  Param,
  TypeRef,
  Unary,
} from "../model/syntax.ts";
import { attachedMeaning, isHolder } from "./attached.ts";
import { methodNamed } from "./class-fields.ts";
import { either, isNull, through, unknown, type Context } from "./context.ts";
import { elementOf } from "./elements.ts";
import { resolveSource } from "./files.ts";
import { importMeaning, starImports, submoduleMeaning } from "./imports.ts";
import { isInputParam, isRouteArgument } from "./inputs.ts";
import { definitionsAt, reaching, type Definition } from "./scopes.ts";

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
      // `impl Store for Client`: self is what the library makes.
      if (name === "self" && up.of !== undefined) {
        const foreign = context.typeMeaning(up.of, up);
        if (foreign.kind === "instance") return foreign;
      }
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
  return starred ?? globalMeaning(context, module, name);
}

/** `fetch`: a library that the language brings along is known without an import. */
function globalMeaning(context: Context, module: Module, name: string): Meaning {
  const library = context.globalLibrary(module.language, name);
  return library === undefined
    ? { kind: "global", path: [name] }
    : { kind: "library", library, path: [name] };
}

export function definitionMeaning(
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
      return assignedMeaning(context, definition.node, use);
    case "param":
      return paramMeaning(context, definition);
    case "value":
      return valueMeaning(context, definition);
    case "namespace":
    case "submodule":
      return submoduleMeaning(context, definition);
  }
}

function assignedMeaning(context: Context, node: Assign | Unary, use: Node): Meaning | undefined {
  // `n += 1`, `n++`: what it is depends on how often it ran.
  if (node.kind === "unary" || !/^(=|\?\?=|\|\|=|&&=)$/.test(node.op)) {
    return unknown("it is changed while the program runs");
  }
  return node.value === use ? undefined : context.meaning(node.value);
}

function valueMeaning(
  context: Context,
  definition: Extract<Definition, { kind: "value" }>,
): Meaning | undefined {
  const { value, type, binding, node } = definition;
  if (value?.kind === "other" && value.what === "type-alias" && type !== undefined) {
    return aliasMeaning(context, type, node);
  }
  if (definition.element) {
    const over = value === undefined ? undefined : context.meaning(value);
    if (over?.kind === "input" || value === undefined) return over ?? unknown("an element");
    const element = binding.path.length === 0 ? elementOf(context, heldIn(value)) : undefined;
    return element ?? unknown("an element of a collection");
  }
  const whole = value === undefined ? undefined : context.meaning(value);
  const valued =
    whole === undefined ? undefined : pick(context, entered(context, whole, node), binding, node);
  if (
    valued !== undefined &&
    valued.kind !== "unknown" &&
    valued.kind !== "global" &&
    !isNull(valued)
  )
    return valued;
  const [step, ...further] = binding.path;
  // `const { redis } = fastify`
  if (step !== undefined && further.length === 0 && value !== undefined && isHolder(value)) {
    const hung = attachedMeaning(context, step);
    if (hung !== undefined) return hung;
  }
  if (type !== undefined) {
    const typed = context.typeMeaning(type, node);
    if (typed.kind !== "typed" || valued === undefined) return pick(context, typed, binding, node);
  }
  return valued;
}

/** `for (const client of this.clients.values())` */
function heldIn(over: Expr): Expr {
  return over.kind === "call" && over.callee.kind === "member" && over.callee.name === "values"
    ? over.callee.object
    : over;
}

/** `with Connection() as c`: what the object's own `__enter__` gives. */
function entered(context: Context, manager: Meaning, node: Node): Meaning {
  const { parent } = node;
  const block = parent?.kind === "block" ? parent.body.at(-1) : undefined;
  if (manager.kind !== "object" || block?.kind !== "try" || !block.managed) return manager;
  const enter = methodNamed(manager.info, "__aenter__") ?? methodNamed(manager.info, "__enter__");
  return enter === undefined ? manager : context.resultMeaning(enter, undefined);
}

/** `type Pool = bb8::Pool<M>`: the alias is what the path names, to be called or used as a type. */
function aliasMeaning(context: Context, type: TypeRef, node: Node): Meaning {
  const [first = "", ...rest] = type.name.split(".");
  let meaning = context.nameMeaning(first, node);
  for (const word of rest) meaning = context.memberMeaning(meaning, word, node);
  if (meaning.kind === "library" || meaning.kind === "class") return meaning;
  return context.typeMeaning(type, node);
}

/** Follows a destructuring path into the value. */
function pick(context: Context, meaning: Meaning, binding: Binding, node: Node): Meaning {
  let at = meaning;
  for (const step of binding.path) at = context.memberMeaning(at, step, node);
  if (binding.default === undefined) return at;
  if (at.kind === "environment" && at.fallback === undefined) {
    return { ...at, fallback: context.meaning(binding.default) };
  }
  return isNull(at) ? context.meaning(binding.default) : at;
}

function paramMeaning(
  context: Context,
  definition: Extract<Definition, { kind: "param" }>,
): Meaning {
  const { node, binding } = definition;
  const typed = node.type === undefined ? undefined : context.typeMeaning(node.type, node);
  if (binding !== undefined) {
    if (isInputParam(context, node) || isRouteArgument(node, binding)) return { kind: "input" };
    const whole: Meaning = typed ?? context.injected(node) ?? { kind: "parameter", node };
    // `State(state): State<AppState>`: the wrapper is gone from the type, so it is from the pattern.
    if (isUnwrapped(node, binding) && whole.kind !== "typed") return whole;
    const part = pick(context, whole, binding, node);
    return part.kind === "unknown" ? { kind: "parameter", node } : part;
  }
  if (typed !== undefined && typed.kind !== "typed") return typed;
  const lent = givenToCallback(context, node);
  if (lent !== undefined) return lent;
  // What a framework provides for it says more than that a framework calls the function.
  const isGiven = node.default !== undefined && context.injected(node) !== undefined;
  if (!isGiven && isInputParam(context, node)) return { kind: "input" };
  const given = context.injected(node);
  if (given !== undefined) return given;
  return { kind: "parameter", node, ...(node.type === undefined ? {} : { type: node.type }) };
}

/** A Rust extractor's pattern takes its wrapper apart: `Extension(mut c): Extension<Client>`. */
function isUnwrapped(node: Param, binding: Binding): boolean {
  return binding.path.length === 1 && binding.path[0] === "0" && node.type?.args.length === 1;
}
