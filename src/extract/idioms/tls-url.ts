/**
 * `tls-url`: what the address of a client says of TLS. `verified` is false where a fragment switches the check off
 * (`rediss://…/#insecure`), true where the address asks for TLS and leaves the check on; `encrypted` is false where it asks
 * for none, and the protocol has a scheme of its own for that.
 */
import type { Meaning } from "../../model/meaning.ts";
import type { Expr } from "../../model/syntax.ts";
import { hostIn } from "../address.ts";
import type { Recogniser } from "../shape.ts";

export const tlsUrl: Recogniser = {
  kinds: ["tls-url"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "call") return;
      const site = resolver.constructionAt(node);
      if (site === undefined || site.instance.source !== undefined) return;
      const url = resolver.option(site.instance, "url");
      if (url.state !== "given") return;
      const verified = verifiedBy(url.meaning, (expr) => resolver.meaning(expr));
      const encrypted =
        verified ??
        !literalParts(url.meaning, (expr) => resolver.meaning(expr)).startsWith("amqp://");
      if (verified === undefined && encrypted) return;
      emit({
        kind: "tls-url",
        span: url.span,
        node: url.value,
        instance: site.instance,
        properties: {
          provides: site.instance.type.provides,
          library: site.instance.library.id,
          verified,
          encrypted,
          host: hostIn(url.meaning, resolver),
        },
        captures: {},
        words: { library: site.instance.library.title },
      });
    },
};

function verifiedBy(meaning: Meaning, meaningOf: (expr: Expr) => Meaning): boolean | undefined {
  if (meaning.kind === "environment" && meaning.fallback !== undefined) {
    return verifiedBy(meaning.fallback, meaningOf);
  }
  // One way to an address without the check is enough.
  if (meaning.kind === "either") {
    const found = meaning.options.map((option) => verifiedBy(option, meaningOf));
    return found.includes(false) ? false : found.every((one) => one === true) || undefined;
  }
  const text = literalParts(meaning, meaningOf);
  if (/#insecure\b/.test(text)) return false;
  return /^(rediss|valkeys|amqps):\/\//.test(text) ? true : undefined;
}

/** The text that is known: all of a constant, the literal parts of a template. */
function literalParts(meaning: Meaning, meaningOf: (expr: Expr) => Meaning): string {
  if (meaning.kind === "constant") return typeof meaning.value === "string" ? meaning.value : "";
  if (meaning.kind !== "text") return "";
  return meaning.parts
    .map((part) => {
      const inner = meaningOf(part);
      return inner.kind === "constant" && typeof inner.value === "string" ? inner.value : "\u0000";
    })
    .join("");
}
