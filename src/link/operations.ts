/** Calls on modelled objects: which operation, with which key, value and TTL. */
import { classAround } from "../model/ancestry.ts";
import { someNode } from "../model/children.ts";
import type { Operation } from "../model/library.ts";
import type { Instance, Meaning, OperationSite } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Call, Expr, Module } from "../model/syntax.ts";
import { checkedReceiver } from "./checked-receivers.ts";
import { alternatives, type Context } from "./context.ts";
import { methodNamed } from "./class-fields.ts";
import { extensionOf } from "./extensions.ts";
import { libraryBase } from "./members.ts";
import { chainedWords, laterArguments, listedWords } from "./raw-commands.ts";
import { ttlOf } from "./ttl.ts";
import { instanceOf } from "./types.ts";

export function operationAt(context: Context, call: Call): OperationSite | undefined {
  if (call.callee.kind === "name") return promisified(context, call, call.callee.name);
  if (call.callee.kind !== "member") return undefined;
  // `client.getAsync(key)`: what promisifies a whole client names its methods so.
  const method = call.callee.name.replace(/(?<=[a-z])Async$/, "");
  const plain = method.toLowerCase();
  const known = methodNames(context);
  if (!known.has(plain) && !known.has(plain.replaceAll("_", ""))) return undefined;
  const receiver = context.meaning(call.callee.object);
  const instance =
    instanceIn(context, receiver, method) ?? inheritedFrom(context, call.callee.object);
  if (instance !== undefined)
    return extensionOf(context, instance, method) === undefined
      ? siteOn(context, call, instance, method)
      : undefined;
  const site = qualified(context, call, receiver);
  if (site !== undefined) return site;
  const checked = checkedReceiver(context, call.callee.object, receiver);
  return checked === undefined ? undefined : siteOn(context, call, checked, method);
}

/** `const getAsync = promisify(client.get).bind(client); getAsync(key)` */
function promisified(context: Context, call: Call, name: string): OperationSite | undefined {
  if (!/[a-z](Async|P|Promise)$/.test(name) && !promisedIn(context.moduleOf(call)).has(name))
    return undefined;
  const method = context.meaning(call.callee);
  return method.kind === "bound"
    ? siteOn(context, call, method.instance, method.method)
    : undefined;
}

const promisedIn = memoised((module: Module): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const statement of module.body) {
    if (statement.kind !== "declare" || statement.value === undefined) continue;
    if (
      someNode(
        statement.value,
        (node) => (node.kind === "name" || node.kind === "member") && node.name === "promisify",
      )
    )
      for (const { name } of statement.bindings) names.add(name);
  }
  return names;
});

function siteOn(
  context: Context,
  call: Call,
  instance: Instance,
  method: string,
): OperationSite | undefined {
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
  if (owner.kind !== "library" || call.callee.kind !== "member" || !call.callee.path)
    return undefined;
  const [receiver, ...args] = call.args;
  const instance = receiver === undefined ? undefined : instanceOf(owner, context.moduleOf(call));
  if (receiver === undefined || instance?.kind !== "instance") return undefined;
  const given = alternatives(context.meaning(receiver)).find(
    (option): option is Instance => option.kind === "instance",
  );
  const method = call.callee.name;
  const on = given ?? instance;
  // `Cmd::set(k, v)` makes a command: nothing is shifted, and `.arg(..)`s may follow on its name.
  if (instance.type.fluent) {
    const command = commandNamed(context, instance, method.replaceAll("_", "").toUpperCase());
    return command === undefined
      ? undefined
      : siteOf(context, call, instance, command, method, [...call.args, ...laterArguments(call)]);
  }
  const operation =
    operationNamed(on, method) ??
    commandNamed(context, on, method.replaceAll("_", "").toUpperCase());
  return operation === undefined || operation.raw !== undefined
    ? undefined
    : siteOf(context, call, on, operation, method, args);
}

const names = new WeakMap<Context, ReadonlySet<string>>();

/** Every method that some model or dialect knows, in lower case: most calls end here, before any meaning is asked. */
function methodNames(context: Context): ReadonlySet<string> {
  const known = names.get(context);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const library of context.inputs.libraries) {
    for (const operation of library.operations)
      for (const method of operation.methods) found.add(method.toLowerCase());
  }
  for (const dialect of context.inputs.dialects) {
    for (const command of dialect.commands) {
      for (const method of command.methods) found.add(method.toLowerCase());
    }
  }
  for (const name of Array.from(found)) {
    // `MSETEX` is `mset_ex` in Rust: underscores may stand anywhere.
    found.add(name.replaceAll("_", ""));
  }
  names.set(context, found);
  return found;
}

/** `super().set(k, v)`, `super.set(k, v)`: the modelled object that the class is one of. */
function inheritedFrom(context: Context, receiver: Expr): Instance | undefined {
  const named = receiver.kind === "call" ? receiver.callee : receiver;
  const owner = named.kind === "name" && named.name === "super" ? classAround(named) : undefined;
  return owner === undefined ? undefined : libraryBase(context, context.classInfo(owner));
}

/** The modelled object among a receiver's meanings: itself, or what the scanned class of it extends. */
function instanceIn(context: Context, receiver: Meaning, method: string): Instance | undefined {
  for (const option of alternatives(receiver)) {
    if (option.kind === "instance") return option;
    if (option.kind === "module") {
      // `const client = require("./client")`: a module that exports one object stands for it.
      const whole = moduleObject(context, option.module, method);
      if (whole !== undefined) return whole;
    }
    if (option.kind === "object" && methodNamed(option.info, method) === undefined) {
      const base = libraryBase(context, option.info);
      if (base !== undefined) return base;
    }
  }
  return undefined;
}

function moduleObject(context: Context, module: Module, method: string): Instance | undefined {
  if (module.language !== "typescript") return undefined;
  const options = alternatives(context.exportMeaning(module, "default"));
  return context.exportMeaning(module, method).kind === "unknown"
    ? options.find((option): option is Instance => option.kind === "instance")
    : undefined;
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
    operation.raw === "chain" ? chainedWords(context, call) : listedWords(context, call, operation);
  const [first, ...args] = words;
  const name = first === undefined ? undefined : context.meaning(first);
  if (name?.kind !== "constant" || typeof name.value !== "string") return undefined;
  const command = commandNamed(context, instance, name.value.toUpperCase());
  return command === undefined
    ? undefined
    : siteOf(context, call, instance, command, name.value.toUpperCase(), args);
}

function siteOf(
  context: Context,
  call: Call,
  instance: Instance,
  operation: Operation,
  method: string,
  args: readonly Expr[],
): OperationSite {
  const key = argument(call, args, operation.key, KEY_WORDS);
  const value = argument(call, args, operation.value, VALUE_WORDS);
  return {
    call,
    instance,
    operation,
    method,
    ...(key === undefined ? {} : { key }),
    ...(value === undefined ? {} : { value }),
    args,
    ttl: ttlOf(context, call, instance, operation, args),
  };
}

/** What the key and the value are called where they are given by name: `r.set(name=k, value=v)`. */
const KEY_WORDS = ["key", "name", "keys", "names"];
const VALUE_WORDS = ["value"];

function argument(
  call: Call,
  args: readonly Expr[],
  place: number | string | undefined,
  words: readonly string[],
): Expr | undefined {
  if (place === undefined) return undefined;
  const wanted = typeof place === "string" && place !== "each" ? [place] : words;
  const positional =
    place === "each" ? args[0] : typeof place === "number" ? args[place] : undefined;
  return positional ?? call.named.find(({ name }) => wanted.includes(name))?.value;
}
