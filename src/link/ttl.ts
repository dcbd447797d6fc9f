/** Whether and how a write gives its value an expiry, in every form that models describe. */
import { ancestors, functionAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Operation, TtlForm, Unit } from "../model/library.ts";
import type { Instance, Meaning, TtlReading } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Call, Expr, Param } from "../model/syntax.ts";
import { alternatives, type Context } from "./context.ts";
import { dottedName } from "./dotted.ts";
import { inExpression, readOption } from "./options.ts";
import { addedTo, canHoldOptions, isOptional } from "./ttl-options.ts";
import { wrapped } from "./wrapped-ttl.ts";

export function ttlOf(
  context: Context,
  call: Call,
  instance: Instance,
  operation: Operation,
  args: readonly Expr[],
): TtlReading {
  if (operation.ttl.length === 0 && operation.ttl_default === "none") return { state: "none" };
  let open: TtlReading | undefined;
  for (const form of operation.ttl) {
    const reading = readForm(context, call, args, form, operation);
    if (reading === undefined) continue;
    if (reading.state === "unknown") open = reading;
    else return reading;
  }
  if (args.some((arg) => arg.kind === "spread") || call.args.some((arg) => arg.kind === "spread")) {
    return { state: "unknown", reason: "some arguments are spread from a list" };
  }
  if (open !== undefined) return open;
  if (operation.ttl_default === "kept") return { state: "kept" };
  if (operation.ttl_default === "option") return defaultTtl(context, instance);
  if (operation.ttl_default === "absent" || operation.ttl_default === "none") {
    return { state: operation.ttl_default === "none" ? "none" : "absent" };
  }
  return { state: "default" };
}

/** The store's own default, given when it was made. */
function defaultTtl(context: Context, instance: Instance): TtlReading {
  const reading = readOption(context, instance, "ttl");
  if (reading.state === "unknown") return { state: "unknown", reason: reading.reason };
  if (reading.state === "absent") return { state: "absent" };
  const value =
    reading.state === "default"
      ? reading.value
      : reading.meaning.kind === "constant"
        ? reading.meaning.value
        : undefined;
  return value === 0 || value === null || value === -1 ? { state: "absent" } : { state: "default" };
}

function readForm(
  context: Context,
  call: Call,
  args: readonly Expr[],
  form: TtlForm,
  operation: Operation,
): TtlReading | undefined {
  if (form.keeps !== undefined) {
    return keeps(context, call, args, form.keeps) || keptByOption(context, args, form)
      ? { state: "kept" }
      : undefined;
  }
  if (form.after !== undefined) return afterWord(context, args, form.after, form);
  if (form.wraps !== undefined)
    return wrapped(
      context,
      form.arg === undefined ? args : args.slice(form.arg, form.arg + 1),
      form.wraps,
    );
  if (form.option !== undefined)
    return fromOption(context, optionArguments(args, operation), args, form);
  const named =
    form.named === undefined
      ? undefined
      : call.named.find((candidate) => candidate.name === form.named)?.value;
  const value = named ?? (form.arg === undefined ? undefined : args[form.arg]);
  if (value === undefined || value.kind === "spread" || value.kind === "function") return undefined;
  return judged(context, value, form, form.unit);
}

/** The arguments that can be an options record: neither the key nor the value is. */
function optionArguments(args: readonly Expr[], { key, value }: Operation): readonly Expr[] {
  return args.filter((_, index) => index !== key && index !== value && index > 0);
}

export function judged(
  context: Context,
  value: Expr,
  form: TtlForm,
  unit: Unit | undefined,
): TtlReading | undefined {
  const meaning = context.meaning(value);
  if (meaning.kind === "function") return undefined;
  if (meaning.kind === "constant" && meaning.value === null) {
    return form.null === "default" ? undefined : { state: "absent", value, meaning };
  }
  if (meaning.kind === "constant" && meaning.value === 0 && form.zero === "never")
    return { state: "absent", value, meaning };
  if (meaning.kind === "constant" && meaning.value === 0 && form.zero === "default")
    return undefined;
  if (
    meaning.kind === "constant" &&
    typeof meaning.value === "string" &&
    form.arg !== undefined &&
    !/^\d+\s*(ms|s|m|h|d|sec|min|hours?|days?)?$/.test(meaning.value)
  ) {
    // A word where a number would stand is another option's name.
    return undefined;
  }
  // `def put(k, v, ttl=None)`: whether there is an expiry is up to each caller.
  const param = meaning.kind === "parameter" ? meaning.node : paramOf(value);
  if (param !== undefined && isNothing(param.default) && !isAskedFor(value)) {
    return {
      state: "unknown",
      value,
      meaning,
      reason: `only callers who give \`${param.name ?? ""}\` set one`,
    };
  }
  return {
    state: "given",
    value,
    meaning,
    ...(unit === undefined ? {} : { unit }),
    ...(form.zero === undefined ? {} : { zero: form.zero }),
  };
}

/** `ttl: int | timedelta = None`: its type is known, what is given is not. */
function paramOf(value: Expr): Param | undefined {
  const fn = value.kind === "name" ? functionAround(value) : undefined;
  if (fn === undefined || value.kind !== "name") return undefined;
  const isGivenAnew = someNode(
    fn,
    (node) =>
      (node.kind === "assign" && node.target.kind === "name" && node.target.name === value.name) ||
      (node.kind === "declare" && node.bindings.some(({ name }) => name === value.name)),
  );
  return isGivenAnew ? undefined : fn.params.find(({ name }) => name === value.name);
}

/** `if ttl: r.setex(k, ttl, v)`: there it is given. */
function isAskedFor(value: Expr): boolean {
  if (value.kind !== "name") return false;
  for (const up of ancestors(value)) {
    if (up.kind === "function") return false;
    const test = up.kind === "if" || up.kind === "conditional" ? up.test : undefined;
    if (
      test !== undefined &&
      value.start > test.end &&
      someNode(test, (node) => node.kind === "name" && node.name === value.name)
    )
      return true;
  }
  return false;
}

function isNothing(expr: Expr | undefined): boolean {
  return expr?.kind === "literal" && expr.value === null;
}

export function keeps(context: Context, call: Call, args: readonly Expr[], word: string): boolean {
  if (call.named.some((named) => named.name === word && isTrue(context.meaning(named.value))))
    return true;
  return args.some((arg, index) => {
    const meaning = context.meaning(arg);
    if (index >= 1 && meaning.kind === "constant" && typeof meaning.value === "string")
      return meaning.value.toUpperCase() === word.toUpperCase();
    const found = meaning.kind === "record" ? inExpression(context, arg, [word], 0) : undefined;
    return found !== undefined && typeof found !== "string" && isTrue(context.meaning(found.value));
  });
}

/** `{ expiration: "KEEPTTL" }` */
function keptByOption(context: Context, args: readonly Expr[], form: TtlForm): boolean {
  if (form.option === undefined) return false;
  const path = form.option.split(".");
  return args.slice(1).some((arg) => {
    if (context.meaning(arg).kind !== "record") return false;
    const found = inExpression(context, arg, path, 0);
    const meaning =
      found === undefined || typeof found === "string" ? undefined : context.meaning(found.value);
    return (
      meaning?.kind === "constant" &&
      wordOf(meaning.value).toUpperCase() === form.keeps?.toUpperCase()
    );
  });
}

function isTrue(meaning: Meaning): boolean {
  return meaning.kind === "constant" && meaning.value === true;
}

function afterWord(
  context: Context,
  args: readonly Expr[],
  word: string,
  form: TtlForm,
): TtlReading | undefined {
  let open: TtlReading | undefined;
  for (const [index, arg] of args.entries()) {
    if (index < 1) continue;
    const meaning = context.meaning(arg);
    if (
      meaning.kind === "constant" &&
      typeof meaning.value === "string" &&
      meaning.value.toUpperCase() === word
    ) {
      const next = args[index + 1];
      return next === undefined ? undefined : judged(context, next, form, form.unit);
    }
    // `set(k, v, mode, n)` with a mode that is not known: an option, but which?
    if (index >= 2 && index === 2 && args.length >= 4 && meaning.kind !== "constant")
      open = { state: "unknown", reason: "the expiry's word is not known here" };
  }
  return open;
}

function fromOption(
  context: Context,
  open: readonly Expr[],
  args: readonly Expr[],
  form: TtlForm,
): TtlReading | undefined {
  const candidates = form.arg === undefined ? open : args.slice(form.arg, form.arg + 1);
  for (const candidate of candidates) {
    if (candidate.kind === "spread" || candidate.kind === "function") continue;
    const meaning = context.meaning(candidate);
    if (form.arg === undefined && !alternatives(meaning).some(canHoldOptions)) continue;
    if (meaning.kind === "constant" || meaning.kind === "text") continue;
    const path = (form.option ?? "").split(".");
    const found = inExpression(context, candidate, path, 0) ?? addedTo(candidate, path);
    if (found === undefined) continue;
    if (typeof found === "string")
      return { state: "unknown", value: candidate, meaning, reason: found };
    const unit = form.unit_from === undefined ? form.unit : unitBeside(context, candidate, form);
    if (form.unit_from !== undefined && unit === undefined) continue;
    const reading = judged(context, found.value, form, unit);
    return reading?.state === "given" && isOptional(found.value)
      ? { ...reading, state: "unknown", reason: "only some ways give one" }
      : reading;
  }
  return undefined;
}

function unitBeside(context: Context, candidate: Expr, form: TtlForm): Unit | undefined {
  const found = inExpression(context, candidate, (form.unit_from ?? "").split("."), 0);
  if (found === undefined || typeof found === "string") return undefined;
  const meaning = context.meaning(found.value);
  const word =
    meaning.kind === "constant"
      ? wordOf(meaning.value)
      : (dottedName(found.value)?.split(".").at(-1) ?? "");
  return form.units?.[word] ?? form.units?.[word.toUpperCase()];
}
