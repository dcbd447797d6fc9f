/** Functions whose results are kept, and that give nothing back when they failed: the failure is kept with the results. */
import { functionAround } from "../model/ancestry.ts";
import { someNodeIn } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Decorator, Expr, FunctionNode, Handler } from "../model/syntax.ts";
import { alternativesOf } from "./cache-access.ts";
import { mayFail } from "./load-cost.ts";
import { isPlain, saysMissing } from "./failures.ts";

const KEEPS =
  /(^|\.)(lru_cache|cache|cached|memoize|memoise|memoized|ttl_cache|alru_cache|cachedmethod|cached_method|timed_cache)$/;

/** The decorator that keeps what the function gives when it failed. */
export function keptFailure(fn: FunctionNode, resolver: Resolver): Decorator | undefined {
  const decorator = fn.decorators.find((one) => KEEPS.test(one.name));
  if (decorator === undefined || !isKeeper(decorator, resolver)) return undefined;
  const { language } = resolver.moduleOf(fn);
  if (language === "rust") return keepsErr(fn, decorator) ? decorator : undefined;
  return someNodeIn(
    fn.body,
    (node) =>
      node.kind === "try" &&
      functionAround(node) === fn &&
      someNodeIn(node.body, (call) => call.kind === "call" && mayFail(call, resolver)) &&
      node.handlers.some((handler) => !saysMissing(handler) && givesPlain(handler, resolver)),
  )
    ? decorator
    : undefined;
}

function isKeeper(decorator: Decorator, resolver: Resolver): boolean {
  const { value } = decorator;
  if (resolver.moduleOf(value).language === "rust") return true;
  const callee = value.kind === "call" ? value.callee : value;
  return alternativesOf(resolver.meaning(callee)).some(({ kind }) =>
    /^(external|library|bound)$/.test(kind),
  );
}

/** Every error, not one that says what is wrong with the argument. */
function givesPlain(handler: Handler, resolver: Resolver): boolean {
  const isBroad =
    handler.types.length === 0 ||
    handler.types.some(({ name }) =>
      /(^|\.)(Exception|BaseException|\w*(RequestException|ConnectionError|Timeout|TimeoutError|HTTPError|HTTPStatusError|ClientError|URLError|DatabaseError|OperationalError))$/.test(
        name,
      ),
    );
  if (!isBroad) return false;
  return someNodeIn(
    handler.body,
    (node) =>
      node.kind === "return" &&
      (node.value === undefined || (!isAnswer(node.value) && isPlain(node.value, resolver))),
  );
}

/** `has_gpu()` that fails says that there is none. */
const isAnswer = (value: Expr): boolean =>
  value.kind === "literal" && typeof value.value === "boolean";

/** `#[cached] fn load() -> Result<…>` keeps the `Err` too, unless `result = true` is written. */
function keepsErr(fn: FunctionNode, { name, value }: Decorator): boolean {
  if (!/(^|\.)cached$/.test(name) || fn.returns?.name.split(".").at(-1) !== "Result") return false;
  const named = value.kind === "call" ? value.named : [];
  return !named.some((one) =>
    /^(result|with_cached_flag|ty|convert|result_fallback)$/.test(one.name),
  );
}
