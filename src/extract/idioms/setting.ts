/**
 * `setting`: a value given to a named option, field, constant or parameter of something that belongs to a cache.
 * Ownership comes from where the value flows: the record, class or parameter is one that code which talks to a cache
 * takes or makes; names like `RedisConfig` count too. What the setting means is asked by the extractor, as words.
 */
import { ancestors, classAround, functionAround, lastName } from "../../model/ancestry.ts";
import { someNode, someNodeIn } from "../../model/children.ts";
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Span } from "../../model/source.ts";
import type {
  ClassNode,
  Expr,
  FunctionNode,
  Node,
  RecordLiteral,
  TypeRef,
} from "../../model/syntax.ts";
import { functionName } from "../context.ts";
import { isCounter } from "../counters.ts";
import { wordsOf } from "../identifiers.ts";
import { namedAfterCache } from "../project-facts.ts";
import type { Recogniser, Scene, Shape } from "../shape.ts";
import { hasStandIn } from "../stand-in.ts";

export const setting: Recogniser = {
  kinds: ["setting"],
  start: (scene, emit) => (node) => {
    for (const shape of settingsOf(node, scene)) emit(shape);
  },
};

function settingsOf(node: Node, scene: Scene): readonly Shape[] {
  return [...readSettings(node, scene)].flatMap((found) => {
    if (found.owner === undefined) return [];
    const meaning = scene.resolver.meaning(found.value);
    return [
      {
        kind: "setting",
        span: found.span,
        node: found.value,
        properties: {
          named: found.name,
          owner: found.owner,
          form: found.form,
          provides: "shared-cache",
          value_is: plainValue(meaning),
          value_kind: kindOf(meaning),
          is_ttl: isTtl(found, scene),
          names_something: namesSomething(meaning),
        },
        captures: { value: { state: "given", meaning, value: found.value } },
        words: { name: found.name },
      } satisfies Shape,
    ];
  });
}

function plainValue(meaning: Meaning): string | boolean | number | undefined {
  if (meaning.kind !== "constant") return undefined;
  if (meaning.value === null) return "nothing";
  return typeof meaning.value === "object" ? undefined : meaning.value;
}

function kindOf(meaning: Meaning): string {
  if (meaning.kind !== "constant") return "unknown";
  if (meaning.value === null) return "nothing";
  if (typeof meaning.value !== "object") return typeof meaning.value;
  return "ms" in meaning.value ? "duration" : "size";
}

/**
 * Django and many wrappers call a TTL `timeout`: the name is passed on as an operation's TTL, or compared with a clock, in
 * the code that the setting belongs to.
 */
function isTtl({ name, value }: Setting, { resolver }: Scene): boolean {
  if (!wordsOf(name).some((word) => word === "timeout" || word === "ttl")) return false;
  const owner = classAround(value) ?? functionAround(value);
  return someNodeIn(
    [...(owner === undefined ? [] : [owner]), ...calledWith(value, resolver)],
    (node) => {
      if (node.kind === "binary") return mentions(node, name) && someNode(node, isClock);
      const ttl = node.kind === "call" ? resolver.operationAt(node)?.ttl.value : undefined;
      return ttl !== undefined && mentions(ttl, name);
    },
  );
}

function mentions(root: Node, name: string): boolean {
  return someNode(
    root,
    (part) => (part.kind === "name" || part.kind === "member") && part.name === name,
  );
}

function isClock(node: Node): boolean {
  return (
    node.kind === "call" &&
    (node.callee.kind === "name" || node.callee.kind === "member") &&
    /^(time|monotonic|now|elapsed|perf_counter)$/.test(node.callee.name)
  );
}

/** The function or class that the value is an argument of. */
function calledWith(value: Expr, resolver: Resolver): readonly Node[] {
  const call = value.parent?.kind === "call" ? value.parent : undefined;
  if (call === undefined) return [];
  const meaning = resolver.meaning(call.callee);
  if (meaning.kind === "function") return [meaning.node];
  return meaning.kind === "class" ? meaning.info.nodes : [];
}

/** True where there is a value that is not nothing; `undefined` where that is decided elsewhere. */
function namesSomething(meaning: Meaning): boolean | undefined {
  switch (meaning.kind) {
    case "constant":
      return (
        meaning.value !== null &&
        meaning.value !== false &&
        meaning.value !== "" &&
        meaning.value !== 0
      );
    case "typed":
    case "instance":
    case "object":
    case "record":
    case "list":
    case "class":
    case "function":
      return true;
    case "external":
    case "library":
      return /^[A-Z]/.test(meaning.path.at(-1) ?? "") ? true : undefined;
    default:
      return undefined;
  }
}

interface Setting {
  readonly name: string;
  readonly span: Span;
  readonly value: Expr;
  readonly owner: "flow" | "name" | undefined;
  readonly form: "entry" | "field" | "parameter" | "constant";
}

/** The named values at a node, with whether and how they belong to a cache. */
export function* readSettings(node: Node, scene: Scene): Generator<Setting> {
  if (node.kind === "record") {
    // A library's own options are judged by its model, not by their names.
    if (isModelledArgument(node, scene.resolver)) return;
    const owner = recordOwner(node, scene);
    if (owner === undefined) return;
    for (const entry of node.entries) {
      if (
        entry.key !== undefined &&
        entry.value.kind !== "record" &&
        entry.value.kind !== "function"
      ) {
        yield { name: entry.key, span: entry, value: entry.value, owner, form: "entry" };
      }
    }
  }
  if (node.kind === "class" && node.flavor !== "interface") {
    const owner = classOwner(node, scene);
    if (owner === undefined) return;
    for (const field of node.fields) {
      if (field.value !== undefined && !isCounter(field.name, scene.resolver))
        yield { name: field.name, span: field, value: field.value, owner, form: "field" };
    }
  }
  if (
    node.kind === "param" &&
    node.default !== undefined &&
    node.name !== undefined &&
    node.parent?.kind === "function"
  ) {
    const owner = parameterOwner(node.parent, scene);
    if (owner !== undefined && !hasStandIn(node.name, node.parent))
      yield { name: node.name, span: node, value: node.default, owner, form: "parameter" };
  }
  if (
    node.kind === "call" &&
    node.named.length > 0 &&
    scene.resolver.constructionAt(node) === undefined
  ) {
    const owner = ownerOfCall(node.callee, scene);
    if (owner === undefined) return;
    for (const named of node.named)
      yield { name: named.name, span: named, value: named.value, owner, form: "entry" };
  }
  if (
    node.kind === "declare" &&
    node.value !== undefined &&
    functionAround(node) === undefined &&
    node.parent === undefined
  ) {
    const [binding] = node.bindings;
    if (
      binding !== undefined &&
      node.bindings.length === 1 &&
      namedAfterCache([binding.name]) === true
    ) {
      yield { name: binding.name, span: node, value: node.value, owner: "name", form: "constant" };
    }
  }
}

function recordOwner(node: RecordLiteral, scene: Scene): Setting["owner"] {
  const { resolver, project } = scene;
  if (project.isCacheOwner(node)) return "flow";
  const names: string[] = [];
  if (node.type !== undefined) {
    const meaning = resolver.meaning(node.type);
    if (ownedMeaning(meaning, scene)) return "flow";
    names.push(lastName(node.type) ?? "");
  }
  const type = contextualType(node);
  if (type !== undefined) {
    if (ownedMeaning(resolver.typeMeaning(type, node), scene)) return "flow";
    names.push(type.name.split(".").at(-1) ?? "");
  }
  const { parent } = node;
  if (parent?.kind === "call" && parent.args.includes(node)) {
    const owner = ownerOfCall(parent.callee, scene);
    if (owner !== undefined) return owner;
    if (lastName(parent.callee) !== undefined) names.push(lastName(parent.callee) ?? "");
  }
  let below: Node = node;
  for (const up of ancestors(node)) {
    if (up.kind === "declare") names.push(...up.bindings.map((binding) => binding.name));
    if (up.kind === "record") {
      const holds = up.entries.filter((entry) => entry.value === below);
      names.push(...holds.map((entry) => entry.key ?? ""));
    }
    if (up.kind === "function") {
      names.push(functionName(up));
      break;
    }
    below = up;
  }
  return namedAfterCache(names.filter((name) => name !== "")) === true ? "name" : undefined;
}

function isModelledArgument(node: RecordLiteral, resolver: Resolver): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "call")
      return resolver.constructionAt(up) !== undefined || resolver.operationAt(up) !== undefined;
    if (
      up.kind !== "record" &&
      up.kind !== "conditional" &&
      up.kind !== "binary" &&
      up.kind !== "spread"
    )
      return false;
  }
  return false;
}

/** The type that the place demands of a record or of the one it is a part of: of a name, result, parameter or field. */
function contextualType(node: RecordLiteral): TypeRef | undefined {
  let { parent } = node;
  while (parent?.kind === "record" || parent?.kind === "conditional") parent = parent.parent;
  if (parent?.kind === "declare" || parent?.kind === "field" || parent?.kind === "param")
    return parent.type;
  if (parent?.kind === "return") return functionAround(node)?.returns;
  return undefined;
}

function ownerOfCall(callee: Expr, scene: Scene): Setting["owner"] {
  const meaning = scene.resolver.meaning(callee);
  if (ownedMeaning(meaning, scene)) return "flow";
  if (meaning.kind === "function" && scene.project.isCacheOwner(meaning.node)) return "flow";
  if (meaning.kind === "library") return undefined;
  return namedAfterCache([lastName(callee) ?? ""]) === true && /^[A-Z]/.test(lastName(callee) ?? "")
    ? "name"
    : undefined;
}

function ownedMeaning(meaning: Meaning, scene: Scene): boolean {
  if (meaning.kind === "either")
    return meaning.options.some((option) => ownedMeaning(option, scene));
  if (meaning.kind === "class" || meaning.kind === "object")
    return meaning.info.nodes.some((node) => scene.project.isCacheOwner(node));
  return meaning.kind === "record" && scene.project.isCacheOwner(meaning.node);
}

function classOwner(node: ClassNode, scene: Scene): Setting["owner"] {
  if (scene.project.isCacheOwner(node)) return "flow";
  return node.name !== undefined && namedAfterCache([node.name]) === true ? "name" : undefined;
}

function parameterOwner(fn: FunctionNode, scene: Scene): Setting["owner"] {
  if (scene.project.isCacheOwner(fn)) return "flow";
  const around = fn.parent;
  if (around?.kind === "class")
    return scene.project.isCacheOwner(around) ? "flow" : classOwner(around, scene);
  return undefined;
}
