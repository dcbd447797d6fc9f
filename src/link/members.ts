/** `object.name`: fields and methods of classes, exports, options, environment variables, request data. */

import { lastName } from "../model/ancestry.ts";
import type { ClassInfo, Instance, Meaning } from "../model/meaning.ts";
import type { ClassNode, Module, Node } from "../model/syntax.ts";
import { fieldNamed, fieldType, fieldValues, methodNamed, parameterField } from "./class-fields.ts";
import { NOWHERE, alternatives, either, through, unknown, type Context } from "./context.ts";
import { extensionOf } from "./extensions.ts";
import { implementations } from "./implementers.ts";
import { isRequestPart } from "./inputs.ts";
import { libraryExport } from "./library-exports.ts";
import { givenForToken, tokenOf } from "./providers.ts";
import { returnsOf } from "./returns.ts";
import { definitionsAt } from "./scopes.ts";

export function memberMeaning(context: Context, object: Meaning, name: string, at: Node): Meaning {
  if (object.kind === "either") {
    const options = object.options.map((option) => context.memberMeaning(option, name, at));
    const known = options.filter((option) => option.kind !== "unknown");
    return either(known.length > 0 ? known : options);
  }
  switch (object.kind) {
    case "library":
      return libraryMember(object, name);
    case "instance":
      return (
        extensionOf(context, object, name) ?? { kind: "bound", instance: object, method: name }
      );
    case "external":
      return (
        environmentRoot([...object.source.split("."), ...object.path], name) ?? {
          ...object,
          path: [...object.path, name],
        }
      );
    case "global":
      return (
        globalMember(context, object.path, name, at) ??
        environmentRoot(object.path, name) ?? { kind: "global", path: [...object.path, name] }
      );
    case "environment":
      return object.name === undefined
        ? { kind: "environment", name }
        : unknown("a part of an environment variable");
    case "module":
      return exportedMember(context, object.module, name);
    case "record":
      return recordMember(context, object.node, name);
    case "object":
      return fieldMeaning(context, object.info, name);
    case "class":
      return staticMember(context, object.info, name, at);
    case "input":
      // What the framework keeps beside the request is the program's own.
      return /^(user|session|auth|app|registry|state|site|tenant|log|logger|server|locals|endpoint|method|extensions|url_rule|blueprint|scheme|resolver_match|route|routerPath|protocol)$/.test(
        name,
      )
        ? unknown(`\`.${name}\` of a request`)
        : object;
    case "list": {
      const item = /^\d+$/.test(name) ? object.items[Number(name)] : undefined;
      return item === undefined ? unknown("an element of a list") : context.meaning(item);
    }
    case "parameter":
      return isRequestPart(object.node, name)
        ? { kind: "input" }
        : unknown(`\`.${name}\` of a parameter`);
    default:
      return unknown(`\`.${name}\` of something that is not known`);
  }
}

/** `const c = require("./c"); c.set()`: what a CommonJS module exports stands for the module itself. */
function exportedMember(context: Context, module: Module, name: string): Meaning {
  const named = context.exportMeaning(module, name);
  if (named.kind !== "unknown" || name === "default" || module.language !== "typescript")
    return named;
  const whole = context.exportMeaning(module, "default");
  return whole.kind === "unknown" || whole.kind === "module"
    ? named
    : context.memberMeaning(whole, name, module.body[0] ?? NOWHERE);
}

/** `globalThis.fetch`, `window.fetch`. */
function globalMember(
  context: Context,
  path: readonly string[],
  name: string,
  at: Node,
): Meaning | undefined {
  if (path.length !== 1 || !/^(globalThis|window|self|global)$/.test(path[0] ?? ""))
    return undefined;
  const library = context.globalLibrary(context.moduleOf(at).language, name);
  return library === undefined ? undefined : libraryExport(library, [name]);
}

function libraryMember(object: Extract<Meaning, { kind: "library" }>, name: string): Meaning {
  return libraryExport(object.library, [...object.path, name]);
}

/** `process.env.X`, `import.meta.env.X`, `os.environ["X"]`, `settings` frameworks stay unknown. */
function environmentRoot(path: readonly string[], name: string): Meaning | undefined {
  const dotted = [...path, name].join(".");
  if (
    /(^|\.)(process\.env|import\.meta\.env|Deno\.env|os\.environ|Bun\.env)$/.test(dotted) ||
    dotted === "environ"
  ) {
    return { kind: "environment" };
  }
  return undefined;
}

function recordMember(
  context: Context,
  record: Extract<Meaning, { kind: "record" }>["node"],
  name: string,
): Meaning {
  for (let index = record.entries.length - 1; index >= 0; index -= 1) {
    const entry = record.entries[index];
    if (entry?.key === name) return through(context.meaning(entry.value), entry.value);
  }
  const inherited = record.rest.map((rest) =>
    context.memberMeaning(context.meaning(rest), name, rest),
  );
  const known = inherited.filter((meaning) => meaning.kind !== "unknown");
  if (known.length > 0) return either(known);
  if (record.rest.length > 0 || record.entries.some((entry) => entry.key === undefined)) {
    return unknown(`\`${name}\` may come from a spread`);
  }
  return { kind: "constant", value: null };
}

/** The value or type of an object's field, or its method. */
function fieldMeaning(context: Context, info: ClassInfo, name: string, depth = 0): Meaning {
  if (depth > 6) return unknown("too many base classes to follow");
  const method = methodNamed(info, name);
  const declared = method === undefined ? isDeclaredField(info, name) : !method.implemented;
  if (declared) {
    const done = implementations(context, info, name);
    if (done.length > 0) return either(done);
  }
  if (method !== undefined) {
    return method.getter
      ? context.resultMeaning(method, undefined)
      : { kind: "function", node: method, self: info };
  }
  const values = fieldValues(info, name).map((value) => context.meaning(value));
  const typed = fieldType(context, info, name);
  const useful = values.filter(
    (meaning) =>
      !(meaning.kind === "constant" && meaning.value === null) &&
      meaning.kind !== "unknown" &&
      meaning.kind !== "parameter" &&
      meaning.kind !== "typed",
  );
  if (
    useful.length > 0 &&
    (typed === undefined ||
      typed.kind === "typed" ||
      useful.every((u) => u.kind === typed.kind || u.kind !== "constant"))
  ) {
    const merged = either(useful);
    if (typed?.kind !== "instance" || merged.kind === "instance") return merged;
  }
  if (typed !== undefined && typed.kind !== "typed") return typed;
  if (useful.length > 0) return either(useful);
  for (const base of basesOf(context, info)) {
    const meaning = fieldMeaning(context, base, name, depth + 1);
    if (meaning.kind !== "unknown") return meaning;
  }
  const inherited = libraryBase(context, info);
  if (inherited !== undefined && values.length === 0 && typed === undefined) {
    return { kind: "bound", instance: inherited, method: name };
  }
  const handed = injectedField(context, info, name);
  if (handed !== undefined) return handed;
  if (values.length > 0) return either(values);
  return typed ?? unknown(`no field \`${name}\` is seen in ${info.name}`);
}

/** `@Inject(REDIS) private readonly redis`, as a parameter of the constructor or as a field. */
function injectedField(context: Context, info: ClassInfo, name: string): Meaning | undefined {
  const field = fieldNamed(info, name);
  const token = field === undefined ? undefined : tokenOf(field.decorators);
  if (token !== undefined) return givenForToken(context, token);
  const param = parameterField(info, name);
  return param === undefined ? undefined : context.injected(param);
}

/** `interface Cache { get: (key: string) => Promise<string> }` */
function isDeclaredField(info: ClassInfo, name: string): boolean {
  return (
    info.nodes.every(({ flavor }) => flavor === "interface") && fieldNamed(info, name) !== undefined
  );
}

/** The modelled object that a class is one of: `class Cache(redis.Redis)`. */
export function libraryBase(context: Context, info: ClassInfo, depth = 0): Instance | undefined {
  if (depth > 6) return undefined;
  for (const node of info.nodes) {
    if (node.flavor !== "class" && !isAlias(node)) continue;
    for (const base of node.bases) {
      const meaning = context.typeMeaning(base, node);
      if (meaning.kind === "instance") return meaning;
    }
  }
  for (const base of basesOf(context, info)) {
    const found = libraryBase(context, base, depth + 1);
    if (found !== undefined) return found;
  }
  return standIn(context, info);
}

/** What an object hands on all that it does not know itself: Python's `__getattr__`, Rust's `Deref`. */
function standIn(context: Context, info: ClassInfo): Instance | undefined {
  const hands = methodNamed(info, info.module.language === "rust" ? "deref" : "__getattr__");
  if (hands === undefined) return undefined;
  const given = returnsOf(hands).map((value) =>
    value.kind === "call" && lastName(value.callee) === "getattr" && value.args[0] !== undefined
      ? context.meaning(value.args[0])
      : context.meaning(value),
  );
  const objects = given.flatMap((meaning) => alternatives(meaning));
  return objects.find((option): option is Instance => option.kind === "instance");
}

/** `type Client = ReturnType<typeof createClient>` is lowered as an interface that only has a base. */
function isAlias(node: ClassNode): boolean {
  return node.flavor === "interface" && node.fields.length === 0 && node.methods.length === 0;
}

/** The scanned classes that a class extends or implements. */
export function basesOf(context: Context, info: ClassInfo): readonly ClassInfo[] {
  return info.nodes.flatMap((node) =>
    node.bases.flatMap((base) => {
      const meaning = context.typeMeaning(base, node);
      return alternatives(meaning).flatMap((option) =>
        option.kind === "object" && option.info !== info ? [option.info] : [],
      );
    }),
  );
}

function staticMember(context: Context, info: ClassInfo, name: string, at: Node): Meaning {
  const method = methodNamed(info, name);
  if (method?.getter === true) return context.resultMeaning(method, undefined);
  if (method !== undefined) return { kind: "function", node: method, self: info };
  const field = fieldNamed(info, name);
  if (field?.value !== undefined) return through(context.meaning(field.value), field);
  if (info.nodes.some((node) => node.flavor === "enum")) {
    return { kind: "typed", type: { name: info.name, args: [], start: at.start, end: at.end } };
  }
  const derivedDefault = name === "default" ? ({ kind: "object", info } as const) : undefined;
  return derivedDefault ?? fieldMeaning(context, info, name);
}

/** All classes of a module by name, with their parts joined. */
export function classesOf(context: Context, module: Module, name: string): ClassInfo | undefined {
  const anchor = module.body[0];
  if (anchor === undefined) return undefined;
  const nodes = definitionsAt(context.scopesOf(module), name, anchor).flatMap((definition) =>
    definition.kind === "class" ? [definition.node] : [],
  );
  const [first] = nodes;
  return first === undefined ? undefined : context.classInfo(first);
}
