/** The expressions that a function gives back. */
import { walk } from "../model/children.ts";
import type { Expr, FunctionNode, Node } from "../model/syntax.ts";

export function returnsOf(fn: FunctionNode): readonly Expr[] {
  const values: Expr[] = [];
  const isManager = fn.decorators.some(({ name }) => /(^|\.)(async)?contextmanager$/.test(name));
  const yielded: Expr[] = [];
  const visit = (node: Node): boolean | void => {
    if (node.kind === "function" || node.kind === "class") return false;
    if (node.kind === "return" && node.value !== undefined) values.push(node.value);
    if (node.kind === "other" && node.what === "yield")
      yielded.push(...(node.parts.slice(0, 1) as Expr[]));
    return undefined;
  };
  for (const statement of fn.body) walk(statement, visit);
  // What a context manager yields is what `with` binds; one that yields once hands out an object, and closes it after.
  return isManager || yielded.length === 1 ? [...values, ...yielded] : values;
}
