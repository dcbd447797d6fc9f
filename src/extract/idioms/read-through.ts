/**
 * `read-through`: a function that looks a key up in a cache and, on a miss, fills it. `single_flight` is whether
 * concurrent misses of one key are kept from computing it twice, `flight` how: `atomic` where nothing can come between,
 * `joined` where callers wait for one. `by` is who the other callers are, `cost` what a miss costs, `audience` whose
 * key it is, `runs` when; `counted` is whether hits and misses are counted, `absent` what becomes of a record that there is none
 * of, `asked_by` whether a request says which one is looked up.
 */
import { classAround } from "../../model/ancestry.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { FunctionNode } from "../../model/syntax.ts";
import { absentOf, isOpenLookUp } from "../absent-results.ts";
import { describeAccess, type Access } from "../cache-access.ts";
import { functionName, isStartup } from "../context.ts";
import { fillsIn, ownsItsFills, type Fill } from "../fills.ts";
import { wordsOf } from "../identifiers.ts";
import { audienceOf } from "../key-audience.ts";
import { isCounted } from "../hits-and-misses.ts";
import { costOf } from "../load-cost.ts";
import { purposeFrom, purposeOf } from "../operations.ts";
import { suspendsBetween } from "../running.ts";
import type { Property, Recogniser } from "../shape.ts";
import { flightOf } from "../single-flight.ts";
import { isMark } from "../marks.ts";

export const readThrough: Recogniser = {
  kinds: ["read-through"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      if (node.kind !== "function" || !ownsItsFills(node)) return;
      for (const fill of fillsIn(node, resolver)) {
        const { write } = fill;
        if (isMark(write.value, resolver)) continue;
        const flight = flightOf(fill, resolver);
        emit({
          kind: "read-through",
          span: write.head,
          node: write.node,
          ...(write.site === undefined ? {} : { instance: write.site.instance }),
          properties: {
            provides: write.provides,
            library: write.library,
            single_flight: flight === "unknown" ? undefined : flight !== "open",
            flight,
            by: concurrencyOf(fill, resolver),
            cost: costOf(fill, resolver),
            audience: audienceOf(fill.read, resolver),
            runs: runsWhen(node, resolver),
            purpose:
              write.site === undefined
                ? purposeFrom(wordsOf(write.store), write.value, resolver)
                : purposeOf(write.site, resolver),
            counted: isCounted([classAround(node) ?? node]),
            async: node.async,
            absent: absentOf(fill, resolver),
            asked_by: isOpenLookUp(fill, resolver) ? "request" : "caller",
          },
          captures: {
            flight: { state: "unknown", reason: "whether callers are joined could not be told" },
          },
          words: {
            function: functionName(node),
            library: libraryTitle(write),
            write: describeAccess(write),
          },
        });
      }
    },
};

function libraryTitle({ site }: Access): string {
  return site === undefined ? "a map" : site.instance.library.title;
}

/** Other processes share the entry, other tasks run while this one waits, or other threads. */
function concurrencyOf({ fn, read, write }: Fill, resolver: Resolver): Property {
  if (write.provides === "shared-cache") return "process";
  if (resolver.moduleOf(fn).language === "rust" && !fn.async) return "thread";
  return suspendsBetween(read.node, write.node, fn) ? "task" : "thread";
}

const BATCH =
  /(^|\/)(scripts?|cli|bin|migrations?|commands|seeds?|bench(es|marks?)?|examples?|admin|cron|jobs|tasks|tools|fixtures|demo)\//i;

/** Once at the start, in a tool or job that nobody runs twice at a time, or whenever somebody asks. */
function runsWhen(fn: FunctionNode, resolver: Resolver): Property {
  if (isStartup(fn)) return "startup";
  return BATCH.test(resolver.moduleOf(fn).path) ? "batch" : "any";
}
