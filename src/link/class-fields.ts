/** What the code of a class puts into its fields. */
import { walk } from "../model/children.ts";
import type { ClassInfo, Meaning } from "../model/meaning.ts";
import type { ClassNode, Expr, Field, FunctionNode, Node, Param } from "../model/syntax.ts";
import type { Context } from "./context.ts";

/** Every expression that the class's code puts into the field. */
export function fieldValues(info: ClassInfo, name: string): readonly Expr[] {
  return fieldTable(info).get(name) ?? [];
}

export const tables = new WeakMap<ClassNode, Map<string, Expr[]>>();

function fieldTable(info: ClassInfo): Map<string, Expr[]> {
  const [first] = info.nodes;
  if (first === undefined) return new Map();
  const cached = tables.get(first);
  if (cached !== undefined) return cached;
  const table = new Map<string, Expr[]>();
  tables.set(first, table);
  const put = (name: string, value: Expr): void => {
    const list = table.get(name);
    if (list === undefined) table.set(name, [value]);
    else list.push(value);
  };
  const putRecord = (node: Node): void => {
    if (node.kind !== "record" || node.type === undefined) return;
    if (!namesClass(node.type, info.name)) return;
    for (const { key, value } of node.entries) if (key !== undefined) put(key, value);
  };
  for (const node of info.nodes) {
    for (const field of node.fields) if (field.value !== undefined) put(field.name, field.value);
    for (const method of node.methods) {
      walk(method, (inner) => {
        if (
          inner.kind === "assign" &&
          inner.target.kind === "member" &&
          (isSelf(inner.target.object) ||
            namesClass(inner.target.object, info.name) ||
            isOwnInstance(inner.target.object, method))
        )
          put(inner.target.name, inner.value);
        // Rust builds itself with a struct expression: `Self { redis, config }`.
        putRecord(inner);
      });
    }
  }
  // Outside its own methods, a struct is built where its module says so.
  if (info.module.language === "rust") {
    for (const statement of info.module.body) {
      if (statement.kind === "class") continue;
      walk(statement, putRecord);
    }
  }
  return table;
}

function isSelf(expr: Expr): boolean {
  return (
    expr.kind === "name" && (expr.name === "this" || expr.name === "self" || expr.name === "cls")
  );
}

/** A singleton that makes itself: `cls._instance.client = …`, `instance = super().__new__(cls)`. */
function isOwnInstance(expr: Expr, { name }: FunctionNode): boolean {
  if (expr.kind === "name") return name === "__new__";
  return expr.kind === "member" && isSelf(expr.object) && /^_*instance$/i.test(expr.name);
}

function namesClass(type: Expr, name: string): boolean {
  if (type.kind === "name") return type.name === name || type.name === "Self";
  return type.kind === "member" && type.name === name;
}

export function fieldType(context: Context, info: ClassInfo, name: string): Meaning | undefined {
  const field = fieldNamed(info, name);
  if (field?.type !== undefined) return context.typeMeaning(field.type, field);
  const param = parameterField(info, name);
  return param?.type === undefined ? undefined : context.typeMeaning(param.type, param);
}

export function fieldNamed(info: ClassInfo, name: string): Field | undefined {
  for (const node of info.nodes) {
    const field =
      node.fields.find((candidate) => candidate.name === name && candidate.type !== undefined) ??
      node.fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return field;
  }
  return undefined;
}

export function parameterField(info: ClassInfo, name: string): Param | undefined {
  for (const node of info.nodes) {
    for (const method of node.methods) {
      const param = method.params.find((candidate) => candidate.field && candidate.name === name);
      if (param !== undefined) return param;
    }
  }
  return undefined;
}

export function methodNamed(info: ClassInfo, name: string): FunctionNode | undefined {
  const found = info.nodes.flatMap((node) => node.methods.filter((method) => method.name === name));
  return found.find((method) => method.implemented) ?? found[0];
}
