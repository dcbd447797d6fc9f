/**
 * `sole-copy`: a number that a shared cache answers decides something in the function that asked. `origin` is whether the same
 * function can also get it from where it belongs, or writes it there; `named` are the words of the key.
 */
import { someNodeIn } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { FunctionNode } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { namedFunctionAround, type Access } from "../cache-access.ts";
import { accessAt } from "../cache-accesses.ts";
import { isInTest } from "../context.ts";
import { fillsIn } from "../fills.ts";
import { keyWords } from "../key-text.ts";
import { lookedUp, mentions } from "../miss-path.ts";
import type { Recogniser } from "../shape.ts";
import { storeAccessAt } from "../store-access.ts";

export const soleCopy: Recogniser = {
  kinds: ["sole-copy"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const access = accessAt(node, resolver);
      if (access?.key === undefined || access.provides !== "shared-cache" || !asks(access)) return;
      const fn = namedFunctionAround(node);
      if (fn === undefined || isInTest(node) || !decides(access, fn)) return;
      emit({
        kind: "sole-copy",
        span: access.head,
        node,
        ...(access.site === undefined ? {} : { instance: access.site.instance }),
        properties: {
          provides: access.provides,
          library: access.library,
          named: keyWords(access.key, resolver).join(" "),
          origin: hasOrigin(access, fn, resolver),
        },
        captures: {},
        words: { key: describe(access.key) },
      });
    },
};

const asks = ({ kind, site }: Access): boolean =>
  kind === "read" || site?.operation.operation === "increment";

/** `if (balance < price)`: what was answered is held against an amount. */
function decides(access: Access, fn: FunctionNode): boolean {
  const looked = lookedUp(access, fn);
  return someNodeIn(
    fn.body,
    (node) => node.kind === "binary" && /^[<>]=?$/.test(node.op) && mentions(node, looked),
  );
}

/** The function fills the entry itself, or talks to the store of records. */
function hasOrigin(access: Access, fn: FunctionNode, resolver: Resolver): boolean {
  return (
    fillsIn(fn, resolver).some(({ read }) => read.node === access.node) ||
    someNodeIn(
      fn.body,
      (node) => node.kind === "call" && storeAccessAt(node, resolver) !== undefined,
    )
  );
}
