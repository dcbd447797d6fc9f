/** Whether a Python function gives back something that its callers can change. */
import { lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Expr, FunctionNode, TypeRef } from "../model/syntax.ts";

const MUTABLE_TYPE =
  /(^|\.)(list|dict|set|List|Dict|Set|DataFrame|defaultdict|OrderedDict|bytearray|ndarray|MutableMapping|Counter|deque)$/;
const FIXED_TYPE = /(^|\.)(tuple|Tuple|frozenset|FrozenSet|MappingProxyType)$/;
const MUTABLE_MAKERS =
  /^(list|dict|set|sorted|defaultdict|OrderedDict|deque|DataFrame|read_csv|read_json|read_parquet|read_excel|read_sql|fetchall|load|loads|safe_load|splitlines|split|listdir|readlines)$/;
const FIXED_MAKERS = /^(tuple|frozenset|MappingProxyType)$/;

/** What the function gives back, by its annotation or by every value that it returns. */
export function returnedKind(fn: FunctionNode): "mutable" | "fixed" | undefined {
  const named = fn.returns === undefined ? undefined : kindOfType(fn.returns);
  if (named !== undefined) return named;
  const kinds = new Set(returnsOf(fn).map((value) => kindOfValue(value, fn)));
  const [only] = kinds;
  return kinds.size === 1 ? only : undefined;
}

function kindOfType(type: TypeRef): "mutable" | "fixed" | undefined {
  if (MUTABLE_TYPE.test(type.name)) return "mutable";
  return FIXED_TYPE.test(type.name) ? "fixed" : undefined;
}

function kindOfValue(value: Expr, fn: FunctionNode): "mutable" | "fixed" | undefined {
  // `return a, b` and `return [a, b]` are the same tree.
  const mayBeTuple = value.kind === "list" && value.items.length > 1;
  if (value.kind === "record" || value.kind === "list" || value.kind === "loop")
    return mayBeTuple ? undefined : "mutable";
  if (value.kind === "name") {
    const declared = declarationOf(value.name, fn);
    return declared === undefined ? undefined : kindOfValue(declared, fn);
  }
  if (value.kind !== "call") return undefined;
  const { callee } = value;
  const name = lastName(callee) ?? "";
  if (FIXED_MAKERS.test(name)) return "fixed";
  return MUTABLE_MAKERS.test(name) ? "mutable" : undefined;
}

function declarationOf(name: string, fn: FunctionNode): Expr | undefined {
  let value: Expr | undefined;
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "declare" && node.bindings.length === 1 && node.bindings[0]?.name === name)
        value ??= node.value?.kind === "name" ? undefined : node.value;
      return node.kind !== "function";
    });
  }
  return value;
}

export function returnsOf(fn: FunctionNode): readonly Expr[] {
  const values: Expr[] = [];
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === "return" && node.value !== undefined) values.push(node.value);
      return node.kind !== "function" && node.kind !== "class";
    });
  }
  return values;
}
