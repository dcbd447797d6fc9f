/**
 * `tag-index`: the name of a cached entry is added to a set that lists entries. `of` says how that is known: the member is
 * the key of an entry written beside it (`entry`), or the set is called a tag or index (`name`). `expires` is whether the
 * set ends or is pruned: `here`, `elsewhere` in the class or file, or `never`.
 */
import { ancestors, classAround, functionAround } from "../../model/ancestry.ts";
import { walk } from "../../model/children.ts";
import type { OperationSite, Resolver } from "../../model/meaning.ts";
import type { Expr, Node } from "../../model/syntax.ts";
import { canonical, describe } from "../canonical.ts";
import { wordsOf } from "../identifiers.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

const TAGS = new Set(["tag", "tagged", "taging", "tagging"]);
const INDEXES = new Set(["index", "key", "dependency", "dependent", "member"]);

export const tagIndex: Recogniser = {
  kinds: ["tag-index"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
      if (site?.operation.operation !== "add-member" || site.key === undefined) return;
      const of = kindOf(site, site.key, resolver);
      if (of === undefined) return;
      const { call, instance } = site;
      emit({
        kind: "tag-index",
        span: callHead(call),
        node: call,
        instance,
        properties: {
          provides: instance.type.provides,
          library: instance.library.id,
          command: site.method.toUpperCase().replaceAll("_", ""),
          of,
          expires: site.ttl.state === "given" ? "here" : endOf(site, site.key, resolver),
        },
        captures: {},
        words: {
          method: call.callee.kind === "member" ? call.callee.name : site.method,
          receiver: call.callee.kind === "member" ? describe(call.callee.object) : "",
          key: describe(site.key),
        },
      });
    },
};

function kindOf(site: OperationSite, key: Expr, resolver: Resolver): string | undefined {
  const scope = functionAround(site.call);
  const members = site.call.args
    .filter((arg) => arg !== key)
    .map((arg) => canonical(arg.kind === "spread" ? arg.value : arg));
  const writes =
    scope === undefined
      ? []
      : sitesIn(scope, resolver).filter(({ operation }) => operation.operation === "write");
  const isEntry = writes.some(
    (write) => write.key !== undefined && members.includes(canonical(write.key) ?? ""),
  );
  if (isEntry) return "entry";
  const words = new Set(wordsIn(key, resolver));
  if ([...TAGS].some((word) => words.has(word)) && writes.length > 0) return "entry";
  if ([...TAGS, ...INDEXES].some((word) => words.has(word)) && words.has("cache")) return "name";
  return [...TAGS].some((word) => words.has(word)) ? "name" : undefined;
}

function wordsIn(key: Expr, resolver: Resolver): readonly string[] {
  const words: string[] = [];
  const collect = (expr: Expr): void =>
    walk(expr, (node) => {
      if (node.kind === "literal" && typeof node.value === "string")
        words.push(...wordsOf(node.value));
      if (node.kind === "name" || node.kind === "member") words.push(...wordsOf(node.name));
    });
  collect(key);
  const meaning = resolver.meaning(key);
  for (const part of meaning.kind === "text" ? meaning.parts : []) collect(part);
  if (meaning.kind === "constant" && typeof meaning.value === "string")
    words.push(...wordsOf(meaning.value));
  return words;
}

/** An expiry, or a removal by score, of the same key. */
function endOf(site: OperationSite, key: Expr, resolver: Resolver): string {
  const wanted = canonical(key);
  const here = functionAround(site.call);
  const isKept = here !== undefined && sitesIn(here, resolver).some(neverExpires);
  const ends = (scope: Node, isSame: (other: Expr) => boolean): boolean =>
    sitesIn(scope, resolver).some(
      (other) =>
        other.key !== undefined &&
        (ENDS(other) || (isKept && removesNames(other))) &&
        isSame(other.key),
    );
  if (
    here !== undefined &&
    ends(here, (other) => wanted !== undefined && canonical(other) === wanted)
  )
    return "here";
  const owner = classAround(site.call) ?? here ?? [...ancestors(site.call)].at(-1);
  const start = prefixOf(key, resolver);
  return owner !== undefined && ends(owner, (other) => prefixOf(other, resolver) === start)
    ? "elsewhere"
    : "never";
}

const ENDS = ({ operation, method }: OperationSite): boolean =>
  operation.operation === "expire" ||
  /remrangeby|rembyscore|^ltrim$/i.test(method.replaceAll("_", ""));

/** Entries that never expire are removed by the code, and their names with them. */
const removesNames = ({ operation }: OperationSite): boolean =>
  operation.operation === "remove-member";

function neverExpires({ operation, ttl }: OperationSite): boolean {
  return operation.operation === "write" && ttl.state === "absent";
}

/** The text that the key begins with, or how it is written. */
function prefixOf(key: Expr, resolver: Resolver): string {
  const meaning = resolver.meaning(key);
  const [first] = meaning.kind === "text" ? meaning.parts : [];
  return first?.kind === "literal" ? String(first.value) : (canonical(key) ?? "?");
}

const known = new WeakMap<Node, readonly OperationSite[]>();

function sitesIn(scope: Node, resolver: Resolver): readonly OperationSite[] {
  const found = known.get(scope);
  if (found !== undefined) return found;
  const sites: OperationSite[] = [];
  walk(scope, (node) => {
    const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
    if (site !== undefined) sites.push(site);
  });
  known.set(scope, sites);
  return sites;
}
