/** What is asked of the whole project: which classes and records belong to code that talks to a cache. */
import { classAround, functionAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { ClassInfo, Meaning, Resolver } from "../model/meaning.ts";
import type { ClassNode, Expr, Module, Node, TypeRef } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import type { ProjectFacts } from "./shape.ts";

export function gatherFacts(resolver: Resolver): ProjectFacts {
  let direct: ReadonlySet<Node> | undefined;
  let known: ReadonlySet<Node> | undefined;
  const users = (): ReadonlySet<Node> => (direct ??= usersOf(resolver));
  const owners = (): ReadonlySet<Node> => (known ??= cacheOwners(users(), resolver));
  return {
    owners,
    isCacheOwner: (node) => owners().has(node),
    isCacheUser: (node) => users().has(node),
  };
}

/** Classes and functions that make or use a cache client. */
function usersOf(resolver: Resolver): ReadonlySet<Node> {
  const users = new Set<Node>();
  for (const module of resolver.modules) {
    for (const user of cacheUsers(module, resolver)) addOwner(users, user, resolver);
  }
  return users;
}

/**
 * Starts at the users of a cache client, and adds the classes and records whose values reach them: parameter and field
 * types, and records named in them; twice, for a configuration in a configuration.
 */
function cacheOwners(users: ReadonlySet<Node>, resolver: Resolver): ReadonlySet<Node> {
  const owners = new Set<Node>(users);
  for (let round = 0; round < 2; round += 1) {
    for (const owner of Array.from(owners)) {
      for (const next of reachedFrom(owner, resolver)) addOwner(owners, next, resolver);
    }
  }
  return owners;
}

function addOwner(owners: Set<Node>, node: Node, resolver: Resolver): void {
  if (node.kind === "class") {
    for (const part of partsOf(node, resolver)) owners.add(part);
  } else owners.add(node);
}

function partsOf(node: ClassNode, resolver: Resolver): readonly ClassNode[] {
  const [member] = [...node.methods, ...node.fields];
  return (member === undefined ? undefined : resolver.classOf(member))?.nodes ?? [node];
}

function cacheUsers(module: Module, resolver: Resolver): ReadonlySet<Node> {
  const users = new Set<Node>();
  for (const statement of module.body) {
    walk(statement, (node) => {
      if (node.kind !== "call") return;
      const instance =
        resolver.operationAt(node)?.instance ?? resolver.constructionAt(node)?.instance;
      if (instance?.type.provides !== "shared-cache") return;
      const owner = classAround(node) ?? functionAround(node);
      if (owner !== undefined) users.add(owner);
    });
  }
  return users;
}

/** Classes and declared records that the owner's types, parameters and names lead to. */
function reachedFrom(owner: Node, resolver: Resolver): readonly Node[] {
  const found: Node[] = [];
  const fromMeaning = (meaning: Meaning): void => {
    if (meaning.kind === "either") for (const option of meaning.options) fromMeaning(option);
    if (meaning.kind === "object" || meaning.kind === "class")
      found.push(...configurationParts(meaning.info));
    if (meaning.kind === "record") found.push(meaning.node);
  };
  const fromType = (type: TypeRef | undefined, at: Node): void => {
    if (type !== undefined) fromMeaning(resolver.typeMeaning(type, at));
  };
  walk(owner, (node) => {
    if (node.kind === "param" || node.kind === "field") {
      fromType(node.type, node);
      if (node.kind === "param" && node.default !== undefined)
        fromMeaning(resolver.meaning(node.default));
    }
    if (node.kind === "declare" && node.type !== undefined) fromType(node.type, node);
    if (node.kind === "spread" || node.kind === "record") {
      const spread: readonly Expr[] = node.kind === "spread" ? [node.value] : node.rest;
      for (const value of spread) fromMeaning(resolver.meaning(value));
    }
  });
  return found;
}

/** Data, not behaviour: a class with methods that do other work is no configuration of the cache. */
function configurationParts(info: ClassInfo): readonly ClassNode[] {
  const methods = info.nodes.flatMap((node) => node.methods).filter((method) => method.implemented);
  const fields = info.nodes.flatMap((node) => node.fields);
  return fields.length > 0 && methods.length <= fields.length + 6 ? info.nodes : [];
}

const CACHE_WORDS = new Set([
  "cache",
  "redi",
  "redis",
  "memcache",
  "memcached",
  "valkey",
  "elasticache",
  "lru",
  "caching",
  "dragonfly",
  "keydb",
]);
const OTHER_WORDS = new Set([
  "smtp",
  "mail",
  "email",
  "kafka",
  "rabbit",
  "amqp",
  "postgre",
  "postgres",
  "mysql",
  "mongo",
  "sql",
  "database",
  "db",
  "oauth",
  "ldap",
  "s3",
  "http",
  "webhook",
  "elastic",
  "elasticsearch",
  "browser",
  "page",
  "query",
  "apollo",
]);

/** Do the names say cache? `undefined` where they say nothing, false where they say something else. */
export function namedAfterCache(names: readonly string[]): boolean | undefined {
  const words = names.flatMap((name) => wordsOf(name));
  if (words.some((word) => CACHE_WORDS.has(word))) return true;
  return words.some((word) => OTHER_WORDS.has(word)) ? false : undefined;
}
