/**
 * Where a project takes and gives up locks that it makes of a shared cache: a write that only happens where the key is
 * absent, and the removal of that key. Found once for the whole project, as the two often stand in different functions.
 * A helper that merely hands its parameter on (`setnx(key)`) is no lock: its callers are.
 */
import { ancestors, boundNameOf, classAround } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, ClassNode, Expr, FunctionNode, Module } from "../model/syntax.ts";
import { isConditional } from "./conditional.ts";
import { functionName } from "./context.ts";
import { wordsOf } from "./identifiers.ts";
import { keyWords, shapeOf, textOf } from "./key-text.ts";

export interface KeyedSite {
  /** The call that a finding is about: the operation, or the call of a helper that hands it on. */
  readonly call: Call;
  readonly site: OperationSite;
  readonly key: Expr;
  readonly text: string | undefined;
  readonly shape: string | undefined;
  readonly module: Module;
  /** The outermost function around the call. */
  readonly fn: FunctionNode | undefined;
  readonly owner: ClassNode | undefined;
  /** Its key, function, class or result is named after a lock. */
  readonly named: boolean;
  /** The value that is stored, as far as it is given at the call. */
  readonly token: Expr | undefined;
}

export interface LockSites {
  readonly acquires: readonly KeyedSite[];
  readonly removals: readonly KeyedSite[];
}

export const lockSites: (resolver: Resolver) => LockSites = memoised(findSites);

function findSites(resolver: Resolver): LockSites {
  const acquires: KeyedSite[] = [];
  const removals: KeyedSite[] = [];
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        const site = node.kind === "call" ? resolver.operationAt(node) : undefined;
        if (site?.key === undefined || site.instance.type.provides !== "shared-cache") return;
        const { operation } = site.operation;
        if (operation === "delete") removals.push(...sitesOf(site, site.key, resolver));
        else if (/^(write|add-member)$/.test(operation) && isConditional(site, resolver))
          acquires.push(...sitesOf(site, site.key, resolver));
      });
    }
  }
  return { acquires, removals };
}

/** How many helpers may hand the key on. */
const DEPTH = 3;

function sitesOf(site: OperationSite, key: Expr, resolver: Resolver): readonly KeyedSite[] {
  return handedOn(keyed(site.call, site, key, site.value, resolver), resolver, DEPTH);
}

/** The site itself, or, where its key is its callers' to give, theirs. */
function handedOn(own: KeyedSite, resolver: Resolver, depth: number): readonly KeyedSite[] {
  const handed = own.named ? undefined : keyParameter(own, resolver);
  if (handed === undefined) return [own];
  if (depth === 0) return [];
  const value = own.token === undefined ? undefined : parameterOf(own.token, resolver);
  return resolver.callersOf(handed.fn).flatMap((call) => {
    const given = argumentAt(call, handed);
    if (given === undefined) return [];
    const token = value === undefined ? own.token : argumentAt(call, value);
    return handedOn(keyed(call, own.site, given, token, resolver), resolver, depth - 1);
  });
}

/** `key`, `this.prefixed(key)`, `` `app:${key}` ``: what is called a key is one, whatever is put before it. */
function keyParameter({ key }: KeyedSite, resolver: Resolver): Parameter | undefined {
  const plain = parameterOf(key, resolver);
  if (plain !== undefined) return plain;
  const found: Parameter[] = [];
  walk(key, (node) => {
    const parameter = node.kind === "name" ? parameterOf(node, resolver) : undefined;
    if (parameter !== undefined) found.push(parameter);
  });
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 && /key$/i.test(only.name) ? only : undefined;
}

function keyed(
  call: Call,
  site: OperationSite,
  key: Expr,
  token: Expr | undefined,
  resolver: Resolver,
): KeyedSite {
  return {
    call,
    site,
    key,
    text: textOf(key, resolver),
    shape: shapeOf(key, resolver),
    module: resolver.moduleOf(call),
    fn: outermostFunction(call),
    owner: classAround(call),
    named: isNamedAfterLock(call, key, resolver),
    token,
  };
}

interface Parameter {
  readonly fn: FunctionNode;
  readonly index: number;
  readonly name: string;
}

/** The function's parameter that an expression is, unchanged. */
function parameterOf(expr: Expr, resolver: Resolver): Parameter | undefined {
  const meaning = expr.kind === "name" ? resolver.meaning(expr) : undefined;
  if (meaning?.kind !== "parameter" || meaning.node.name === undefined) return undefined;
  const fn = meaning.node.parent;
  if (fn?.kind !== "function" || boundNameOf(fn) === undefined) return undefined;
  return { fn, index: fn.params.indexOf(meaning.node), name: meaning.node.name };
}

function argumentAt(call: Call, { index, name }: Parameter): Expr | undefined {
  const given = call.named.find((named) => named.name === name)?.value ?? call.args[index];
  return given?.kind === "spread" ? undefined : given;
}

function outermostFunction(call: Call): FunctionNode | undefined {
  let outer: FunctionNode | undefined;
  for (const up of ancestors(call)) {
    if (up.kind === "class") break;
    if (up.kind === "function") outer = up;
  }
  return outer;
}

const LOCK_WORDS = new Set(["lock", "mutex", "semaphore", "lease", "locker", "redlock", "unlock"]);

export function isLockWord(word: string): boolean {
  return LOCK_WORDS.has(word);
}

/** What the key is made of, the functions and classes around, or the name that the answer is given. */
function isNamedAfterLock(call: Call, key: Expr, resolver: Resolver): boolean {
  if (keyWords(key, resolver).some(isLockWord)) return true;
  for (const up of ancestors(call)) {
    const name =
      up.kind === "function"
        ? functionName(up)
        : up.kind === "class"
          ? up.name
          : up.kind === "declare" && up.value !== undefined && functionOfDeclare(up.value)
            ? up.bindings[0]?.name
            : undefined;
    if (name !== undefined && isLockName(name)) return true;
  }
  return false;
}

/** The answer of the call itself is bound here, not a function that holds it. */
function functionOfDeclare(value: Expr): boolean {
  return value.kind !== "function" && value.kind !== "class";
}

function isLockName(name: string): boolean {
  const words = wordsOf(name);
  return words.some(isLockWord) || /^(is_?)?(acquired|locked|has_?lock|got_?lock)$/i.test(name);
}
