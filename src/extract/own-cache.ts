/** Code of a cache that the project makes itself: a store, its server, a client of that server. Told by what its parts are called. */
import { ancestors } from "../model/ancestry.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Node } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";

const OWN = new Set(["cache", "caching", "lru", "lfu", "memcached", "memcache", "kv"]);
/** What is called like Redis is mostly a client of it; one of these words says that it is another. */
const REDIS = new Set(["redis", "redi", "valkey"]);
const ANOTHER = new Set(["mini", "clone", "lite", "toy", "like", "server", "tiny", "my"]);

/** A class around the node, its file, a folder above or the package itself is named after a cache. */
export function isOfOwnCache(node: Node, resolver: Resolver): boolean {
  const module = resolver.moduleOf(node);
  const names = [...module.path.split("/"), resolver.homeOf(module).name ?? ""];
  for (const up of [node, ...ancestors(node)])
    if (up.kind === "class" && up.name !== undefined) names.push(up.name);
  return names.some((name) => namesOwnCache(name));
}

/** `KvStore`, `lru_cache.rs`, `neurocache`, `mini-redis`. */
export function namesOwnCache(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => OWN.has(word) || /^.{3,}(cache|kv)$/.test(word)) ||
    (words.some((word) => REDIS.has(word)) && words.some((word) => ANOTHER.has(word)))
  );
}
