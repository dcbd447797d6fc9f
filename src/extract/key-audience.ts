/** Who shares an entry, read from the words of its key: everybody, one user, or one session. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr } from "../model/syntax.ts";
import type { Access } from "./cache-access.ts";
import { wordsOf } from "./identifiers.ts";

export type Audience = "all" | "user" | "session";

const SESSION =
  /^(session|sess|otp|nonce|csrf|cart|verification|idempotency|jti|cooldown|throttle|ratelimit|fingerprint)$/;
const USER =
  /^(user|account|member|viewer|me|profile|uid|customer|actor|wallet|subscriber|username)$/;

export function audienceOf(access: Access, resolver: Resolver): Audience {
  const words = access.key === undefined ? [] : wordsIn(access.key, resolver, 0);
  if (words.some((word) => SESSION.test(word))) return "session";
  return words.some((word) => USER.test(word)) ? "user" : "all";
}

function wordsIn(key: Expr, resolver: Resolver, depth: number): readonly string[] {
  const words: string[] = [];
  walk(key, (node) => {
    if (node.kind === "literal" && typeof node.value === "string")
      words.push(...wordsOf(node.value));
    if (node.kind !== "name" && node.kind !== "member") return;
    // `accessToken` says whose it is; `tokenAddress` is a coin's.
    words.push(...wordsOf(node.name), ...(depth < 2 && /token$/i.test(node.name) ? ["user"] : []));
    const meaning = resolver.meaning(node);
    if (meaning.kind === "constant" && typeof meaning.value === "string")
      words.push(...wordsOf(meaning.value));
    const [definition] = depth < 3 ? (meaning.via ?? []) : [];
    if (definition?.kind === "declare" && definition.value !== undefined)
      words.push(...wordsIn(definition.value, resolver, depth + 1));
  });
  return words;
}
