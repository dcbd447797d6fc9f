/** Calls that write something down for people to read, and do nothing else. */
import { ancestors } from "../model/ancestry.ts";
import type { Call, Node } from "../model/syntax.ts";
import { describe } from "./canonical.ts";

const NOTES =
  /^(?:(?:console|log|logger|logging|Log|tracing|this\.logger|self\.logger|self\._logger|app\.logger)\.\w+|print|println|eprintln|error|warn|info|debug|trace\w*|(?:log|tracing)::\w+|traceback\.print_exc)$/;

export function isNote(call: Call): boolean {
  return NOTES.test(describe(call.callee));
}

/** The expression is written down, alone or in a text: `log.debug("%s", status)`. */
export function isNoted(node: Node): boolean {
  for (const up of ancestors(node)) {
    if (up.kind === "call" && isNote(up)) return true;
    if (!/^(call|member|template|await|binary)$/.test(up.kind)) return false;
  }
  return false;
}
