/** Who stands behind an interface, a trait, a protocol or an abstract class: what implements it in the scanned code. */
import type { ClassInfo, Meaning } from "../model/meaning.ts";
import { alternatives, type Context } from "./context.ts";
import { methodNamed } from "./class-fields.ts";
import type { Heir } from "./heirs.ts";

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
  return (context.heirs().get(info.name) ?? []).flatMap(({ node, base }) => {
    if (node.kind === "class" && info.nodes.includes(node)) return [];
    const isOfIt = alternatives(context.typeMeaning(base, node)).some(
      (option) =>
        option.kind === "object" && option.info.nodes.some((part) => info.nodes.includes(part)),
    );
    return isOfIt ? [node] : [];
  });
}
