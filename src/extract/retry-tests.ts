/** What the tests around a request ask for: its status, a count, a log-in, a state that is waited for. */
import { boundNameOf, lastName } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Expr, FunctionNode, If, Loop, Node } from "../model/syntax.ts";
import { wordsOf } from "./identifiers.ts";
import { sleepsIn, walkTurn } from "./loop-bounds.ts";

/** The words of an answer's status, in whatever library; `status` and `code` may be something else's. */
const STATUS =
  /^(ok|status_code|statusCode|is_success|is_ok|is_err|is_error|is_server_error|is_client_error|is_success_status)$/;
const MAYBE_STATUS = /^(status|code|res|response)$/;

/** The test is about the status of an answer: by a word of its own, or by a number that is one. */
export function asksForStatus(test: Expr): boolean {
  const named = (words: RegExp): boolean =>
    someNode(
      test,
      (node) => (node.kind === "member" || node.kind === "name") && words.test(node.name),
    );
  return named(STATUS) || (named(MAYBE_STATUS) && someNode(test, isStatusNumber));
}

/** `if (answer.ok)`, `if (answer.status === 200)`. */
function asksForSuccess(test: Expr): boolean {
  if (test.kind === "member") return /^(ok|is_success)$/.test(test.name);
  if (test.kind !== "binary" || !/^={2,3}$/.test(test.op) || !asksForStatus(test)) return false;
  const { right } = test;
  return (
    right.kind === "literal" &&
    typeof right.value === "number" &&
    right.value >= 200 &&
    right.value < 300
  );
}

function isStatusNumber(node: Node): boolean {
  if (node.kind === "literal")
    return typeof node.value === "number" && node.value >= 100 && node.value < 600;
  return (
    node.kind === "member" &&
    /^(StatusCode|HttpStatus|HTTPStatus|codes)$/.test(lastName(node.object) ?? "")
  );
}

/** `if (res.status === 401) { await logIn(); … }`: who is asked to log in does not try again because something failed. */
export function asksForLogin(test: Expr): boolean {
  return someNode(
    test,
    (node) =>
      (node.kind === "literal" && (node.value === 401 || node.value === 403)) ||
      (node.kind === "member" && /^(UNAUTHORIZED|FORBIDDEN)$/.test(node.name)),
  );
}

/** `if (res.statusCode === 302) return ask(res.headers.location)`: another address, and no second attempt. */
export function asksForRedirect(test: Expr): boolean {
  return someNode(
    test,
    (node) =>
      (node.kind === "literal" && REDIRECTS.has(node.value)) ||
      ((node.kind === "name" || node.kind === "member") && /redirect|location/i.test(node.name)),
  );
}

const REDIRECTS = new Set<unknown>([300, 301, 302, 303, 307, 308]);

/** `while not done`: a flag that the body sets. */
export function asksForFlag({ over, body }: Loop): boolean {
  if (over === undefined) return false;
  const flags = new Set<string>();
  walkTurn(body, (node) => {
    const value = node.kind === "assign" || node.kind === "declare" ? node.value : undefined;
    if (value?.kind !== "literal" || typeof value.value !== "boolean") return;
    if (node.kind === "assign") flags.add(lastName(node.target) ?? "");
    if (node.kind === "declare") for (const { name } of node.bindings) flags.add(name);
  });
  return uses(over, flags);
}

const COUNT_WORDS = new Set(
  "timeout deadline expired elapsed attempt attempted retry tries trial try remaining limit max maximum count counter times aborted abort cancelled left".split(
    " ",
  ),
);

/** A comparison by size, or a word of counts; a status is neither. */
export function asksForCount(test: Expr): boolean {
  if (test.kind === "binary" && /^(&&|\|\|)$/.test(test.op))
    return asksForCount(test.left) || asksForCount(test.right);
  if (asksForStatus(test)) return false;
  return someNode(test, (node) => {
    if (node.kind === "binary" && /^(<|>|<=|>=)$/.test(node.op)) return true;
    if (node.kind === "unary" && node.op === "--") return true;
    return (
      (node.kind === "name" || node.kind === "member") &&
      wordsOf(node.name).some((word) => COUNT_WORDS.has(word))
    );
  });
}

/** `wait_for_health`, `pollUntilReady`: what is asked for is expected not to be there yet. */
export function isWait(fn: FunctionNode | undefined): boolean {
  const words = wordsOf((fn === undefined ? undefined : boundNameOf(fn)) ?? "");
  return words.some((word) => /^(wait|poll|polling|until|ready|alive|health)$/.test(word));
}

/** One of the names stands in the code. */
export function uses(node: Node, names: ReadonlySet<string>): boolean {
  return (
    names.size > 0 && someNode(node, (inner) => inner.kind === "name" && names.has(inner.name))
  );
}

/** `time.monotonic() < deadline`, `Date.now() - started > limit`, `start.elapsed() > limit`. */
export function asksForClock(test: Expr): boolean {
  return someNode(
    test,
    (node) =>
      (node.kind === "name" || node.kind === "member") &&
      wordsOf(node.name).some((word) => /^(deadline|elapsed|monotonic|now|expired)$/.test(word)),
  );
}

/** `if (n === 1) throw error`: what changes from turn to turn has come to its end. */
export function asksForLast(test: Expr, changing: ReadonlySet<string>): boolean {
  return (
    !asksForStatus(test) &&
    someNode(
      test,
      (node) =>
        node.kind === "binary" &&
        /^[!=]=$/.test(node.op) &&
        [node.left, node.right].some((side) => side.kind === "name" && changing.has(side.name)) &&
        [node.left, node.right].some(
          (side) => side.kind === "literal" && typeof side.value === "number",
        ),
    )
  );
}

/** `if (answer.ok) { if (done) return; await sleep(); } else fail();`: a state is waited for, and nothing tried again. */
export function waitsOnSuccess({ body }: Loop): boolean {
  const asked = body
    .flatMap((one) => (one.kind === "try" ? one.body : [one]))
    .find((one): one is If => one.kind === "if" && asksForSuccess(one.test));
  return (
    asked !== undefined &&
    sleepsIn(asked.then) &&
    !sleepsIn(asked.otherwise) &&
    !sleepsIn(body.filter((one) => !someNode(one, (node) => node === asked)))
  );
}
