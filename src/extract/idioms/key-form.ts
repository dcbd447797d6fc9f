/**
 * `key-form`: a part of a cache key that the same input may give differently, or that different inputs give alike.
 * `part` says which: the hash or address of one process, a representation for people, JSON in the order of its
 * properties, the clock or chance, a checksum, texts that run into one another; `sorted`, `digest` are forms that hold.
 */
import { ancestors, functionAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Expr, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import type { Access } from "../cache-access.ts";
import { accessAt, accessesIn } from "../cache-accesses.ts";
import { keyParts } from "../key-parts.ts";
import type { Recogniser } from "../shape.ts";

export const keyForm: Recogniser = {
  kinds: ["key-form"],
  start: ({ resolver }, emit) => {
    const seen = new Set<Expr>();
    return (node) => {
      const access = accessAt(node, resolver);
      if (access?.key === undefined) return;
      if (
        access.kind !== "read" &&
        access.kind !== "write" &&
        access.kind !== "fetch" &&
        access.kind !== "exists"
      )
        return;
      for (const { part, at } of keyParts(access.key, resolver)) {
        // A key that is built once and used twice is one mistake.
        if (seen.has(at)) continue;
        if (
          /^(clock|chance)$/.test(part) &&
          (access.through !== undefined ||
            !isLookedUp(access, resolver) ||
            isGivenOut(at, resolver))
        )
          continue;
        seen.add(at);
        emit({
          kind: "key-form",
          span: at,
          node: at,
          ...(access.site === undefined ? {} : { instance: access.site.instance }),
          properties: { provides: access.provides, library: access.library, part },
          captures: {},
          words: {
            form: describe(at.kind === "call" ? at.callee : at),
            key: describe(access.key),
          },
        });
      }
    };
  },
};

/** `sid = uuid4(); … return sid`: what chance made is an id that somebody is told. */
function isGivenOut(at: Expr, resolver: Resolver): boolean {
  const fn = functionAround(at);
  const declared = [...ancestors(at)].find((up) => up.kind === "declare");
  if (fn === undefined || declared?.kind !== "declare") return false;
  const names = new Set(declared.bindings.map(({ name }) => name));
  let told = false;
  const look = (value: Node): void =>
    walk(value, (node) => {
      if (node.kind === "name" && names.has(node.name)) told = true;
      return accessAt(node, resolver) === undefined;
    });
  for (const statement of fn.body) {
    walk(statement, (node) => {
      const isTold =
        node.kind === "return" || (node.kind === "assign" && node.target.kind === "member");
      if (isTold && node.value !== undefined) look(node.value);
    });
  }
  return told;
}

/** A fresh key for every write is how things are stored under an id; one that is looked up is never found. */
function isLookedUp(access: Access, resolver: Resolver): boolean {
  if (access.kind !== "write") return true;
  const fn = functionAround(access.node);
  return (
    fn !== undefined &&
    accessesIn(fn, resolver).some(
      (other) =>
        other.kind === "read" && other.keyText !== undefined && other.keyText === access.keyText,
    )
  );
}
