/** Statements, by a table from the grammar's kind to a function that adds to a list. */
import type { Span } from "../../model/source.ts";
import type { Expr, If, Stmt } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import {
  lowerAssignment,
  lowerAugmented,
  lowerPlainStatement,
  lowerTarget,
} from "./assignments.ts";
import { lowerClass } from "./classes.ts";
import { lowerIterated } from "./comprehensions.ts";
import {
  expressionStatement,
  otherNode,
  wordOf,
  type Context,
  type LowerStatement,
  type Part,
  type Statements,
} from "./context.ts";
import { lowerDecorator, lowerFunction } from "./functions.ts";
import { lowerFromImport, lowerImport } from "./imports.ts";
import { lowerMatch } from "./matches.ts";
import {
  addBlock,
  partsOf,
  lowerExpression,
  lowerOrMissing,
  lowerOther,
  lowerStatement,
  bodyOf,
  blockOf,
} from "./parts.ts";
import { readPlain } from "./plain.ts";
import { lowerTry, lowerWith } from "./tries.ts";

/** Every kind of statement. */
export const STATEMENTS: ReadonlyMap<string, LowerStatement> = new Map<string, LowerStatement>([
  ["expression_statement", lowerExpressionStatement],
  ["assignment", lowerAssignment],
  ["augmented_assignment", lowerBareAugmented],
  ["import_statement", lowerImport],
  ["import_from_statement", lowerFromImport],
  ["future_import_statement", lowerFromImport],
  ["return_statement", lowerReturn],
  ["raise_statement", lowerRaise],
  ["break_statement", (_, part, out) => out.push(jump(part, "break"))],
  ["continue_statement", (_, part, out) => out.push(jump(part, "continue"))],
  ["delete_statement", lowerDelete],
  ["global_statement", lowerOuterNames],
  ["nonlocal_statement", lowerOuterNames],
  ["if_statement", lowerIf],
  ["while_statement", lowerWhile],
  ["for_statement", lowerFor],
  ["try_statement", lowerTry],
  ["with_statement", lowerWith],
  ["match_statement", lowerMatch],
  ["function_definition", lowerPlainDefinition],
  ["class_definition", lowerPlainDefinition],
  ["decorated_definition", lowerDecorated],
  ["type_alias_statement", lowerTypeAlias],
  ["block", (context, part, out) => addBlock(context, part.node, out)],
]);

function lowerExpressionStatement(context: Context, part: Part, out: Statements): void {
  if (lowerPlainStatement(context, spanOf(part.node), out)) return;
  const [first, ...more] = partsOf(context, part.node);
  if (first === undefined) return;
  if (more.length > 0) {
    const items = [first, ...more].map((item) => lowerExpression(context, item));
    out.push(expressionStatement({ kind: "list", ...spanOf(part.node), items }));
  } else if (STATEMENTS.has(first.kind)) lowerStatement(context, first, out);
  else if (first.kind === "parenthesized_expression") {
    out.push(expressionStatement(lowerExpression(context, first), spanOf(part.node)));
  } else out.push(expressionStatement(lowerExpression(context, first)));
}

function lowerBareAugmented(context: Context, part: Part, out: Statements): void {
  out.push(expressionStatement(lowerAugmented(context, part)));
}

function lowerReturn(context: Context, part: Part, out: Statements): void {
  const [value] = partsOf(context, part.node);
  const lowered = value && lowerExpression(context, value);
  out.push({ kind: "return", ...spanOf(part.node), ...(lowered && { value: lowered }) });
}

function lowerRaise(context: Context, part: Part, out: Statements): void {
  const [value, cause] = partsOf(context, part.node);
  // The cause has no place in a throw; a plain name says nothing that the value does not.
  if (cause !== undefined && cause.kind !== "identifier" && cause.kind !== "none") {
    out.push(expressionStatement(lowerExpression(context, cause)));
  }
  const lowered = value && lowerExpression(context, value);
  out.push({ kind: "throw", ...spanOf(part.node), ...(lowered && { value: lowered }) });
}

function jump(part: Part, flavor: "break" | "continue"): Stmt {
  return { kind: "jump", ...spanOf(part.node), flavor };
}

/** `del a, b[0]`: one statement for each. */
function lowerDelete(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const [list] = partsOf(context, part.node);
  const isList = list?.kind === "expression_list" || list?.kind === "tuple";
  const targets = isList ? partsOf(context, list.node) : [list];
  for (const target of targets) {
    const operand = lowerOrMissing(context, target, span.end);
    out.push(expressionStatement({ kind: "unary", ...span, op: "delete", operand }));
  }
}

function lowerOuterNames(context: Context, part: Part, out: Statements): void {
  const parts = partsOf(context, part.node);
  for (const { node } of parts) {
    if (context.scope.kind !== "module") context.scope.outer.add(wordOf(context, node).name);
  }
  const names = parts.map((name) => lowerExpression(context, name));
  out.push(expressionStatement(otherNode(part.kind, spanOf(part.node), names)));
}

/** `elif` is an if inside the else; the chain is built from its end because it may be long. */
function lowerIf(context: Context, part: Part, out: Statements): void {
  const { start, end } = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const clauses = parts.filter((child) => CLAUSES.has(child.kind));
  const own = parts.filter((child) => !CLAUSES.has(child.kind));
  const heads = [
    lowerBranch(context, own, { start, end }),
    ...clauses.map((clause) => {
      const span = { start: spanOf(clause.node).start, end };
      return lowerBranch(context, partsOf(context, clause.node), span);
    }),
  ];
  let otherwise: readonly Stmt[] = [];
  for (const [at, branch] of [...heads.entries()].toReversed()) {
    const isElse = at > 0 && clauses[at - 1]?.kind === "else_clause";
    otherwise = isElse ? branch.then : [{ ...branch, otherwise }];
  }
  for (const statement of otherwise) out.push(statement);
}

const CLAUSES: ReadonlySet<string> = new Set(["elif_clause", "else_clause"]);

function lowerBranch(context: Context, parts: readonly Part[], span: Span): If {
  const block = blockOf(parts);
  const condition = parts.find((child) => child !== block);
  // An else has no test; the caller takes its body alone.
  const test: Expr =
    condition === undefined
      ? otherNode("MISSING", { start: span.start, end: span.start }, [])
      : lowerExpression(context, condition);
  return { kind: "if", ...span, test, then: bodyOf(context, block), otherwise: [] };
}

function lowerWhile(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const block = blockOf(parts);
  const condition = parts.find((child) => child.kind !== "block" && child.kind !== "else_clause");
  const test = lowerOrMissing(context, condition, span.start);
  const forever = test.kind === "literal" && (test.value === true || isNonZero(test.value));
  out.push({
    kind: "loop",
    ...span,
    flavor: forever ? "forever" : "while",
    bindings: [],
    ...(forever ? {} : { over: test }),
    head: [],
    body: bodyOf(context, block),
  });
  addElse(context, parts, out);
}

function isNonZero(value: unknown): boolean {
  return typeof value === "number" && value !== 0;
}

function lowerFor(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const block = blockOf(parts);
  const [left, ...others] = parts.filter(
    (child) => child.kind !== "block" && child.kind !== "else_clause",
  );
  const { bindings, rest } = lowerTarget(context, left);
  const over = lowerIterated(context, part, others);
  const body = bodyOf(context, block);
  out.push({ kind: "loop", ...span, flavor: "each", bindings, over, head: rest, body });
  addElse(context, parts, out);
}

/** A loop's else runs after the loop, so it is a block behind it. */
function addElse(context: Context, parts: readonly Part[], out: Statements): void {
  const clause = parts.find((child) => child.kind === "else_clause");
  if (clause === undefined) return;
  const body = bodyOf(context, blockOf(partsOf(context, clause.node)));
  out.push({ kind: "block", ...spanOf(clause.node), async: false, body });
}

function lowerPlainDefinition(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const lower = part.kind === "class_definition" ? lowerClass : lowerFunction;
  out.push(lower(context, part, [], span));
}

function lowerDecorated(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const parts = partsOf(context, part.node);
  const decorators = parts
    .filter((child) => child.kind === "decorator")
    .map((child) => lowerDecorator(context, child));
  const definition = parts.findLast((child) => child.kind !== "decorator");
  if (definition?.kind === "class_definition") {
    out.push(lowerClass(context, definition, decorators, span));
  } else if (definition?.kind === "function_definition") {
    out.push(lowerFunction(context, definition, decorators, span));
  } else {
    for (const { value } of decorators) out.push(expressionStatement(value));
    if (definition !== undefined) lowerStatement(context, definition, out);
  }
}

/** `type X = …` binds X; the type itself is read as an expression. */
function lowerTypeAlias(context: Context, part: Part, out: Statements): void {
  const span = spanOf(part.node);
  const [left, right] = partsOf(context, part.node);
  const head = left && wordOf(context, left.node);
  if (head?.name.startsWith("(") && right !== undefined) {
    // The grammar takes `type(x).y = z` for an alias too.
    const target = readPlain(context.text, { start: span.start, end: head.end });
    if (target !== undefined) {
      const value = lowerExpression(context, right);
      out.push(expressionStatement({ kind: "assign", ...span, op: "=", target, value }));
      return;
    }
  }
  const name = head && /^\w+/.exec(head.name)?.[0];
  if (head === undefined || name === undefined || right === undefined) {
    out.push(expressionStatement(lowerOther(context, part)));
    return;
  }
  out.push({
    kind: "declare",
    ...span,
    bindings: [{ start: head.start, end: head.start + name.length, name, path: [] }],
    value: lowerExpression(context, right),
    constant: false,
    exported: context.scope.kind === "module" && !name.startsWith("_"),
    decorators: [],
  });
}
