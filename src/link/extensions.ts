/** Methods that a trait of the project gives to a type of a library: `impl Store for redis::Client`. */
import type { Instance, Meaning } from "../model/meaning.ts";
import type { Context } from "./context.ts";

const known = new WeakMap<Context, ReadonlyMap<string, Meaning>>();

/** The project's own function that a call of the method runs. */
export function extensionOf(
  context: Context,
  { library, type }: Instance,
  method: string,
): Meaning | undefined {
  return library.language === "rust"
    ? extensionsIn(context).get(`${library.id} ${type.name} ${method}`)
    : undefined;
}

function extensionsIn(context: Context): ReadonlyMap<string, Meaning> {
  const before = known.get(context);
  if (before !== undefined) return before;
  const found = new Map<string, Meaning>();
  known.set(context, found);
  for (const heirs of context.heirs().of.values()) {
    for (const { node } of heirs) {
      if (node.kind !== "class" || node.of === undefined) continue;
      const self = context.typeMeaning(node.of, node);
      if (self.kind !== "instance") continue;
      for (const method of node.methods) {
        if (method.name === undefined || !method.implemented) continue;
        found.set(`${self.library.id} ${self.type.name} ${method.name}`, {
          kind: "function",
          node: method,
          self: context.classInfo(node),
        });
      }
    }
  }
  return found;
}
