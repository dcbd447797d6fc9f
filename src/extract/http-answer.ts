/**
 * What a program does with the answer to a request: whether it looks at the status, reads the body, or hands the answer on.
 * Followed through awaits, `then`, names, patterns and the scanned functions that are given it.
 */
import { functionAround } from "../model/ancestry.ts";
import { someNodeIn, walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Binding, Call, Expr, FunctionNode, ListLiteral, Node } from "../model/syntax.ts";
import { givesOn } from "./gives-on.ts";
import type { Exchange } from "./http-exchange.ts";
import { nameOf } from "./http-exchange.ts";
import { BODY, GATHERS, NEUTRAL, PASSES, SENDS, STATUS, STREAM, WRAPS } from "./http-words.ts";
import { nextBinding } from "./next-binding.ts";
import { isNoted } from "./notes.ts";
import { calledBy } from "./reach.ts";

export interface Answer {
  /** The status is looked at somewhere. */
  readonly checked: boolean;
  /** The answer goes where it cannot be followed. */
  readonly escapes: boolean;
  /** The function around the request gives the answer on. */
  readonly returns: boolean;
  /** Where the body is read first: a method or a part of the answer. */
  readonly read?: Read;
}

export interface Read {
  readonly node: Node;
  /** `json`, `text`, `content`. */
  readonly name: string;
}

const DEPTH = 3;
/** Nothing where neither status nor body matters: the answer is dropped. */
export function answerOf({ call, instance, isSent }: Exchange, resolver: Resolver): Answer {
  const seen = new Seen(resolver);
  const callback = call.args.find((arg): arg is FunctionNode => arg.kind === "function");
  if (callback !== undefined && isSent !== true) seen.inFunction(callback, 0, true);
  else seen.follow(call, isSent === true || !instance.type.fluent, 0);
  return seen.answer();
}

class Seen {
  private checked = false;
  private escapes = false;
  private returns = false;
  private read: Read | undefined;
  private readonly resolver: Resolver;
  /** Names of what builds the request that were followed already. */
  private readonly builders = new Set<Node>();

  constructor(resolver: Resolver) {
    this.resolver = resolver;
  }

  answer(): Answer {
    const { checked, escapes, returns, read } = this;
    return { checked, escapes, returns, ...(read === undefined ? {} : { read }) };
  }

  /** The expression is the answer, or, until it is `sent`, what builds the request. */
  follow(expr: Expr, isSent: boolean, depth: number): void {
    let at: Expr = expr;
    let sent = isSent;
    for (let step = 0; step < 60; step += 1) {
      const up: Node | undefined = at.parent;
      if (up === undefined) return;
      // A builder that is awaited sends what it built.
      if (up.kind === "await") {
        at = up;
        sent = true;
      } else if (up.kind === "member" && up.object === at) {
        const called: Call | undefined =
          up.parent?.kind === "call" && up.parent.callee === up ? up.parent : undefined;
        if (!sent) {
          if (called === undefined) return;
          sent = SENDS.test(up.name);
          at = called;
        } else if (called === undefined || !this.passes(up.name, called, depth)) {
          this.part(up.name, up, called);
          return;
        } else at = called;
      } else if (up.kind === "call" && up.callee !== at && WRAPS.test(nameOf(up.callee))) at = up;
      else {
        if (sent) this.arrives(at, up, depth);
        else if (up.kind === "call") this.builtFor(up, at, depth);
        else this.kept(up, depth);
        return;
      }
    }
  }

  /** What builds the request is given to a function that sends it: `retrying(client.get(url))`. */
  private builtFor(call: Call, builder: Expr, depth: number): void {
    const fn = depth < DEPTH ? calledBy(call, this.resolver) : undefined;
    const param = fn?.params[call.args.indexOf(builder)];
    if (fn === undefined || param?.name === undefined) return;
    const inside = new Seen(this.resolver);
    inside.built(param.name, fn.body, 0, Number.POSITIVE_INFINITY, depth + 1);
    this.checked ||= inside.checked;
    this.read ??= inside.read;
    if (inside.returns) this.follow(call, true, depth + 1);
    else this.escapes ||= inside.escapes;
  }

  /** What builds the request is given a name, and sent later: `request = request.header(k, v)`. */
  private kept(up: Node, depth: number): void {
    const name =
      up.kind === "declare" && up.bindings.length === 1
        ? up.bindings[0]?.name
        : up.kind === "assign" && up.target.kind === "name"
          ? up.target.name
          : undefined;
    if (name === undefined) return;
    const body: readonly Node[] = functionAround(up)?.body ?? topLevel(up, this.resolver);
    this.built(name, body, up.end, nextBinding(name, up, body), depth);
  }

  private built(
    name: string,
    body: readonly Node[],
    from: number,
    to: number,
    depth: number,
  ): void {
    for (const root of body) {
      walk(root, (node) => {
        if (node.start >= to || node.end <= from) return false;
        if (node.kind !== "name" || node.name !== name || node.start < from) return undefined;
        if (this.builders.has(node)) return undefined;
        this.builders.add(node);
        this.follow(node, false, depth);
        return undefined;
      });
    }
  }

  /** A method of the promise or result around the answer; false when it is one of the answer's own. */
  private passes(name: string, call: Call, depth: number): boolean {
    if (/^(then|and_then|map)$/.test(name)) {
      this.handler(call.args[0], depth);
      // What comes next is what the handler gives: an answer only where it gives the answer on.
      return givesOn(call.args[0]);
    }
    return PASSES.test(name);
  }

  private handler(given: Expr | undefined, depth: number): void {
    if (given === undefined) return;
    if (given.kind === "function") this.inFunction(given, depth, true);
    else if (given.kind === "member" && STATUS.test(given.name)) this.checked = true;
    else {
      const meaning = this.resolver.meaning(given);
      if (meaning.kind === "function") this.inFunction(meaning.node, depth + 1, true);
      else this.escapes = true;
    }
  }

  private arrives(at: Expr, up: Node, depth: number): void {
    if (up.kind === "declare") this.bound(up.bindings, up, depth);
    else if (up.kind === "assign" && up.target.kind === "name")
      this.named(up.target.name, up, depth);
    else if (up.kind === "switch" && up.subject === at) {
      for (const arm of up.arms) {
        // `Ok(response) if response.status().is_success() => …`
        for (const { name } of arm.bindings) {
          const nodes: readonly Node[] =
            arm.guard === undefined ? arm.body : [arm.guard, ...arm.body];
          if (!/\bErr\b/.test(arm.pattern ?? "")) this.uses(name, nodes, depth);
        }
      }
    } else if (up.kind === "pattern-test") {
      const around = up.parent;
      const body: readonly Node[] =
        around?.kind === "if" ? around.then : around?.kind === "loop" ? around.body : [];
      for (const { name } of up.bindings) this.uses(name, body, depth);
    } else if (up.kind === "call" && up.callee !== at) this.passed(up, at, depth);
    else if (up.kind === "if" && up.test === at) this.checked = true;
    else if (up.kind === "return") this.returned(up);
    else if (up.kind === "list") this.gathered(at, up, depth);
    else if (up.kind !== "expression" && up.kind !== "try") this.escapes = true;
  }

  /** The function gives the answer to whoever called it; a callback gives it to what runs it. */
  private returned(at: Node): void {
    this.escapes = true;
    const fn = functionAround(at);
    if (fn !== undefined && fn.parent?.kind !== "call") this.returns = true;
  }

  /** `const [a, b] = await Promise.all([fetch(x), fetch(y)])`. */
  private gathered(at: Expr, list: ListLiteral, depth: number): void {
    const call = list.parent;
    const isGather = call?.kind === "call" && GATHERS.test(nameOf(call.callee));
    const bound = isGather && call.parent?.kind === "await" ? call.parent.parent : undefined;
    const index = String(list.items.indexOf(at));
    const name =
      bound?.kind === "declare"
        ? bound.bindings.find(({ path }) => path.length === 1 && path[0] === index)?.name
        : undefined;
    if (bound === undefined || name === undefined) this.escapes = true;
    else this.named(name, bound, depth);
  }

  private bound(bindings: readonly Binding[], at: Node, depth: number): void {
    for (const { name, path } of bindings) {
      const [first] = path;
      if (first === undefined) this.named(name, at, depth);
      else if (STATUS.test(first)) this.checked ||= isUsed(name, at);
      else if (BODY.test(first)) this.read ??= { node: at, name: first };
      else if (/^\d+$/.test(first)) this.escapes = true;
    }
  }

  /** From the place where the name gets the answer to where it gets something else. */
  private named(name: string, at: Node, depth: number): void {
    const fn = functionAround(at);
    const body: readonly Node[] = fn?.body ?? topLevel(at, this.resolver);
    const end = nextBinding(name, at, body);
    this.uses(name, body, depth, at.end, end);
  }

  inFunction(fn: FunctionNode, depth: number, isFirst: boolean, index = 0): void {
    const param = fn.params[isFirst ? 0 : index];
    if (param === undefined || depth > DEPTH) {
      this.escapes ||= depth > DEPTH;
      return;
    }
    if (param.name === undefined) this.bound(param.bindings, fn, depth);
    else this.uses(param.name, fn.body, depth);
  }

  private uses(
    name: string,
    nodes: readonly Node[],
    depth: number,
    from = 0,
    to = Number.POSITIVE_INFINITY,
  ): void {
    if (depth > DEPTH) return;
    for (const root of nodes) {
      walk(root, (node) => {
        if (node.start >= to || node.end <= from) return false;
        if (node.kind === "name" && node.name === name && node.start >= from) this.use(node, depth);
        return undefined;
      });
    }
  }

  private use(node: Expr, depth: number): void {
    const up = node.parent;
    if (up === undefined) return;
    if (up.kind === "member" && up.object === node) {
      const called = up.parent?.kind === "call" && up.parent.callee === up ? up.parent : undefined;
      if (PASSES.test(up.name) && called !== undefined) this.follow(called, true, depth + 1);
      else this.part(up.name, up, called);
    } else if (up.kind === "call" && up.callee !== node) this.passed(up, node, depth);
    // Python: a response is true when its status is below 400.
    else if (up.kind === "if" || (up.kind === "unary" && up.op === "!")) this.truth(node);
    else if (up.kind === "await" || up.kind === "declare") this.follow(node, true, depth + 1);
    else if (up.kind === "return") this.returned(up);
    else if (up.kind === "switch" || up.kind === "pattern-test") this.arrives(node, up, depth + 1);
    else if (!/^(binary|template|expression|assign|unary|conditional|try)$/.test(up.kind))
      this.escapes = true;
  }

  private truth(node: Expr): void {
    if (this.resolver.moduleOf(node).language === "python") this.checked = true;
  }

  private part(name: string, node: Node, called: Call | undefined): void {
    if (STATUS.test(name)) this.checked ||= !isNoted(node);
    else if (BODY.test(name) || (STREAM.test(name) && called !== undefined))
      this.read ??= { node, name };
    else if (name === "clone" || name === "__dict__") this.escapes = true;
  }

  private passed(call: Call, arg: Expr, depth: number): void {
    const name = nameOf(call.callee);
    if (NEUTRAL.test(name) || call.macro) return;
    if (call.callee.kind === "name" && WRAPS.test(name)) return this.follow(call, true, depth + 1);
    const fn = calledBy(call, this.resolver);
    const index = call.args.indexOf(arg);
    if (fn === undefined || index < 0) this.escapes = true;
    else this.inFunction(fn, depth + 1, false, index);
  }
}

function topLevel(at: Node, resolver: Resolver): readonly Node[] {
  return resolver.moduleOf(at).body;
}

function isUsed(name: string, at: Node): boolean {
  const body = functionAround(at)?.body ?? [];
  return someNodeIn(
    body,
    (node) => node.kind === "name" && node.name === name && node.start > at.start,
  );
}
