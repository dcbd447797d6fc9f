/** Where code that handles a message takes note of a failure and goes on to the next one. */
import { walk } from "../model/children.ts";
import type { Span } from "../model/source.ts";
import type { Node, Stmt } from "../model/syntax.ts";
import type { Consumer } from "./consumers.ts";
import { isNote } from "./notes.ts";

/** A handler of failures, with the node that it belongs to. */
export interface Dropped {
  readonly node: Node;
  readonly span: Span;
}

export function droppedIn({ handler }: Consumer): readonly Dropped[] {
  const found: Dropped[] = [];
  for (const part of handler) {
    walk(part, (node) => {
      if (node.kind === "try") {
        for (const { body, start, end } of node.handlers)
          if (onlyNotes(body)) found.push({ node, span: headOf({ start, end }, body) });
      }
      if (node.kind === "if" && isFailure(node.test) && onlyNotes(node.then))
        found.push({ node, span: headOf(node, node.then) });
      // A loop or function inside handles something of its own.
      return node === part || (node.kind !== "class" && node.kind !== "function");
    });
  }
  return found;
}

function headOf({ start }: Span, [first]: readonly Stmt[]): Span {
  return { start, end: Math.max(start + 1, first?.end ?? start + 1) };
}

/** `if let Err(error) = handle(message).await` */
function isFailure(test: Node): boolean {
  return test.kind === "pattern-test" && /^Err\b/.test(test.pattern);
}

/** Nothing but notes, and at least one. */
function onlyNotes(body: readonly Stmt[]): boolean {
  return (
    body.length > 0 &&
    body.every((statement) => {
      if (statement.kind === "jump") return statement.flavor === "continue";
      if (statement.kind !== "expression") return false;
      const value = statement.value.kind === "await" ? statement.value.value : statement.value;
      return value.kind === "call" && isNote(value);
    })
  );
}
