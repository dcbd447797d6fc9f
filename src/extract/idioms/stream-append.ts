/** `stream-append`: an entry is added to a stream on a server. `bounded` is whether the call also trims what is old. */
import { someNodeIn } from "../../model/children.ts";
import type { Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { callHead } from "../place.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Recogniser } from "../shape.ts";

export const streamAppend: Recogniser = {
  kinds: ["stream-append"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call" || node.callee.kind !== "member") return;
      const site = resolver.operationAt(node);
      if (site === undefined || !/^xadd/i.test(site.method.replaceAll("_", ""))) return;
      emit({
        kind: "stream-append",
        span: callHead(node),
        node,
        instance: site.instance,
        properties: {
          provides: site.instance.type.provides,
          library: site.instance.library.id,
          bounded: isTrimmed(site) || trimsElsewhere(resolver),
        },
        captures: {},
        words: { call: describe(node.callee) },
      });
    },
};

const TRIMS = /^(maxlen|minid|trim|trimming)$/i;

function isTrimmed({ call: { callee, args, named }, args: words }: OperationSite): boolean {
  if (callee.kind === "member" && /maxlen|trim/i.test(callee.name)) return true;
  const given = named.find(({ name }) => TRIMS.test(name));
  if (given !== undefined) return !(given.value.kind === "literal" && given.value.value === null);
  // Of a command that is built word by word, the words stand before the call.
  return someNodeIn([...args, ...words, callee], saysTrim);
}

function saysTrim(node: Node): boolean {
  if (node.kind === "literal") return typeof node.value === "string" && TRIMS.test(node.value);
  return (
    node.kind === "record" && node.entries.some(({ key }) => key !== undefined && TRIMS.test(key))
  );
}

/** Some code of the project trims streams, or deletes the entries that it has dealt with. */
const trimsElsewhere = memoised((resolver: Resolver): boolean =>
  resolver.modules.some((module) =>
    someNodeIn(
      module.body,
      (node) =>
        node.kind === "call" &&
        node.callee.kind === "member" &&
        /^x_?(trim|del)$/i.test(node.callee.name),
    ),
  ),
);
