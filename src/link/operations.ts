/** Calls on modelled objects: which operation, with which key, value and TTL. */
import type { Operation, TtlForm, Unit } from "../model/library.ts";
import type { Instance, Meaning, OperationSite, TtlReading } from "../model/meaning.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { walk } from "../model/children.ts";
import { functionAround } from "./ancestry.ts";
import { alternatives, type Context } from "./context.ts";
import { dottedName } from "./dotted.ts";
import { inExpression, readOption } from "./options.ts";
import { instanceOf } from "./types.ts";

export function operationAt(context: Context, call: Call): OperationSite | undefined {
  if (call.callee.kind !== "member") return undefined;
  const method = call.callee.name;
  const plain = method.toLowerCase();
  const known = methodNames(context);
  if (!known.has(plain) && !known.has(plain.replaceAll("_", ""))) return undefined;
  const receiver = context.meaning(call.callee.object);
  const instance = alternatives(receiver).find(
    (option): option is Instance => option.kind === "instance",
  );
  if (instance === undefined) return qualified(context, call, receiver);
  const operation = operationNamed(instance, method);
  if (operation !== undefined && operation.raw === undefined) {
    // `CACHE.get()` on a cell or guard around the client takes no key, so it is no GET.
    const keyed = typeof operation.key === "number" || operation.key === "each";
    return keyed && call.args.length === 0 && call.named.length === 0
      ? undefined
      : siteOf(context, call, instance, operation, method, call.args);
  }
  if (operation?.raw !== undefined) return rawSite(context, call, instance, operation);
  const command = commandNamed(context, instance, method.replaceAll("_", "").toUpperCase());
  const isKeyless = command?.key !== undefined && call.args.length === 0 && call.named.length === 0;
  return command === undefined || isKeyless || (instance.type.fluent && !instance.type.buffered)
    ? undefined
    : siteOf(context, call, instance, command, method.toUpperCase(), call.args);
}

/** `redis::Commands::get(&mut con, key)`: the trait's or type's method with its receiver as first argument. */
function qualified(context: Context, call: Call, owner: Meaning): OperationSite | undefined {
  if (owner.kind !== "library" || call.callee.kind !== "member" || !call.callee.path) return undefined;
  const [receiver, ...args] = call.args;
  const instance = receiver === undefined ? undefined : instanceOf(owner, context.moduleOf(call));
  if (receiver === undefined || instance?.kind !== "instance") return undefined;
  const given = alternatives(context.meaning(receiver)).find((option): option is Instance => option.kind === "instance");
  const method = call.callee.name;
  const on = given ?? instance;
  // `Cmd::set(k, v)` makes a command: nothing is shifted, and `.arg(..)`s may follow on its name.
  if (instance.type.fluent) {
    const command = commandNamed(context, instance, method.replaceAll("_", "").toUpperCase());
    return command === undefined ? undefined : siteOf(context, call, instance, command, method, [...call.args, ...laterArguments(call)]);
  }
  const operation = operationNamed(on, method) ?? commandNamed(context, on, method.replaceAll("_", "").toUpperCase());
  return operation === undefined || operation.raw !== undefined ? undefined : siteOf(context, call, on, operation, method, args);
}

/** The arguments that `cmd.arg(..)` statements add to a command that has a name. */
function laterArguments(call: Call): readonly Expr[] {
  const name = call.parent?.kind === "declare" ? call.parent.bindings[0]?.name : undefined;
  const fn = functionAround(call);
  if (name === undefined || fn === undefined) return [];
  const args: Expr[] = [];
  walk(fn, (node) => {
    if (node.kind !== "call" || node.callee.kind !== "member" || node.callee.name !== "arg" || node.start < call.end) return;
    let at: Expr = node.callee.object;
    while (at.kind === "call" && at.callee.kind === "member") at = at.callee.object;
    if (at.kind === "name" && at.name === name) args.push(...node.args);
  });
  return args;
}

const names = new WeakMap<Context, ReadonlySet<string>>();

/** Every method that some model or dialect knows, in lower case: most calls end here, before any meaning is asked. */
function methodNames(context: Context): ReadonlySet<string> {
  const known = names.get(context);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const library of context.inputs.libraries) {
    for (const operation of library.operations) for (const method of operation.methods) found.add(method.toLowerCase());
  }
  for (const dialect of context.inputs.dialects) {
    for (const command of dialect.commands) {
      for (const method of command.methods) found.add(method.toLowerCase());
    }
  }
  for (const name of [...found]) {
    // `MSETEX` is `mset_ex` in Rust: underscores may stand anywhere.
    found.add(name.replaceAll("_", ""));
  }
  names.set(context, found);
  return found;
}

function operationNamed(instance: Instance, method: string): Operation | undefined {
  return instance.library.operations.find(
    (candidate) =>
      candidate.methods.includes(method) &&
      (candidate.on.includes(instance.type.name) || candidate.on.includes("*")),
  );
}

function commandNamed(context: Context, instance: Instance, name: string): Operation | undefined {
  const dialect = context.inputs.dialects.find(
    (candidate) => candidate.id === instance.library.dialect,
  );
  return dialect?.commands.find((command) => command.methods.includes(name));
}

/** `call("SET", k, v)`, `sendCommand(["SET", k, v])`, `cmd("SET").arg(k).arg(v).query(con)`. */
function rawSite(
  context: Context,
  call: Call,
  instance: Instance,
  operation: Operation,
): OperationSite | undefined {
  const words =
    operation.raw === "chain" ? chainedWords(call) : listedWords(context, call, operation);
  const [first, ...args] = words;
  const name = first === undefined ? undefined : context.meaning(first);
  if (name?.kind !== "constant" || typeof name.value !== "string") return undefined;
  const command = commandNamed(context, instance, name.value.toUpperCase());
  return command === undefined
    ? undefined
    : siteOf(context, call, instance, command, name.value.toUpperCase(), args);
}

function listedWords(context: Context, call: Call, operation: Operation): readonly Expr[] {
  if (operation.raw !== "list") return call.args;
  for (const arg of call.args) {
    const meaning = context.meaning(arg);
    if (meaning.kind === "list") return meaning.items;
  }
  return [];
}

/** The `.arg(…)`s before the call that sends the command. */
function chainedWords(call: Call): readonly Expr[] {
  const words: Expr[] = [];
  let at: Expr = call;
  for (;;) {
    if (at.kind === "await") {
      at = at.value;
      continue;
    }
    if (at.kind !== "call") break;
    const name = at.callee.kind === "member" ? at.callee.name : undefined;
    if (name === "arg") {
      const items = at.args.flatMap((arg) => (arg.kind === "list" ? arg.items : [arg]));
      words.unshift(...items);
    } else if (name === "cmd" || dottedName(at.callee)?.endsWith("cmd") === true) {
      words.unshift(...at.args);
      break;
    }
    if (at.callee.kind !== "member") break;
    at = at.callee.object;
  }
  return words;
}

function siteOf(
  context: Context,
  call: Call,
  instance: Instance,
  operation: Operation,
  method: string,
  args: readonly Expr[],
): OperationSite {
  const key = argument(call, args, operation.key);
  const value = argument(call, args, operation.value);
  return {
    call,
    instance,
    operation,
    method,
    ...(key === undefined ? {} : { key }),
    ...(value === undefined ? {} : { value }),
    ttl: ttlOf(context, call, instance, operation, args),
  };
}

function argument(
  call: Call,
  args: readonly Expr[],
  place: number | string | undefined,
): Expr | undefined {
  if (place === undefined) return undefined;
  if (place === "each") return args[0];
  if (typeof place === "number") return args[place] ?? undefined;
  return call.named.find((named) => named.name === place)?.value ?? undefined;
}

function ttlOf(
  context: Context,
  call: Call,
  instance: Instance,
  operation: Operation,
  args: readonly Expr[],
): TtlReading {
  if (operation.ttl.length === 0 && operation.ttl_default === "none") return { state: "none" };
  let open: string | undefined;
  for (const form of operation.ttl) {
    const reading = readForm(context, call, args, form);
    if (reading === undefined) continue;
    if (reading.state === "unknown") open = reading.reason;
    else return reading;
  }
  if (args.some((arg) => arg.kind === "spread") || call.args.some((arg) => arg.kind === "spread")) {
    return { state: "unknown", reason: "some arguments are spread from a list" };
  }
  if (open !== undefined) return { state: "unknown", reason: open };
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
  if (form.option !== undefined) return fromOption(context, args, form);
  const named =
    form.named === undefined
      ? undefined
      : call.named.find((candidate) => candidate.name === form.named)?.value;
  const value = named ?? (form.arg === undefined ? undefined : args[form.arg]);
  if (value === undefined || value.kind === "spread" || value.kind === "function") return undefined;
  return judged(context, value, form, form.unit);
}

function judged(
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
  return {
    state: "given",
    value,
    meaning,
    ...(unit === undefined ? {} : { unit }),
    ...(form.zero === undefined ? {} : { zero: form.zero }),
  };
}

function keeps(context: Context, call: Call, args: readonly Expr[], word: string): boolean {
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
    const meaning = found === undefined || typeof found === "string" ? undefined : context.meaning(found.value);
    return meaning?.kind === "constant" && String(meaning.value).toUpperCase() === form.keeps?.toUpperCase();
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
  args: readonly Expr[],
  form: TtlForm,
): TtlReading | undefined {
  const candidates = form.arg === undefined ? args.slice(1) : args.slice(form.arg, form.arg + 1);
  for (const candidate of candidates) {
    if (candidate.kind === "spread" || candidate.kind === "function") continue;
    const meaning = context.meaning(candidate);
    if (form.arg === undefined && meaning.kind !== "record") continue;
    if (meaning.kind === "constant" || meaning.kind === "text") continue;
    const found = inExpression(context, candidate, (form.option ?? "").split("."), 0);
    if (found === undefined) continue;
    if (typeof found === "string") return { state: "unknown", reason: found };
    const unit = form.unit_from === undefined ? form.unit : unitBeside(context, candidate, form);
    if (form.unit_from !== undefined && unit === undefined) continue;
    return judged(context, found.value, form, unit);
  }
  return undefined;
}

function unitBeside(context: Context, candidate: Expr, form: TtlForm): Unit | undefined {
  const found = inExpression(context, candidate, (form.unit_from ?? "").split("."), 0);
  if (found === undefined || typeof found === "string") return undefined;
  const meaning = context.meaning(found.value);
  const word =
    meaning.kind === "constant"
      ? String(meaning.value)
      : (dottedName(found.value)?.split(".").at(-1) ?? "");
  return form.units?.[word] ?? form.units?.[word.toUpperCase()];
}

/** `SetOptions::default().with_expiration(SetExpiry::EX(60))`, `Some(Expiration::EX(60))`. */
function wrapped(
  context: Context,
  args: readonly Expr[],
  wraps: Readonly<Record<string, Unit | "kept">>,
): TtlReading | undefined {
  for (const arg of args) {
    const found = inside(arg, wraps) ?? insideDefinition(context, arg, wraps);
    if (found === undefined) continue;
    const unit = wraps[found.word];
    if (unit === "kept") return { state: "kept" };
    if (found.value === undefined || unit === undefined) continue;
    return { state: "given", value: found.value, meaning: context.meaning(found.value), unit };
  }
  for (const arg of args) {
    const meaning = context.meaning(arg);
    if (meaning.kind === "constant" && meaning.value === null) return { state: "absent" };
    if (meaning.kind === "parameter" || meaning.kind === "unknown") {
      if (arg.kind === "name" || arg.kind === "member")
        return { state: "unknown", reason: "the options are built elsewhere" };
    }
  }
  return undefined;
}

interface Wrapped {
  readonly word: string;
  readonly value?: Expr;
}

function inside(expr: Expr, wraps: Readonly<Record<string, unknown>>): Wrapped | undefined {
  let found: Wrapped | undefined;
  walk(expr, (node) => {
    if (found !== undefined) return false;
    if (
      node.kind === "call" &&
      (node.callee.kind === "member" || node.callee.kind === "name") &&
      Object.hasOwn(wraps, node.callee.name)
    ) {
      const [value] = node.args;
      found = { word: node.callee.name, ...(value === undefined ? {} : { value }) };
      return false;
    }
    if (node.kind === "member" && Object.hasOwn(wraps, node.name) && wraps[node.name] === "kept")
      found = { word: node.name };
    return found === undefined;
  });
  return found;
}

function insideDefinition(
  context: Context,
  expr: Expr,
  wraps: Readonly<Record<string, unknown>>,
): Wrapped | undefined {
  if (expr.kind !== "name" && expr.kind !== "member") return undefined;
  for (const node of context.meaning(expr).via ?? []) {
    if (node.kind !== "declare" || node.value === undefined) continue;
    const found = inside(node.value, wraps);
    if (found !== undefined) return found;
  }
  return undefined;
}
