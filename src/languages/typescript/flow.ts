/** Branches and loops, switch and try. */
import type { Arm, Binding, Expr, Handler, If, Loop, Node, Stmt } from "../../model/syntax.ts";
import { expectClosed, foldedText, kindOf, partsOf, spanOfPart } from "./parts.ts";
import type { Lowering, Part } from "./parts.ts";
import { lowerPattern } from "./patterns.ts";

/** The statements of a block, or the one statement that stands for it. */
export function statementsOf(lower: Lowering, part: Part | undefined): readonly Stmt[] {
  if (part === undefined) return [];
  if (kindOf(part) !== "statement_block") return lower.statements([part]);
  expectClosed(lower, spanOfPart(part), "}");
  return lower.body(part);
}

/** A chain of `else if` nests to the right without end, so it is built from its last branch. */
export function lowerIf(lower: Lowering, part: Part): readonly Stmt[] {
  const branches: Omit<If, "otherwise">[] = [];
  let rest: readonly Stmt[] = [];
  for (let current: Part | undefined = part; current !== undefined;) {
    const [test, then, otherwise]: Part[] = partsOf(lower, current);
    branches.push({
      kind: "if",
      test: testOf(lower, current, test),
      then: statementsOf(lower, then),
      ...spanOfPart(current),
    });
    const [last]: Part[] = otherwise === undefined ? [] : partsOf(lower, otherwise);
    const isChain = last !== undefined && kindOf(last) === "if_statement";
    if (!isChain) rest = statementsOf(lower, last);
    current = isChain ? last : undefined;
  }
  return branches.reduceRight<readonly Stmt[]>(
    (otherwise, branch) => [{ ...branch, otherwise }],
    rest,
  );
}

export function lowerWhile(lower: Lowering, part: Part): readonly Stmt[] {
  const [test, body] = partsOf(lower, part);
  return [whileLoop(part, testOf(lower, part, test), statementsOf(lower, body))];
}

export function lowerDo(lower: Lowering, part: Part): readonly Stmt[] {
  const [body, test] = partsOf(lower, part);
  const statements = statementsOf(lower, body);
  return [whileLoop(part, testOf(lower, part, test), statements)];
}

/** `for (initialiser; test; step)`; without a test it runs for ever. */
export function lowerFor(lower: Lowering, part: Part): readonly Stmt[] {
  const field = (name: string): Part | undefined => {
    const node = part.node.field(name);
    return node === null ? undefined : { node };
  };
  const [initializer, condition, increment, body] = [
    field("initializer"),
    field("condition"),
    field("increment"),
    field("body"),
  ];
  // Only for what is unreadable between them.
  partsOf(lower, part);
  const start = initializer === undefined ? [] : bare(lower.statements([initializer]));
  const test =
    condition === undefined
      ? []
      : bare(lower.statements(kindOf(condition) === "empty_statement" ? [] : [condition]));
  const step = increment === undefined ? [] : [lower.expression(increment)];
  const over = test.find((node): node is Expr => isTest(node));
  return [
    {
      kind: "loop",
      flavor: over === undefined || isAlways(over) ? "forever" : "count",
      bindings: [],
      ...(over === undefined || isAlways(over) ? {} : { over }),
      head: [...start, ...step],
      body: statementsOf(lower, body),
      ...spanOfPart(part),
    },
  ];
}

/** `for (const x of xs)`, `for (k in o)`; what `for await` runs over is awaited. */
export function lowerForEach(lower: Lowering, part: Part): readonly Stmt[] {
  const [left, right, ...others] = partsOf(lower, part);
  const bindings = left === undefined ? [] : lowerPattern(lower, left);
  const isPlace = left !== undefined && bindings.length === 0 && !kindOf(left).endsWith("_pattern");
  const over = right === undefined ? undefined : lower.expression(right);
  const { start, end } = spanOfPart(part);
  const isAwaited = /^for\s+await\b/.test(lower.text.slice(start, Math.min(end, start + 40)));
  const iterated: Expr | undefined =
    over !== undefined && isAwaited
      ? { kind: "await", value: over, start: over.start, end: over.end }
      : over;
  return [
    {
      kind: "loop",
      flavor: "each",
      bindings,
      ...(iterated === undefined ? {} : { over: iterated }),
      head: isPlace ? [lower.expression(left)] : [],
      body: statementsOf(lower, others.at(-1)),
      ...spanOfPart(part),
    },
  ];
}

export function lowerSwitch(lower: Lowering, part: Part): readonly Stmt[] {
  const [subject, body] = partsOf(lower, part);
  const cases = body === undefined ? [] : partsOf(lower, body);
  return [
    {
      kind: "switch",
      subject: testOf(lower, part, subject),
      arms: cases.map((one) => lowerCase(lower, one)),
      ...spanOfPart(part),
    },
  ];
}

export function lowerTry(lower: Lowering, part: Part): readonly Stmt[] {
  const [body, ...clauses] = partsOf(lower, part);
  const handlers = clauses.filter((clause) => kindOf(clause) === "catch_clause");
  const finalizer = clauses.find((clause) => kindOf(clause) === "finally_clause");
  return [
    {
      kind: "try",
      body: statementsOf(lower, body),
      handlers: handlers.map((clause) => lowerHandler(lower, clause)),
      finalizer: finalizer === undefined ? [] : statementsOf(lower, partsOf(lower, finalizer)[0]),
      managed: false,
      ...spanOfPart(part),
    },
  ];
}

function testOf(lower: Lowering, owner: Part, test: Part | undefined): Expr {
  if (test !== undefined) return lower.expression(test);
  const { start } = spanOfPart(owner);
  return { kind: "other", what: "MISSING", parts: [], start, end: start };
}

function whileLoop(part: Part, test: Expr, body: readonly Stmt[]): Loop {
  const shared = { bindings: [], head: [], body, ...spanOfPart(part) } as const;
  return isAlways(test)
    ? { kind: "loop", flavor: "forever", ...shared }
    : { kind: "loop", flavor: "while", over: test, ...shared };
}

function isAlways(test: Expr): boolean {
  return test.kind === "literal" && (test.value === true || test.value === 1);
}

function isTest(node: Node): boolean {
  return node.kind !== "declare" && node.kind !== "import";
}

function bare(body: readonly Stmt[]): readonly Node[] {
  return body.map((node) => (node.kind === "expression" ? node.value : node));
}

function lowerCase(lower: Lowering, part: Part): Arm {
  const parts = partsOf(lower, part);
  const span = spanOfPart(part);
  if (kindOf(part) !== "switch_case") {
    return { bindings: [], body: lower.statements(parts), ...span };
  }
  const [value, ...body] = parts;
  if (value === undefined) return { bindings: [], body: [], ...span };
  return {
    pattern: foldedText(lower, spanOfPart(value)),
    test: lower.expression(value),
    bindings: [],
    body: lower.statements(body),
    ...span,
  };
}

function lowerHandler(lower: Lowering, part: Part): Handler {
  const parts = partsOf(lower, part);
  const body = parts.findLast((child) => kindOf(child) === "statement_block");
  const pattern = parts.find((child) => child !== body && kindOf(child) !== "type_annotation");
  const bindings: readonly Binding[] = pattern === undefined ? [] : lowerPattern(lower, pattern);
  return { bindings, types: [], body: statementsOf(lower, body), ...spanOfPart(part) };
}
