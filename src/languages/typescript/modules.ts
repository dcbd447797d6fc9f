/** Imports and exports: ES modules from the grammar, CommonJS from trees that have been lowered already. */
import type {
  Assign,
  Call,
  Declare,
  Export,
  Expr,
  Import,
  ImportedName,
  Stmt,
} from "../../model/syntax.ts";
import type { Span } from "../../model/source.ts";
import { keyText } from "./patterns.ts";
import { kindOf, partsOf, skipPart, spanOfPart, textBetween, textOf } from "./parts.ts";
import type { Lowering, Part } from "./parts.ts";
import { readString } from "./literals.ts";

/** `import a, { b as c } from "x"`, `import * as ns from "x"`, `import fs = require("fs")`, `import "x"`. */
export function lowerImport(lower: Lowering, part: Part, exported: boolean): Import {
  const names: ImportedName[] = [];
  let source = "";
  for (const child of partsOf(lower, part)) {
    switch (kindOf(child)) {
      case "import_clause":
        names.push(...partsOf(lower, child).flatMap((clause) => lowerClause(lower, clause)));
        break;
      case "import_require_clause": {
        const [name, module] = partsOf(lower, child);
        if (name !== undefined) names.push(imported(lower, "*", name, spanOfPart(name)));
        if (module !== undefined) source = readString(lower, spanOfPart(module));
        break;
      }
      case "string":
        source = readString(lower, spanOfPart(child));
        break;
      default:
        skipPart(lower, child);
    }
  }
  return { kind: "import", source, names, exported, ...spanOfPart(part) };
}

/** An export without a declaration: `export { a as b }`, `export * from`, `export =`, `export default x`. */
export function lowerExport(lower: Lowering, part: Part, parts: readonly Part[]): Export {
  const span = spanOfPart(part);
  const names: Export["names"][number][] = [];
  let source: string | undefined;
  let value: Expr | undefined;
  for (const child of parts) {
    const kind = kindOf(child);
    if (kind === "export_clause") names.push(...lowerSpecifiers(lower, child));
    else if (kind === "namespace_export") names.push(lowerWhole(lower, child));
    else if (isSource(lower, child)) source = readString(lower, spanOfPart(child));
    else if (kind !== "import_attribute") value = lower.expression(child);
  }
  const head = textOf(lower, span).slice(0, 80);
  const [, library] = /^export\s+as\s+namespace\s+([\w$]+)/.exec(head) ?? [];
  if (library !== undefined) return exportOf(span, [{ local: "*", exported: library }]);
  if (source !== undefined && names.length === 0) names.push({ local: "*", exported: "*" });
  if (value === undefined) return exportOf(span, names, { source });
  const isDefault = /\bdefault\b/.test(textBetween(lower, span.start, value.start));
  const exported = isDefault ? [named("default", value)] : exportedBy(value);
  return exportOf(span, exported, { ...reexported(value), value });
}

/** `const x = require("y")`, `const { a, b: c } = require("y")`, `const x = require("y").z`. */
export function importOf(declare: Declare): Import | undefined {
  const { value, bindings } = declare;
  if (value === undefined || bindings.length === 0) return undefined;
  const source = requiredModule(value.kind === "member" ? value.object : value);
  const isPlain = bindings.every(({ path, default: initial }) => path.length < 2 && !initial);
  if (source === undefined || !isPlain) return undefined;
  const [only] = bindings;
  const isName = bindings.length === 1 && only?.path.length === 0;
  if (value.kind === "member" && !isName) return undefined;
  const member = value.kind === "member" ? value.name : "*";
  const names = bindings.map(({ name, path: [key = member], start, end }) => {
    return { imported: key, local: name, start, end };
  });
  const { start, end, exported } = declare;
  return { kind: "import", source, names, exported, start, end };
}

/** `module.exports = …`, `exports.a = …`, and chains of them; undefined for any other expression. */
export function exportsOf(value: Expr, span: Span): Export | undefined {
  const names: Export["names"][number][] = [];
  const final = last(value);
  let isExportOnly = true;
  for (let current = value; isAssignment(current); current = current.value) {
    const slot = exportSlot(current.target);
    if (slot === undefined) isExportOnly = false;
    else names.push(...(slot === "default" ? exportedBy(final) : [named(slot, final)]));
  }
  if (names.length === 0) return undefined;
  const kept = isExportOnly ? final : value;
  return exportOf(span, unique(names), { ...reexported(final), value: kept });
}

/** `const app = module.exports = …`: the name is declared and is what the module exports. */
export function exportedDeclaration(declare: Declare): Stmt[] | undefined {
  const [only] = declare.bindings;
  const { value } = declare;
  if (value === undefined || only?.path.length !== 0) return undefined;
  const found = exportsOf(value, declare);
  if (found === undefined) return undefined;
  const { names, start, end } = found;
  const local = names.map((name) =>
    name.local === "default" ? { ...name, local: only.name } : name,
  );
  return [{ ...declare, value: last(value) }, exportOf({ start, end }, local)];
}

function lowerClause(lower: Lowering, clause: Part): readonly ImportedName[] {
  const span = spanOfPart(clause);
  switch (kindOf(clause)) {
    case "namespace_import":
      return partsOf(lower, clause).map((name) => imported(lower, "*", name, span));
    case "named_imports":
      return partsOf(lower, clause).flatMap((specifier) => {
        const [name, alias = name] = partsOf(lower, specifier);
        if (name === undefined || alias === undefined) return [];
        return [imported(lower, keyText(lower, name), alias, spanOfPart(specifier))];
      });
    default:
      return [imported(lower, "default", clause, span)];
  }
}

function imported(lower: Lowering, name: string, local: Part, span: Span): ImportedName {
  return { imported: name, local: textOf(lower, spanOfPart(local)), ...span };
}

function lowerSpecifiers(lower: Lowering, clause: Part): Export["names"] {
  return partsOf(lower, clause).flatMap((specifier) => {
    const [name, alias = name] = partsOf(lower, specifier);
    if (name === undefined || alias === undefined) return [];
    return [{ local: keyText(lower, name), exported: keyText(lower, alias) }];
  });
}

function lowerWhole(lower: Lowering, part: Part): Export["names"][number] {
  const [name = part] = partsOf(lower, part);
  return { local: "*", exported: keyText(lower, name) };
}

/** In `export default "text"` the string is the value. */
function isSource(lower: Lowering, part: Part): boolean {
  if (kindOf(part) !== "string") return false;
  return /\bfrom\s*$/.test(lower.text.slice(0, spanOfPart(part).start).slice(-20));
}

function exportOf(
  span: Span,
  names: Export["names"],
  more: { readonly source?: string | undefined; readonly value?: Expr } = {},
): Export {
  const { source, value } = more;
  return {
    kind: "export",
    ...(source === undefined ? {} : { source }),
    names,
    ...(value === undefined ? {} : { value }),
    start: span.start,
    end: span.end,
  };
}

/** What a module's single value exports: `default`, and each name that an object literal takes up. */
function exportedBy(value: Expr): Export["names"] {
  if (requiredModule(value) !== undefined) return [{ local: "*", exported: "*" }];
  const entries = value.kind === "record" ? value.entries : [];
  const names = entries.flatMap(({ key, value: entry }) =>
    key !== undefined && entry.kind === "name" ? [{ local: entry.name, exported: key }] : [],
  );
  return [named("default", value), ...names];
}

function named(exported: string, value: Expr): Export["names"][number] {
  if (requiredModule(value) !== undefined) return { local: "*", exported };
  const isRequiredMember = value.kind === "member" && requiredModule(value.object) !== undefined;
  const isNamed = value.kind === "name" || isRequiredMember;
  return { local: isNamed ? value.name : exported, exported };
}

/** The module whose exports an export passes on: `module.exports = require("./x")`. */
function reexported(value: Expr): { readonly source?: string } {
  const source = requiredModule(value.kind === "member" ? value.object : value);
  return source === undefined ? {} : { source };
}

function requiredModule(value: Expr): string | undefined {
  if (!isRequire(value)) return undefined;
  const [module] = value.args;
  return module?.kind === "literal" && typeof module.value === "string" ? module.value : undefined;
}

function isRequire(value: Expr): value is Call {
  return value.kind === "call" && value.callee.kind === "name" && value.callee.name === "require";
}

function isAssignment(value: Expr): value is Assign {
  return value.kind === "assign" && value.op === "=";
}

/** The name that an assignment to this target exports; `default` for the whole of `module.exports`. */
function exportSlot(target: Expr): string | undefined {
  if (isExportsObject(target)) return "default";
  const isMember = target.kind === "member" && isExportsObject(target.object);
  return isMember ? target.name : undefined;
}

function isExportsObject(value: Expr): boolean {
  if (value.kind === "name") return value.name === "exports";
  const isModule = value.kind === "member" && value.name === "exports";
  return isModule && value.object.kind === "name" && value.object.name === "module";
}

function last(value: Expr): Expr {
  let current = value;
  while (isAssignment(current)) current = current.value;
  return current;
}

function unique(names: Export["names"]): Export["names"] {
  const seen = new Map(names.map((name) => [`${name.local} ${name.exported}`, name]));
  return [...seen.values()];
}
