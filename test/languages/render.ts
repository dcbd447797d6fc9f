/**
 * Renders lowered trees as compact S-expressions for inline snapshots. One line per statement, bodies indented
 * below. Flags that are false and lists that are empty are left out; flags stand as `:flag`.
 */
import { childrenOf } from "../../src/model/children.ts";
import type {
  Arm,
  Binding,
  ClassNode,
  Decorator,
  FunctionNode,
  Module,
  Node,
  Param,
  TypeRef,
} from "../../src/model/syntax.ts";

/** The whole module: its statements, then `; comment` lines, then `! error` spans. */
export function render(module: Module): string {
  return [
    ...module.body.map((node) => renderNode(node)),
    ...module.comments.map((comment) => `; ${comment.text.replaceAll("\n", "\\n")}`),
    ...module.errors.map((span) => `! ${span.start}-${span.end}`),
  ].join("\n");
}

/** One node and everything below it. */
export function renderNode(node: Node): string {
  switch (node.kind) {
    case "literal":
      return JSON.stringify(node.value);
    case "name":
      return node.name;
    case "template":
      return form("template", node.parts.map(renderNode));
    case "member":
      return form(node.path ? "::" : ".", [renderNode(node.object), node.name]);
    case "index":
      return form("index", [renderNode(node.object), renderNode(node.index)]);
    case "call":
      return form(node.isNew ? "new" : node.macro ? "macro" : "call", [
        renderNode(node.callee),
        ...typeArguments(node.typeArgs),
        ...node.args.map(renderNode),
        ...node.named.map((named) => `${named.name}=${renderNode(named.value)}`),
      ]);
    case "spread":
      return form("spread", [renderNode(node.value)]);
    case "record":
      return form("record", [
        ...(node.type === undefined ? [] : [`type=${renderNode(node.type)}`]),
        ...node.entries.map((entry) => {
          const computed = entry.computed === undefined ? "" : `[${renderNode(entry.computed)}]`;
          return `${entry.key ?? ""}${computed}: ${renderNode(entry.value)}`;
        }),
        ...node.rest.map((rest) => `...${renderNode(rest)}`),
      ]);
    case "list":
      return form("list", node.items.map(renderNode));
    case "binary":
      return form(node.op, [renderNode(node.left), renderNode(node.right)]);
    case "unary":
      return form(`unary ${node.op}`, [renderNode(node.operand)]);
    case "conditional":
      return form("?", [node.test, node.then, node.otherwise].map(renderNode));
    case "await":
      return form("await", [renderNode(node.value)]);
    case "assign":
      return form(`assign ${node.op}`, [renderNode(node.target), renderNode(node.value)]);
    case "pattern-test":
      return form("pattern-test", [
        JSON.stringify(node.pattern),
        ...bindings(node.bindings),
        renderNode(node.value),
      ]);
    case "block":
      return form(node.async ? "block :async" : "block", [], node.body);
    case "other":
      return form(`other ${JSON.stringify(node.what)}`, node.parts.map(renderNode));
    case "param":
      return param(node);
    case "function":
      return functionForm(node);
    case "field":
      return form("field", [
        ...decorators(node.decorators),
        ...flags(node, ["static", "visible"]),
        node.name + type(node.type),
        ...(node.value === undefined ? [] : ["=", renderNode(node.value)]),
      ]);
    case "class":
      return classForm(node);
    case "declare":
      return form("declare", [
        ...decorators(node.decorators),
        ...flags(node, ["constant", "exported"]),
        ...bindings(node.bindings),
        ...(node.type === undefined ? [] : [renderType(node.type)]),
        ...(node.value === undefined ? [] : ["=", renderNode(node.value)]),
      ]);
    case "expression":
      return renderNode(node.value);
    case "if":
      return form(
        "if",
        [renderNode(node.test)],
        node.then,
        node.otherwise.length === 0 ? [] : ["else", node.otherwise],
      );
    case "loop":
      return form(
        `loop ${node.flavor}`,
        [
          ...bindings(node.bindings),
          ...(node.over === undefined ? [] : [`over=${renderNode(node.over)}`]),
          ...(node.head.length === 0 ? [] : [`head=[${node.head.map(renderNode).join(" ")}]`]),
        ],
        node.body,
      );
    case "switch":
      return form("switch", [renderNode(node.subject)], [], node.arms.flatMap(arm));
    case "try":
      return form(node.managed ? "try :managed" : "try", [], node.body, [
        ...node.handlers.flatMap((handler) => [
          ["catch", ...bindings(handler.bindings), ...handler.types.map(renderType)].join(" "),
          handler.body,
        ]),
        ...(node.finalizer.length === 0 ? [] : ["finally", node.finalizer]),
      ]);
    case "return":
    case "throw":
      return form(node.kind, node.value === undefined ? [] : [renderNode(node.value)]);
    case "jump":
      return form(node.flavor, node.value === undefined ? [] : [renderNode(node.value)]);
    case "import":
      return form("import", [
        ...flags(node, ["exported"]),
        JSON.stringify(node.source),
        ...node.names.map((name) => renamed(name.imported, name.local)),
      ]);
    case "export":
      return form("export", [
        ...(node.source === undefined ? [] : [JSON.stringify(node.source)]),
        ...node.names.map((name) => renamed(name.local, name.exported)),
        ...(node.value === undefined ? [] : ["=", renderNode(node.value)]),
      ]);
    case "namespace":
      return form("namespace", [...decorators(node.decorators), node.name], node.body);
    case "submodule":
      return form("submodule", [...decorators(node.decorators), node.name]);
  }
}

/** A type as `Map<string, User>`. */
export function renderType(ref: TypeRef): string {
  return ref.args.length === 0 ? ref.name : `${ref.name}<${ref.args.map(renderType).join(", ")}>`;
}

/** Every place where a child's span leaves its parent's, as text; empty when all is well. */
export function strayingSpans(body: readonly Node[]): string[] {
  const straying: string[] = [];
  const pending: Node[] = [...body];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of childrenOf(node)) {
      if (child.start < node.start || child.end > node.end || child.start > child.end) {
        straying.push(
          `${child.kind} ${child.start}-${child.end} in ${node.kind} ${node.start}-${node.end}`,
        );
      }
      pending.push(child);
    }
  }
  return straying;
}

/** A list's strings are lines of their own; its arrays are bodies below them. */
type Lines = readonly (string | readonly Node[])[];

function form(
  head: string,
  words: readonly string[],
  body: readonly Node[] = [],
  more: Lines = [],
): string {
  const first = [head, ...words].join(" ");
  const lines = [
    ...body.map((node) => indent(renderNode(node), "  ")),
    ...more.flatMap((line) =>
      typeof line === "string"
        ? [indent(line, " ")]
        : line.map((node) => indent(renderNode(node), "  ")),
    ),
  ];
  return `(${[first, ...lines].join("\n")})`;
}

function indent(text: string, by: string): string {
  return text.replaceAll(/^/gm, by);
}

function functionForm(node: FunctionNode): string {
  const bounds = Object.entries(node.bounds).map(
    ([name, types]) => `${name}: ${types.map(renderType).join(" + ")}`,
  );
  return form(
    "function",
    [
      ...decorators(node.decorators),
      ...flags(node, ["async", "generator", "static", "visible", "getter", "exported"]),
      ...(node.implemented ? [] : [":declared"]),
      ...(node.name === undefined ? [] : [node.name]),
      ...(bounds.length === 0 ? [] : [`<${bounds.join(", ")}>`]),
      `[${node.params.map(renderNode).join(", ")}]${type(node.returns)}`,
    ],
    node.body,
  );
}

function classForm(node: ClassNode): string {
  return form(
    node.flavor,
    [
      ...decorators(node.decorators),
      ...flags(node, ["exported"]),
      ...(node.name === undefined ? [] : [node.name]),
      ...node.bases.map((base) => `< ${renderType(base)}`),
    ],
    [...node.fields, ...node.methods, ...node.body],
  );
}

function param(node: Param): string {
  const start = [
    ...decorators(node.decorators),
    ...flags(node, ["field"]),
    (node.rest ? "..." : "") + (node.name ?? "") + bindings(node.bindings).join(" "),
  ].join(" ");
  const value = node.default === undefined ? "" : ` = ${renderNode(node.default)}`;
  return start + type(node.type) + value;
}

function arm(one: Arm): Lines {
  const words = [
    one.pattern === undefined ? "default" : `case ${JSON.stringify(one.pattern)}`,
    ...(one.test === undefined ? [] : [`test=${renderNode(one.test)}`]),
    ...bindings(one.bindings),
    ...(one.guard === undefined ? [] : [`guard=${renderNode(one.guard)}`]),
  ];
  return [words.join(" "), one.body];
}

/** `x` for a plain name, `{x@a.b = 3}` with the path from the value and the default. */
function bindings(list: readonly Binding[]): string[] {
  return list.map((one) => {
    const path = one.path.length === 0 ? "" : `@${one.path.join(".")}`;
    const value = one.default === undefined ? "" : ` = ${renderNode(one.default)}`;
    return `{${one.name}${path}${value}}`;
  });
}

function decorators(list: readonly Decorator[]): string[] {
  return list.map((one) => {
    const value = renderNode(one.value);
    return value === one.name ? `@${one.name}` : `@${one.name}${value}`;
  });
}

function flags<K extends string>(
  node: Readonly<Record<K, boolean>>,
  names: readonly K[],
): string[] {
  return names.filter((name) => node[name]).map((name) => `:${name}`);
}

function typeArguments(list: readonly TypeRef[]): string[] {
  return list.length === 0 ? [] : [`<${list.map(renderType).join(", ")}>`];
}

function type(ref: TypeRef | undefined): string {
  return ref === undefined ? "" : `: ${renderType(ref)}`;
}

function renamed(from: string, to: string): string {
  return from === to ? from : `${from}->${to}`;
}
