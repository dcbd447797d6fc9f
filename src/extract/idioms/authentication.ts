/**
 * `authentication`: whether a client is given anything to prove who it is with: a password, a token, a provider, or an
 * address that has one. `host` says what the address shows: a loopback never matters, a bare name (`redis`) is mostly one
 * of a private network, a dotted one is another machine.
 */
import type { Instance, Meaning, Resolver } from "../../model/meaning.ts";
import type { Span } from "../../model/source.ts";
import type { Expr } from "../../model/syntax.ts";
import { addressOf, hostOf } from "../address.ts";
import { describe } from "../canonical.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const authentication: Recogniser = {
  kinds: ["authentication"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.constructionAt(node);
      if (site === undefined || site.instance.source !== undefined) return;
      const { instance } = site;
      const found = proofOf(instance, resolver);
      if (found === undefined) return;
      emit({
        kind: "authentication",
        span: found.span ?? callHead(node),
        node: found.value ?? node,
        instance,
        properties: {
          provides: providesOf(instance),
          library: instance.library.id,
          given: found.given,
          host: found.host,
        },
        captures: {},
        words: {
          made: describe(node.callee),
          library: instance.library.title,
          address: found.address ?? "",
        },
      });
    },
};

/** A connection's settings are not yet a client, but are of one. */
function providesOf({ type, library }: Instance): string {
  if (type.provides !== "none") return type.provides;
  return library.types.some(({ provides }) => provides === "shared-cache")
    ? "shared-cache"
    : "none";
}

interface Proof {
  readonly given: "something" | "empty" | "nothing";
  readonly host: string;
  readonly address?: string;
  readonly span?: Span;
  readonly value?: Expr;
}

function proofOf(instance: Instance, resolver: Resolver): Proof | undefined {
  const read = (name: string) => resolver.option(instance, name);
  const password = read("password");
  const url = read("url");
  if (password.state === "unknown" || url.state === "unknown") return undefined;
  if (read("credentials").state !== "absent") {
    return { given: "something", host: "unknown" };
  }
  const place = url.state === "given" ? url : read("host");
  const address = place.state === "given" ? addressOf(place.meaning, resolver) : undefined;
  const host = hostOf(address);
  if (password.state === "given") {
    const { span, value } = password;
    const given = isNothing(password.meaning) ? "empty" : "something";
    return { given, host, span, value, ...(address !== undefined && { address }) };
  }
  if (place.state !== "given" || address === undefined) return undefined;
  const { span, value } = place;
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*@/i.test(address))
    return /:[^@/]+@/.test(address.replace(/^[a-z0-9+.-]*:\/\//i, ""))
      ? { given: "something", host, span, value }
      : undefined;
  return { given: "nothing", host, span, value, address };
}

function isNothing(meaning: Meaning): boolean {
  return meaning.kind === "constant" && (meaning.value === "" || meaning.value === null);
}
