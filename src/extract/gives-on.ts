/** Handlers of an answer that hand it on. */
import { someNodeIn } from "../model/children.ts";
import type { Expr } from "../model/syntax.ts";
import { nameOf } from "./http-exchange.ts";
import { STATUS } from "./http-words.ts";

/** `(r) => r`, and functions whose every way gives their own parameter on. */
export function givesOn(given: Expr | undefined): boolean {
  if (given?.kind === "member") return STATUS.test(given.name);
  if (given?.kind !== "function") return false;
  const name = given.params[0]?.name;
  return someNodeIn(
    given.body,
    (node) =>
      node.kind === "return" &&
      node.value !== undefined &&
      ((node.value.kind === "name" && node.value.name === name) ||
        (node.value.kind === "call" && /error_for_status/.test(nameOf(node.value.callee)))),
  );
}
