/** Who stands behind an interface, a trait, a protocol or an abstract class: what implements it in the scanned code. */
import type { ClassInfo, Meaning } from "../model/meaning.ts";
import { alternatives, type Context } from "./context.ts";
import { methodNamed } from "./class-fields.ts";
import type { ClassNode } from "../model/syntax.ts";
import type { Heir } from "./heirs.ts";
import { tail } from "./standard.ts";

/** An interface with more implementers than this says nothing about what a call of it does. */
const MOST = 6;

/** How many abstract classes may stand between an interface and what implements it. */
const DEPTH = 3;

/** What the implementers do for a method that the class only declares. */
export function implementations(
  context: Context,
  info: ClassInfo,
  name: string,
  depth = 0,
): readonly Meaning[] {
  const found = heirsOf(context, info).flatMap((heir) => {
    if (heir.kind === "record") {
      const meaning = context.memberMeaning({ kind: "record", node: heir }, name, heir);
      return meaning.kind === "function" ? [meaning] : [];
    }
    const own = context.classInfo(heir);
    const method = methodNamed(own, name);
    if (method?.implemented === true)
      return [{ kind: "function", node: method, self: own } as const];
    return depth < DEPTH ? implementations(context, own, name, depth + 1) : [];
  });
  return found.length > MOST ? [] : found;
}

function heirsOf(context: Context, info: ClassInfo): readonly Heir["node"][] {
  const named = namedHeirs(context, info);
  return named.length > 0 ? named : shapedHeirs(context, info);
}

function namedHeirs(context: Context, info: ClassInfo): readonly Heir["node"][] {
  return (context.heirs().of.get(info.name) ?? []).flatMap(({ node, base }) => {
    if (node.kind === "class" && info.nodes.includes(node)) return [];
    const isOfIt = alternatives(context.typeMeaning(base, node)).some(
      (option) =>
        option.kind === "object" && option.info.nodes.some((part) => info.nodes.includes(part)),
    );
    return isOfIt ? [node] : [];
  });
}

/** Fewer methods than this many classes have in common by chance. */
const LEAST_METHODS = 2;

/** Where types are told by their shape, a class that has all the methods is one of the interface. */
function shapedHeirs(context: Context, info: ClassInfo): readonly ClassNode[] {
  const isShape =
    info.module.language !== "rust" &&
    info.nodes.every(
      ({ flavor, bases }) =>
        flavor === "interface" || bases.some(({ name }) => tail(name, 1) === "Protocol"),
    );
  const names = info.nodes.flatMap(({ methods }) => methods.flatMap(({ name }) => name ?? []));
  const [first, ...others] = new Set(names);
  if (!isShape || first === undefined || others.length + 1 < LEAST_METHODS) return [];
  return (context.heirs().having.get(first) ?? []).filter((node) => {
    const own = context.classInfo(node);
    return (
      own.module.language === info.module.language &&
      !info.nodes.includes(node) &&
      others.every((name) => methodNamed(own, name)?.implemented === true)
    );
  });
}
