/** Expressions as text, to ask whether two of them are the same. */
import type { Call, Expr } from "../model/syntax.ts";

/** Equal for expressions that read the same; nothing for those too big or too odd to compare. */
export function canonical(expr: Expr, depth = 0): string | undefined {
  if (depth > 12) return undefined;
  const inner = (part: Expr): string | undefined => canonical(part, depth + 1);
  switch (expr.kind) {
    case "literal":
      return JSON.stringify(expr.value);
    case "name":
      return expr.name;
    case "member": {
      const object = inner(expr.object);
      return object === undefined ? undefined : `${object}.${expr.name}`;
    }
    case "index":
      return joined([expr.object, expr.index].map(inner), "[", "]");
    case "template":
      return joined(expr.parts.map(inner), "`", "`");
    case "binary":
      return joined([expr.left, expr.right].map(inner), "(", ")", expr.op);
    case "call": {
      // `key.clone()`, `key.as_str()`: the same key.
      if (
        expr.callee.kind === "member" &&
        expr.args.length === 0 &&
        /^(clone|as_str|to_string|to_owned|as_ref|into|toString|as_bytes)$/.test(expr.callee.name)
      ) {
        return inner(expr.callee.object);
      }
      return joined([expr.callee, ...expr.args].map(inner), "call(", ")");
    }
    case "await":
      return inner(expr.value);
    case "list":
      return joined(expr.items.map(inner), "[", "]");
    default:
      return undefined;
  }
}

function joined(
  parts: readonly (string | undefined)[],
  open: string,
  close: string,
  separator = ",",
): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(separator)}${close}`;
}

/** Code as people would write it, short, for messages. */
export function describe(expr: Expr): string {
  const text = shown(expr);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function shown(expr: Expr): string {
  switch (expr.kind) {
    case "literal":
      return typeof expr.value === "string" ? JSON.stringify(expr.value) : String(expr.value);
    case "name":
      return expr.name;
    case "member":
      return `${shown(expr.object)}${expr.path ? "::" : "."}${expr.name}`;
    case "index":
      return `${shown(expr.object)}[${shown(expr.index)}]`;
    case "template":
      return expr.parts
        .map((part) => (part.kind === "literal" ? String(part.value) : `{${shown(part)}}`))
        .join("");
    case "call":
      return `${expr.isNew ? "new " : ""}${shown(expr.callee)}(${shownArguments(expr)})`;
    case "await":
      return shown(expr.value);
    case "binary":
      return `${shown(expr.left)} ${expr.op} ${shown(expr.right)}`;
    default:
      return "…";
  }
}

/** Plain values are shown, anything longer is not. */
function shownArguments({ args, named }: Call): string {
  if (args.length + named.length === 0) return "";
  const plain =
    named.length === 0 && args.length < 3 && args.every((arg) => arg.kind === "literal");
  return plain ? args.map((arg) => shown(arg)).join(", ") : "…";
}
