/**
 * `bulk-expiry`: entries get an expiry. `bulk` is whether many are written together, `spread` whether chance is in the
 * expiry, `whole` whether that gives a whole number, `fixed` whether it is one known value, `agreed` whether the key says
 * or the value that its lifetime is part of a contract: a token, a lock, a session, a count within a window, a mark that
 * something was seen.
 */
import { classAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Expr, Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { wordsOf } from "../identifiers.ts";
import { isFew } from "../items.ts";
import { isMark } from "../marks.ts";
import { callHead } from "../place.ts";
import { repetitionOf } from "../repetition.ts";
import type { Recogniser } from "../shape.ts";

export const bulkExpiry: Recogniser = {
  kinds: ["bulk-expiry"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
      const written = site?.operation.operation;
      if (site === undefined || (written !== "write" && written !== "write-many")) return;
      const { ttl, call, instance } = site;
      if (ttl.state !== "given" || ttl.value === undefined) return;
      const around = site.key === undefined ? undefined : repetitionOf(call, [site.key]);
      const bulk =
        written === "write-many" ||
        (around?.node.kind === "loop" && !isFew(around, resolver)) ||
        (around?.node.kind === "function" && !isFew(around, resolver));
      const chance = chanceIn(ttl.value, resolver);
      emit({
        kind: "bulk-expiry",
        span: callHead(call),
        node: call,
        instance,
        properties: {
          provides: instance.type.provides,
          library: instance.library.id,
          bulk,
          spread: chance !== undefined,
          whole: chance !== "fraction",
          fixed: ttl.meaning?.kind === "constant",
          agreed: isAgreed(site) || isMark(site.value, resolver),
        },
        captures: {},
        words: {
          method: call.callee.kind === "member" ? call.callee.name : site.method,
          receiver: call.callee.kind === "member" ? describe(call.callee.object) : "",
          ttl: describe(ttl.value),
        },
      });
    },
};

const CHANCE =
  /^(random|randint|randrange|randInt|randomInt|uniform|gen_range|random_range|gen|jitter|\w*[jJ]itter\w*|triangular|gauss|getrandbits)$/;
const FRACTION = /^(random|uniform|triangular|gauss)$/;
const WHOLE =
  /^(floor|round|ceil|trunc|int|parseInt|randint|randrange|randomInt|gen_range|random_range|Number)$/;

/** Where chance comes from: whole numbers, or fractions that nothing rounds. Names are followed to what made them. */
function chanceIn(ttl: Expr, resolver: Resolver): "whole" | "fraction" | undefined {
  const pending: Node[] = [ttl];
  const seen = new Set<Node>();
  const marks = new Set<string>();
  for (let from = pending.pop(); from !== undefined && seen.size < 20; from = pending.pop()) {
    if (seen.has(from)) continue;
    seen.add(from);
    walk(from, (node) => {
      for (const mark of marksOf(node)) marks.add(mark);
      pending.push(...madeBy(node, resolver));
    });
  }
  if (!marks.has("chance")) return undefined;
  const isFraction = marks.has("fraction") && !marks.has("rounded");
  return isFraction && resolver.moduleOf(ttl).language !== "rust" ? "fraction" : "whole";
}

function marksOf(node: Node): readonly string[] {
  if (node.kind === "name") return /jitter/i.test(node.name) ? ["chance"] : [];
  if (node.kind === "binary") return /^(\||>>|~|\/\/)$/.test(node.op) ? ["rounded"] : [];
  if (node.kind !== "call") return [];
  const { callee } = node;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  return [
    ...(CHANCE.test(name) ? ["chance"] : []),
    ...(FRACTION.test(name) ? ["fraction"] : []),
    ...(WHOLE.test(name) ? ["rounded"] : []),
  ];
}

/** What a name was given, and what a function of the project does. */
function madeBy(node: Node, resolver: Resolver): readonly Node[] {
  if (node.kind === "name") {
    const step = resolver.meaning(node).via?.[0];
    const isMade = step?.kind === "declare" || step?.kind === "assign";
    return isMade && step.value !== undefined ? [step.value] : [];
  }
  const meaning = node.kind === "call" ? resolver.meaning(node.callee) : undefined;
  return meaning?.kind === "function" ? meaning.node.body : [];
}

const AGREED = new Set([
  "token",
  "otp",
  "session",
  "lock",
  "mutex",
  "rate",
  "limit",
  "ratelimit",
  "throttle",
  "nonce",
  "code",
  "captcha",
  "verification",
  "verify",
  "reset",
  "csrf",
  "refresh",
  "heartbeat",
  "presence",
  "online",
  "alive",
  "blacklist",
  "revoked",
]);

const COUNTS = new Set(["count", "counter", "hit", "attempt", "total", "tally"]);

function isAgreed({ key, value, call }: OperationSite): boolean {
  if (value !== undefined && wordsOf(describe(value)).some((word) => COUNTS.has(word))) return true;
  if (key === undefined) return false;
  const words = [
    ...wordsOf(call.callee.kind === "member" ? describe(call.callee.object) : ""),
    ...wordsOf(describe(key)),
    ...wordsOf(classAround(call)?.name ?? ""),
  ];
  return words.some((word) => AGREED.has(word));
}
