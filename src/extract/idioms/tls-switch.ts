/**
 * `tls-switch`: the check of certificates is switched by an assignment or a call, apart from the making of a client:
 * `session.verify = False`, `kwargs["verify"] = False`, `def ask(url, verify=False)`, `context.check_hostname = False`, `ssl._create_unverified_context`. `owner` is
 * `http-client` where the object is one, `context` where it is a TLS context in a file that talks HTTP.
 */
import { lastName } from "../../model/ancestry.ts";
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Assign, Member, Module, Node } from "../../model/syntax.ts";
import { alternativesOf } from "../cache-access.ts";
import { describe } from "../canonical.ts";
import type { Recogniser } from "../shape.ts";
import { flagAt } from "../tls-flags.ts";

export const tlsSwitch: Recogniser = {
  kinds: ["tls-switch"],
  start({ module, resolver }, emit) {
    const talksHttp = resolver
      .librariesOf(module)
      .some((library) => library.types.some(({ provides }) => provides === "http-client"));
    return (node) => {
      const found =
        node.kind === "assign" && node.target.kind === "member"
          ? assigned(node, node.target, resolver, talksHttp)
          : (handedOn(node, resolver) ?? (talksHttp ? unverified(node, module) : undefined));
      if (found === undefined) return;
      emit({
        kind: "tls-switch",
        span: node,
        node,
        properties: { owner: found.owner, verified: found.verified },
        captures: {},
        words: { name: found.name },
      });
    };
  },
};

interface Switch {
  readonly owner: "http-client" | "context";
  readonly verified: boolean;
  readonly name: string;
}

function assigned(
  node: Assign,
  target: Member,
  resolver: Resolver,
  talksHttp: boolean,
): Switch | undefined {
  const name = describe(target);
  if (target.name === "verify") {
    const verified = flag(resolver.meaning(node.value));
    const isClient = alternativesOf(resolver.meaning(target.object)).some(
      (one) =>
        one.kind === "instance" &&
        (one.type.provides === "http-client" ||
          one.library.types.some(({ provides }) => provides === "http-client")),
    );
    return isClient && verified !== undefined
      ? { owner: "http-client", verified, name }
      : undefined;
  }
  if (!talksHttp) return undefined;
  if (target.name === "check_hostname")
    return flag(resolver.meaning(node.value)) === false
      ? { owner: "context", verified: false, name }
      : undefined;
  return target.name === "verify_mode" && lastName(node.value) === "CERT_NONE"
    ? { owner: "context", verified: false, name }
    : undefined;
}

/** Python's contexts without a check, called or put in the place of the default. */
function unverified(node: Node, { language }: Module): Switch | undefined {
  if (language !== "python" || node.kind !== "member") return undefined;
  return node.name === "_create_unverified_context" && node.parent?.kind !== "member"
    ? { owner: "context", verified: false, name: describe(node) }
    : undefined;
}

/** A default, an entry or a field that ends up as a request's own switch. */
function handedOn(node: Node, resolver: Resolver): Switch | undefined {
  const verified = flagAt(node, resolver);
  if (verified === undefined) return undefined;
  const name = node.kind === "param" || node.kind === "field" ? (node.name ?? "") : "verify";
  return { owner: "http-client", verified, name };
}

function flag(meaning: Meaning): boolean | undefined {
  return meaning.kind === "constant" && typeof meaning.value === "boolean"
    ? meaning.value
    : undefined;
}
