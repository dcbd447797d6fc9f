/**
 * `store`: a plain map of the language, living as long as the process or its owner, that is used as a cache: looked up,
 * and filled on a miss (`form` is `filled`), or put and given back for its owner's callers (`served`). `removed` says whether anything in its owner ever takes entries out or checks its size;
 * `escapes` whether it is handed to code that might. `expired`: nothing but what is asked for after its time is taken out.
 */
import { classAround, functionAround } from "../../model/ancestry.ts";
import { someNode, walk } from "../../model/children.ts";
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Span } from "../../model/source.ts";
import type { Binding, ClassNode, Expr, Node, TypeRef } from "../../model/syntax.ts";
import { isConstructor } from "../context.ts";
import { wordsOf } from "../identifiers.ts";
import { usesOf, type Held } from "../map-uses.ts";
import { servedMap } from "../served-map.ts";
import type { Recogniser, Scene } from "../shape.ts";

export const store: Recogniser = {
  kinds: ["store"],
  start: (scene, emit) => (node) => {
    const found = heldBy(node, scene);
    if (found === undefined) return;
    const filled = usesOf(found, scene);
    const owner = classAround(node);
    const served =
      filled.readThrough || (owner !== undefined) !== found.member || isExported(node)
        ? undefined
        : servedMap(found, owner, owner !== undefined && isClient(owner, scene), scene.resolver);
    if (!filled.readThrough && served === undefined) return;
    const { removed, expired, escapes, keys } = served ?? filled;
    emit({
      kind: "store",
      span: served === undefined ? (found.value ?? node) : placeOf(found, node),
      node,
      properties: {
        provides: "local-cache",
        form: served === undefined ? "filled" : "served",
        removed,
        expired,
        escapes,
        keys,
        named_cache: served === undefined ? isCacheName(found.name) : served.named === "class",
        lifetime: found.lifetime,
      },
      captures: {},
      words: { name: found.name },
    });
  },
};

/** Other modules may empty it. */
function isExported(node: Node): boolean {
  return node.kind === "declare" && node.exported;
}

/** Where it is made: in Rust, the entry of the record that a constructor gives back. */
function placeOf({ name, value, region }: Held, node: Node): Span {
  if (value !== undefined) return value;
  for (const part of region) {
    let made: Expr | undefined;
    walk(part, (inner) => {
      if (inner.kind === "record" && inner.type !== undefined)
        made ??= inner.entries.find(({ key }) => key === name)?.value;
      return made === undefined;
    });
    if (made !== undefined && made.kind !== "name") return made;
  }
  return node;
}

function isClient(owner: ClassNode, { project, resolver }: Scene): boolean {
  const [member] = [...owner.methods, ...owner.fields];
  const parts = member === undefined ? [owner] : (resolver.classOf(member)?.nodes ?? [owner]);
  return parts.some((part) => project.isCacheUser(part));
}

function heldBy(node: Node, scene: Scene): Held | undefined {
  if (node.kind === "declare") return declared(node, scene);
  if (node.kind === "field") return fielded(node, scene);
  return node.kind === "assign" ? assigned(node, scene) : undefined;
}

/** `self._cache = {}` in a constructor: a field that nothing else declares. */
function assigned(node: Extract<Node, { kind: "assign" }>, { resolver }: Scene): Held | undefined {
  const { target, value } = node;
  const fn = functionAround(node);
  const around = classAround(node);
  if (target.kind !== "member" || fn === undefined || !isConstructor(fn) || around === undefined)
    return undefined;
  if (target.object.kind !== "name" || !/^(this|self)$/.test(target.object.name)) return undefined;
  const parts = resolver.classOf(node)?.nodes ?? [around];
  if (
    parts.some((part) =>
      part.fields.some((field) => field.name === target.name && isSomething(field.value)),
    )
  )
    return undefined;
  const type = parts
    .flatMap((part) => part.fields)
    .find((field) => field.name === target.name)?.type;
  if (!isMap(value, type, node, resolver)) return undefined;
  return held(
    { name: target.name, path: [], start: node.start, end: node.end },
    value,
    type,
    "owner",
    parts,
    true,
  );
}

/** `rows = None` in the class only announces the field. */
function isSomething(value: Expr | undefined): boolean {
  return value !== undefined && !(value.kind === "literal" && value.value === null);
}

function declared(
  node: Extract<Node, { kind: "declare" }>,
  { resolver, module }: Scene,
): Held | undefined {
  const [binding] = node.bindings;
  if (binding === undefined || node.bindings.length !== 1 || functionAround(node) !== undefined)
    return undefined;
  if (classAround(node) !== undefined) return undefined;
  if (!isMap(node.value, node.type, node, resolver)) return undefined;
  return held(binding, node.value, node.type, "process", module.body, false);
}

function fielded(node: Extract<Node, { kind: "field" }>, { resolver }: Scene): Held | undefined {
  const around = classAround(node);
  if (around === undefined || around.flavor === "interface" || around.flavor === "enum")
    return undefined;
  const parts: readonly ClassNode[] = resolver.classOf(node)?.nodes ?? [around];
  if (node.value === undefined && isAssignedInConstructor(node.name, parts)) return undefined;
  if (!isMap(node.value, node.type, node, resolver)) return undefined;
  return held(
    { name: node.name, path: [], start: node.start, end: node.end },
    node.value,
    node.type,
    node.static ? "process" : "owner",
    parts,
    true,
  );
}

/** Then the assignment is the place, and says more. */
function isAssignedInConstructor(name: string, parts: readonly ClassNode[]): boolean {
  return parts.some((part) =>
    part.methods.some(
      (method) =>
        isConstructor(method) &&
        someNode(
          method,
          (inner) =>
            inner.kind === "assign" && inner.target.kind === "member" && inner.target.name === name,
        ),
    ),
  );
}

function held(
  binding: Binding,
  value: Expr | undefined,
  type: TypeRef | undefined,
  lifetime: Held["lifetime"],
  region: readonly Node[],
  member: boolean,
): Held {
  return {
    name: binding.name,
    lifetime,
    region,
    member,
    ...(value === undefined ? {} : { value }),
    ...(type === undefined ? {} : { type }),
  };
}

function isMap(
  value: Expr | undefined,
  type: TypeRef | undefined,
  at: Node,
  resolver: Resolver,
): boolean {
  // An object or dict that starts with entries is a table, not a cache.
  if (value?.kind === "record")
    return value.entries.length === 0 && value.rest.length === 0 && value.type === undefined;
  const meanings: Meaning[] = [];
  if (value !== undefined) meanings.push(unwrapped(value, resolver));
  if (type !== undefined) meanings.push(resolver.typeMeaning(type, at));
  if (value?.kind === "call" && value.args.length > 0 && value.isNew) return false;
  return meanings.some((meaning) => meaning.kind === "container" && meaning.flavor === "map");
}

/** `LazyLock::new(|| Mutex::new(HashMap::new()))`: what the innermost call makes. */
function unwrapped(value: Expr, resolver: Resolver): Meaning {
  let found = resolver.meaning(value);
  if (found.kind === "container") return found;
  walk(value, (node) => {
    if (node.kind !== "call" || found.kind === "container") return found.kind !== "container";
    const meaning = resolver.meaning(node);
    if (meaning.kind === "container") found = meaning;
    return found.kind !== "container";
  });
  return found;
}

function isCacheName(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => /^(cache|cached|memo|memoized|memoised|lru)$/.test(word)) &&
    !words.some((word) => /^(not|no|un|non|count|counter|hit|miss|stat)$/.test(word))
  );
}
