/** Statements other than loops and branches, and the table of all of them. */
import type { Decorator, Expr, Node, Stmt } from "../../model/syntax.ts";
import { lowerAlias, lowerClass, lowerEnum, lowerInterface } from "./classes.ts";
import { lowerDecorator, lowerFunction, widened } from "./functions.ts";
import { lowerDo, lowerFor, lowerForEach, lowerIf, lowerSwitch, lowerTry } from "./flow.ts";
import { lowerWhile, statementsOf } from "./flow.ts";
import { exportedDeclaration, exportsOf, importOf, lowerExport, lowerImport } from "./modules.ts";
import { deeper, foldedText, hull, kindOf, otherOf, partsOf, spanOfPart } from "./parts.ts";
import { exactParts, textBetween, toPart, type Lowering, type Part } from "./parts.ts";
import { lowerPattern } from "./patterns.ts";
import { lowerAnnotation } from "./types.ts";

/** What `export` and decorators before it say about a declaration. */
interface Context {
  readonly exported: boolean;
  readonly decorators: readonly Decorator[];
}

type LowerStatement = (lower: Lowering, part: Part, context: Context) => readonly Stmt[];

const ALONE: Context = { exported: false, decorators: [] };

/** A list of statements; what stood in unreadable stretches among them follows the statement it was in. */
export function lowerStatements(lower: Lowering, parts: readonly Part[]): Stmt[] {
  // Taken up before these statements were begun, and so by another list.
  const outer = lower.strays;
  const body: Stmt[] = [];
  lower.strays = [];
  for (const part of parts) {
    for (const statement of lowerStatement(lower, part, ALONE)) body.push(statement);
    body.push(...takeStrays(lower));
  }
  lower.strays = outer;
  return body;
}

/** All statements of a block or file; what is unreadable among them stands in its place. */
export function lowerStatementsIn(lower: Lowering, block: Part): Stmt[] {
  const outer = lower.strays;
  lower.strays = [];
  const parts = partsOf(lower, block);
  const strays = takeStrays(lower);
  lower.strays = outer;
  return [...lower.statements(parts), ...strays].sort((a, b) => a.start - b.start);
}

/** The strays so far as a statement, if there are any. */
export function takeStrays(lower: Lowering): readonly Stmt[] {
  const parts = lower.strays;
  if (parts.length === 0) return [];
  lower.strays = [];
  const span = hull(parts);
  return [{ kind: "expression", value: { kind: "other", what: "ERROR", parts, ...span }, ...span }];
}

const STATEMENTS: Readonly<Record<string, LowerStatement>> = {
  abstract_class_declaration: (...known) => [lowerClass(...known)],
  ambient_declaration: lowerAmbient,
  break_statement: (_, part) => [{ kind: "jump", flavor: "break", ...spanOfPart(part) }],
  class_declaration: (...known) => [lowerClass(...known)],
  continue_statement: (_, part) => [{ kind: "jump", flavor: "continue", ...spanOfPart(part) }],
  do_statement: lowerDo,
  empty_statement: () => [],
  enum_declaration: (...known) => [lowerEnum(...known)],
  export_statement: lowerExported,
  expression_statement: lowerExpressionStatement,
  for_in_statement: lowerForEach,
  for_statement: lowerFor,
  function_declaration: (...known) => [lowerFunction(...known)],
  function_signature: (...known) => [lowerFunction(...known)],
  generator_function_declaration: (...known) => [lowerFunction(...known)],
  hash_bang_line: () => [],
  if_statement: lowerIf,
  import_alias: lowerImportAlias,
  import_statement: (lower, part, { exported }) => [lowerImport(lower, part, exported)],
  interface_declaration: (...known) => [lowerInterface(...known)],
  internal_module: lowerNamespace,
  labeled_statement: (lower, part) => statementsOf(lower, partsOf(lower, part).at(-1)),
  lexical_declaration: lowerDeclaration,
  module: lowerNamespace,
  return_statement: lowerExit,
  statement_block: lowerBlock,
  switch_statement: lowerSwitch,
  throw_statement: lowerExit,
  try_statement: lowerTry,
  type_alias_declaration: (...known) => [lowerAlias(...known)],
  variable_declaration: lowerDeclaration,
  while_statement: lowerWhile,
  with_statement: lowerUnknown,
};

function lowerStatement(lower: Lowering, part: Part, context: Context): readonly Stmt[] {
  const kind = kindOf(part);
  const known = Object.hasOwn(STATEMENTS, kind) ? STATEMENTS[kind] : undefined;
  return deeper<readonly Stmt[]>(
    lower,
    part,
    (inner): readonly Stmt[] =>
      known === undefined ? lowerBare(inner, part) : known(inner, part, context),
    () => [{ kind: "expression", value: otherOf(part, []), ...spanOfPart(part) }],
  );
}

/** What is no statement: an expression, or any other part of an unreadable stretch. */
function lowerBare(lower: Lowering, part: Part): readonly Stmt[] {
  return [{ kind: "expression", value: lower.expression(part), ...spanOfPart(part) }];
}

function lowerUnknown(lower: Lowering, part: Part): readonly Stmt[] {
  const parts: readonly Node[] = lower
    .statements(partsOf(lower, part))
    .map((node) => (node.kind === "expression" ? node.value : node));
  return [{ kind: "expression", value: otherOf(part, parts), ...spanOfPart(part) }];
}

function lowerExpressionStatement(lower: Lowering, part: Part): readonly Stmt[] {
  const [inner] = exactParts(lower, part, 1);
  if (inner === undefined) return [];
  const kind = kindOf(inner);
  if (kind === "internal_module") return lowerNamespace(lower, inner);
  const span = spanOfPart(part);
  const disposed = lowerUsing(lower, inner);
  if (disposed !== undefined) return [{ ...disposed, ...span }];
  const value = lower.expression(inner);
  const exported = value.kind === "assign" ? exportsOf(value, span) : undefined;
  return [exported ?? { kind: "expression", value, ...span }];
}

/** `using x = y` and `await using x = y`, which the grammar takes for assignments. */
function lowerUsing(lower: Lowering, part: Part): Stmt | undefined {
  const span = spanOfPart(part);
  const isUsing = /^(await\s+)?using\s+[\w$]/.test(lower.text.slice(span.start, span.end));
  if (!isUsing) return undefined;
  const [assignment = part] = kindOf(part) === "await_expression" ? partsOf(lower, part) : [part];
  const [target, initial] = partsOf(lower, assignment);
  if (target === undefined || initial === undefined) return undefined;
  return {
    kind: "declare",
    bindings: lowerPattern(lower, target),
    value: lower.expression(initial),
    constant: true,
    exported: false,
    decorators: [],
    disposed: true,
    ...span,
  };
}

function lowerDeclaration(lower: Lowering, part: Part, context: Context): readonly Stmt[] {
  const constant = lower.text.startsWith("const", spanOfPart(part).start);
  const declarators = partsOf(lower, part);
  return declarators.flatMap((declarator) => {
    // A single declarator has the statement's span, so that a comment before the statement is before it.
    const span = spanOfPart(declarators.length === 1 ? part : declarator);
    return lowerDeclarator(lower, declarator, { ...context, constant, span });
  });
}

function lowerDeclarator(
  lower: Lowering,
  part: Part,
  context: Context & { readonly constant: boolean; readonly span: { start: number; end: number } },
): readonly Stmt[] {
  if (kindOf(part) !== "variable_declarator") return lowerStatement(lower, part, ALONE);
  const [pattern, second, third] = declaratorParts(lower, part);
  const isTyped = second !== undefined && lower.text[spanOfPart(second).start] === ":";
  const type = isTyped ? lowerAnnotation(lower, second) : undefined;
  const initial = isTyped ? third : second;
  const declare = {
    kind: "declare",
    bindings: pattern === undefined ? [] : lowerPattern(lower, pattern),
    ...(type === undefined ? {} : { type }),
    ...(initial === undefined ? {} : { value: lower.expression(initial) }),
    constant: context.constant,
    exported: context.exported,
    decorators: [],
    ...context.span,
  } as const;
  return exportedDeclaration(declare) ?? [importOf(declare) ?? declare];
}

/** Where `=` alone stands between two parts, they are the pattern and its value. */
function declaratorParts(lower: Lowering, part: Part): readonly Part[] {
  const parts = part.node.namedChildren().map(toPart);
  const [pattern, value] = parts;
  if (parts.length !== 2 || pattern === undefined || value === undefined) {
    return partsOf(lower, part);
  }
  const gap = lower.text.slice(spanOfPart(pattern).end, spanOfPart(value).start);
  return gap.trim() === "=" ? parts : partsOf(lower, part);
}

/** `import Q = A.B.C` */
function lowerImportAlias(lower: Lowering, part: Part, { exported }: Context): readonly Stmt[] {
  const [name, target] = partsOf(lower, part);
  if (name === undefined || target === undefined) return [];
  return [
    {
      kind: "declare",
      bindings: lowerPattern(lower, name),
      value: lower.expression(target),
      constant: true,
      exported,
      decorators: [],
      ...spanOfPart(part),
    },
  ];
}

/** `declare …`: the declaration inside counts; `declare global { … }` is a namespace. */
function lowerAmbient(lower: Lowering, part: Part, context: Context): readonly Stmt[] {
  return partsOf(lower, part).flatMap((inner): readonly Stmt[] => {
    if (kindOf(inner) !== "statement_block") return lowerStatement(lower, inner, context);
    const body = lower.body(inner);
    return [{ kind: "namespace", name: "global", body, decorators: [], ...spanOfPart(part) }];
  });
}

function lowerNamespace(lower: Lowering, part: Part): readonly Stmt[] {
  const [name, body] = partsOf(lower, part);
  const text = name === undefined ? "" : foldedText(lower, spanOfPart(name));
  return [
    {
      kind: "namespace",
      name: text.replaceAll(/^["']|["']$/g, ""),
      body: body === undefined ? [] : lower.body(body),
      decorators: [],
      ...spanOfPart(part),
    },
  ];
}

const DECLARATIONS = /_declaration$|^function_signature$|^import_alias$|^(internal_)?module$/;

function lowerExported(lower: Lowering, part: Part): readonly Stmt[] {
  const parts = partsOf(lower, part);
  const isDecorator = (child: Part) => kindOf(child) === "decorator";
  const decorators = parts.filter(isDecorator).map((child) => lowerDecorator(lower, child));
  const others = parts.filter((child) => !isDecorator(child));
  const declaration = others.find((child) => DECLARATIONS.test(kindOf(child)));
  if (declaration === undefined) return [lowerExport(lower, part, others)];
  const start = decorators.at(-1)?.end ?? spanOfPart(part).start;
  const words = textBetween(lower, start, spanOfPart(declaration).start);
  const lowered = lowerStatement(lower, declaration, { exported: true, decorators });
  return /\bdefault\b/.test(words) ? lowered.flatMap((one) => asDefault(part, one)) : lowered;
}

/** A named default export is a declaration and an export of its name; one without a name is a value. */
function asDefault(part: Part, declared: Stmt): readonly Stmt[] {
  const span = spanOfPart(part);
  if (declared.kind !== "function" && declared.kind !== "class") return [declared];
  const { name } = declared;
  const local = name ?? "default";
  const names = [{ local, exported: "default" }];
  if (name !== undefined) return [declared, { kind: "export", names, ...span }];
  return [{ kind: "export", names, value: declared, ...widened(span, declared.decorators) }];
}

function lowerBlock(lower: Lowering, part: Part): readonly Stmt[] {
  const body = lower.body(part);
  return [{ kind: "block", async: false, body, ...spanOfPart(part) }];
}

function lowerExit(lower: Lowering, part: Part): readonly Stmt[] {
  const [inner] = partsOf(lower, part);
  const value: { readonly value?: Expr } =
    inner === undefined ? {} : { value: lower.expression(inner) };
  const kind = kindOf(part) === "throw_statement" ? "throw" : "return";
  return [{ kind, ...value, ...spanOfPart(part) }];
}
