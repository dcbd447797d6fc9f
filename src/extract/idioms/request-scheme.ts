/**
 * `request-scheme`: a request goes to an address whose scheme is written down. `secret` is whether it carries a credential
 * or a password: in a header, its login, its query or its body.
 */
import { ancestors } from "../../model/ancestry.ts";
import { someNode } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Call, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { addressOf, exchangeAt } from "../http-exchange.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const requestScheme: Recogniser = {
  kinds: ["request-scheme"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const instance = resolver.constructionAt(node)?.instance;
      if (instance?.type.provides !== "http-client") return;
      const url = instance.type.sends ? exchangeAt(node, resolver)?.url : baseOf(node, resolver);
      const address = addressOf(url, resolver);
      const { scheme } = address;
      if (url === undefined || (scheme !== "http" && scheme !== "https")) return;
      emit({
        kind: "request-scheme",
        span: callHead(node),
        node,
        instance,
        properties: {
          provides: "http-client",
          library: instance.library.id,
          scheme,
          address: address.host,
          secret: QUERY.test(address.text) || carries(node, resolver),
        },
        captures: {},
        words: { made: describe(node.callee), library: instance.library.title },
      });
    },
};

/** The address that a client puts before those of its requests. */
function baseOf(call: Call, resolver: Resolver): Call["args"][number] | undefined {
  const instance = resolver.constructionAt(call)?.instance;
  const reading = instance === undefined ? undefined : resolver.option(instance, "url");
  return reading?.state === "given" ? reading.value : undefined;
}

const QUERY =
  /[?&](api_?key|apikey|access_?token|auth_?token|token|secret|client_secret|password|passwd|key|appid|app_key)=/i;
const NAMES =
  /^((proxy-)?authorization|(x-)?(api|auth|access|secret|subscription)[-_]?(key|token)|password|passwd|pwd|api_?key|access_?token|client_?secret|secret|appid|token)$/i;
const METHODS = /^(bearer_auth|basic_auth|auth)$/;

/** In the call itself, in what its options stand for, or in the chain that builds it. */
function carries(call: Call, resolver: Resolver): boolean {
  if (call.named.some(({ name, value }) => name === "auth" && value.kind !== "literal"))
    return true;
  const given = [...call.args, ...call.named.map(({ value }) => value)];
  if (given.some((one) => namesSecret(one, resolver, 0))) return true;
  let below: Node = call;
  for (const up of ancestors(call)) {
    if (up.kind === "call" && up.callee === below) {
      if (below.kind === "member" && METHODS.test(below.name)) return true;
      if (up.args.some((arg) => namesSecret(arg, resolver, 0))) return true;
    } else if (up.kind !== "member") return false;
    below = up;
  }
  return false;
}

function namesSecret(root: Node, resolver: Resolver, depth: number): boolean {
  return someNode(root, (node) => {
    if (node.kind === "record")
      return node.entries.some(({ key, computed }) =>
        NAMES.test(key ?? (computed?.kind === "literal" ? String(computed.value) : "")),
      );
    if (node.kind === "literal")
      return (
        node.parent?.kind === "call" &&
        typeof node.value === "string" &&
        /^(proxy-)?authorization$/i.test(node.value)
      );
    if (node.kind === "member" && node.name === "AUTHORIZATION") return true;
    if (node.kind !== "name" || depth > 1) return false;
    const meaning = resolver.meaning(node);
    return meaning.kind === "record" && namesSecret(meaning.node, resolver, depth + 1);
  });
}
