/** Which expressions are what a cache answered: through names, awaits, conversions, callbacks and wrappers. */
import { childrenOf } from "../model/children.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";

const READS = new Set(["read", "read-many"]);

/** Methods that give their receiver's contents in another form, or take it out of a wrapper. */
const HANDS_ON =
  /^(decode|toString|as_str|as_bytes|as_slice|as_ref|as_deref|unwrap|expect|unwrap_or_default|ok_or|ok_or_else|clone|to_vec|to_string|to_owned|into_bytes|trim|at|pop|shift|encode|read|slice|subarray)$/;
/** Functions that give their first argument in another form. */
const CONVERTS =
  /^(from|String|str|bytes|b64decode|standard_b64decode|decompress|uncompress|gunzip|gunzipSync|inflate|inflateSync|unzipSync|ungzip|brotliDecompress|brotliDecompressSync|from_utf8|from_utf8_lossy|fromBase64|Some|Ok|force_str|force_bytes|to_str|BytesIO|StringIO|memoryview|bytearray|new)$/;

/** The read that the expression's value came from. */
export function cachedRead(expr: Expr, resolver: Resolver, depth = 0): OperationSite | undefined {
  if (depth > 10) return undefined;
  const from = (part: Expr | undefined): OperationSite | undefined =>
    part === undefined ? undefined : cachedRead(part, resolver, depth + 1);
  switch (expr.kind) {
    case "await":
    case "spread":
      return from(expr.value);
    case "member":
    case "index":
      return from(expr.object);
    case "binary":
      return /^(\?\?|\|\||&&)$/.test(expr.op) ? (from(expr.left) ?? from(expr.right)) : undefined;
    case "conditional":
      return from(expr.then) ?? from(expr.otherwise);
    case "name":
      return fromName(expr, resolver, depth);
    case "call": {
      const site = resolver.operationAt(expr);
      if (site !== undefined)
        return READS.has(site.operation.operation) && site.instance.type.provides === "shared-cache"
          ? site
          : undefined;
      const { callee } = expr;
      const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
      const own = callee.kind === "member" && HANDS_ON.test(name) ? from(callee.object) : undefined;
      if (own !== undefined) return own;
      const [first] = expr.args;
      if (CONVERTS.test(name) && first !== undefined && first.kind !== "spread") return from(first);
      const meaning = resolver.meaning(callee);
      return meaning.kind === "function" ? fromResult(meaning.node, resolver, depth) : undefined;
    }
    default:
      return undefined;
  }
}

/** A wrapper whose result is what it read. */
function fromResult(
  fn: FunctionNode,
  resolver: Resolver,
  depth: number,
): OperationSite | undefined {
  if (depth > 4) return undefined;
  const pending: Node[] = [...fn.body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "function" || node.kind === "class") continue;
    if (node.kind === "return" && node.value !== undefined) {
      for (const end of [node.value, ...endsOf(node.value)]) {
        const site = cachedRead(end, resolver, depth + 4);
        if (site !== undefined) return site;
      }
    }
    pending.push(...childrenOf(node));
  }
  // A Rust function's value is its last expression.
  for (const end of endsOf(fn.body.at(-1))) {
    const site = cachedRead(end, resolver, depth + 4);
    if (site !== undefined) return site;
  }
  return undefined;
}

/** The values that a last statement may have: those of the arms of a `match`, of both branches of an `if`. */
function endsOf(last: Node | undefined): readonly Expr[] {
  switch (last?.kind) {
    case "expression":
      return endsOf(last.value);
    case "return":
      return last.value === undefined ? [] : endsOf(last.value);
    case "block":
      return endsOf(last.body.at(-1));
    case "switch":
      return last.arms.flatMap(({ body }) => endsOf(body.at(-1)));
    case "if":
      return [...endsOf(last.then.at(-1)), ...endsOf(last.otherwise.at(-1))];
    case "await":
    case "call":
    case "name":
    case "member":
      return [last];
    default:
      return [];
  }
}

function fromName(
  expr: Extract<Expr, { kind: "name" }>,
  resolver: Resolver,
  depth: number,
): OperationSite | undefined {
  const meaning = resolver.meaning(expr);
  const options = meaning.kind === "either" ? [meaning, ...meaning.options] : [meaning];
  for (const option of options) {
    const value = definingValue(option.via?.[0], expr.name);
    if (value === undefined || value === expr) continue;
    const site = cachedRead(value, resolver, depth + 1);
    if (site !== undefined) return site;
  }
  return undefined;
}

/** What a definition puts into the name. */
function definingValue(node: Node | undefined, name: string): Expr | undefined {
  switch (node?.kind) {
    case "declare":
    case "assign":
    case "pattern-test":
      return node.value;
    case "loop":
      return node.over;
    case "switch":
      return node.subject;
    case "if":
      return testedValue(node.test, name);
    case "param": {
      // `.then((text) => …)`, `.map(text => …)`: what the method's object holds.
      const call = node.parent?.parent;
      return call?.kind === "call" &&
        call.callee.kind === "member" &&
        call.args.includes(node.parent as Expr)
        ? call.callee.object
        : undefined;
    }
    default:
      return undefined;
  }
}

/** `if let Some(text) = con.get(k)`, `if (text := r.get(k))`. */
function testedValue(test: Expr, name: string): Expr | undefined {
  const pending: Node[] = [test];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "pattern-test" && node.bindings.some((binding) => binding.name === name))
      return node.value;
    pending.push(...childrenOf(node));
  }
  return undefined;
}
