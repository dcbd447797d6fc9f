/** What is stored in a lock to say whose it is. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Expr } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { localValue } from "./key-text.ts";

/** `unique` cannot be another holder's; `clock` is a time alone; `constant` is the same for all; else not known. */
export type Token = "unique" | "clock" | "constant" | "unknown";

const RANDOM = new Set([
  "uuid",
  "uuidv4",
  "uuid4",
  "uuid1",
  "uuid7",
  "v4",
  "v7",
  "nanoid",
  "random",
  "randint",
  "rand",
  "rng",
  "cuid",
  "ulid",
  "token",
  "hex",
  "guid",
  "urandom",
  "sample",
  "alphanumeric",
  "hostname",
  "pid",
  "getpid",
  "ident",
]);
const CLOCK =
  /^(now|time|Date|getTime|monotonic|perf_counter|utcnow|hrtime|timestamp|isoformat|toISOString)$/;

export function tokenOf(value: Expr | undefined, resolver: Resolver): Token {
  if (value === undefined) return "unknown";
  if (resolver.meaning(value).kind === "constant") return "constant";
  const found = new Set<"random" | "clock" | "open">();
  const look = (root: Expr, depth: number): void => {
    walk(root, (node) => {
      if (node.kind === "call") {
        const { callee } = node;
        const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
        if (wordsOf(name).some((word) => RANDOM.has(word))) found.add("random");
        if (CLOCK.test(name)) found.add("clock");
      }
      if (node.kind === "name") {
        const made = depth > 4 ? undefined : localValue(node, resolver);
        if (made !== undefined) look(made, depth + 1);
        else if (isOpen(node, resolver)) found.add("open");
      }
      if (node.kind === "member" && RANDOM.has(node.name)) found.add("random");
    });
  };
  look(value, 0);
  if (found.has("random")) return "unique";
  return found.has("clock") && !found.has("open") ? "clock" : "unknown";
}

/** A name that could hold anything: a parameter, a field's owner. */
function isOpen(node: Expr, resolver: Resolver): boolean {
  const { kind } = resolver.meaning(node);
  return kind === "parameter" || kind === "input" || kind === "object" || kind === "typed";
}
