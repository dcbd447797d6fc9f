/** Which value an option of a construction has: given, the library's default, absent, or not to be known. */
import type { LibraryOption } from "../model/library.ts";
import type { Instance, Reading } from "../model/meaning.ts";
import type { Language } from "../model/source.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { fromBuilder } from "./builder-options.ts";
import type { Found } from "./builder-pairs.ts";
import { fieldValues } from "./class-fields.ts";
import { fromAddress } from "./address-options.ts";
import { alternatives, type Context } from "./context.ts";
import { defaultOf } from "./defaults.ts";

/** The model of the option, on the instance's type or on what it was derived from. */
export function optionModel(
  instance: Instance,
  name: string,
): { option: LibraryOption; holder: Instance } | undefined {
  for (let holder: Instance | undefined = instance; holder !== undefined; holder = holder.source) {
    const type = holder.type.name;
    const option = holder.library.options.find(
      (candidate) =>
        candidate.name === name && (candidate.on.includes(type) || candidate.on.includes("*")),
    );
    if (option !== undefined) return { option, holder };
  }
  return undefined;
}

export function readOption(context: Context, instance: Instance, name: string): Reading {
  let fallback: Reading = { state: "absent" };
  // Several entries of a model may spell one option: `tls.rejectUnauthorized`, `checkServerIdentity`.
  for (let holder: Instance | undefined = instance; holder !== undefined; holder = holder.source) {
    const type = holder.type.name;
    const models = holder.library.options.filter(
      (candidate) =>
        candidate.name === name && (candidate.on.includes(type) || candidate.on.includes("*")),
    );
    for (const option of models) {
      const reading = readOne(context, holder, option);
      if (reading.state === "given") return reading;
      if (reading.state === "unknown") fallback = reading;
      if (fallback.state === "absent") {
        const own = defaultOf(context, holder, option);
        if (own.state !== "absent" || own.installed !== undefined || own.never) fallback = own;
      }
    }
  }
  return fallback;
}

function readOne(context: Context, holder: Instance, option: LibraryOption): Reading {
  const call = holder.making;
  if (call === undefined) return { state: "unknown", reason: "where it is made is not seen" };
  const found =
    fromBuilder(context, holder, option) ??
    fromNamed(context, call, option) ??
    fromPosition(context, call, option) ??
    fromRecords(context, holder, call, option) ??
    fromAddress(context, option, () => readOption(context, holder, "url"));
  if (found === undefined) return { state: "absent" };
  if (typeof found === "string") return { state: "unknown", reason: found };
  return { state: "given", ...found, meaning: context.meaning(found.value), model: option };
}

/** `password="x"`, and `connect_args={"sslmode": "disable"}` for a dotted key. */
function fromNamed(
  context: Context,
  call: Call,
  option: LibraryOption,
): Found | string | undefined {
  let reason: string | undefined;
  for (const { name, value, ...span } of call.named) {
    for (const key of option.keys) {
      if (key === name) return { span, value };
      if (!key.startsWith(`${name}.`)) continue;
      const found = inExpression(context, value, key.slice(name.length + 1).split("."), 0);
      if (typeof found === "string") reason = found;
      else if (found !== undefined) return found;
    }
  }
  return reason;
}

function fromPosition(context: Context, call: Call, option: LibraryOption): Found | undefined {
  const value = option.arg === undefined ? undefined : call.args[option.arg];
  if (value === undefined || value.kind === "spread") return undefined;
  const meaning = context.meaning(value);
  if (meaning.kind === "record" || meaning.kind === "object") return undefined;
  // A library may take either a plain value or an options object in one place: a typed one decides. What has words of
  // its own (`NoBackoff()`) is no options object.
  if (
    option.keys.length > 0 &&
    option.means === undefined &&
    meaning.kind !== "constant" &&
    meaning.kind !== "text" &&
    meaning.kind !== "environment"
  )
    return undefined;
  return { span: value, value };
}

function fromRecords(
  context: Context,
  holder: Instance,
  call: Call,
  option: LibraryOption,
): Found | string | undefined {
  if (option.keys.length === 0) return undefined;
  let reason: string | undefined;
  const { language } = context.moduleOf(call);
  // `new Queue(config.name, { … })`: where one argument is written as a record, what else is there is something else.
  const isWritten = call.args.some(({ kind }) => kind === "record");
  for (const [index, arg] of call.args.entries()) {
    if (!canHoldOptions(context, arg, language) || isSubject(context, holder, arg, index)) continue;
    const value = arg.kind === "spread" ? arg.value : arg;
    for (const key of option.keys) {
      const found = inExpression(context, value, key.split("."), 0);
      if (typeof found === "string") {
        if (!isWritten || arg.kind === "record" || arg.kind === "spread") reason = found;
      } else if (found !== undefined) return found;
    }
  }
  return reason;
}

/** What a request is about, its address or its body, stands first; only a record there can be its options. */
function isSubject(context: Context, { library, type }: Instance, arg: Expr, at: number): boolean {
  if (!type.sends) return false;
  const [subject] = library.options.filter((one) => one.arg === at && one.on.includes(type.name));
  if (subject === undefined) return false;
  if (subject.name === "body") return true;
  return (
    !alternatives(context.meaning(arg)).some(
      ({ kind }) => kind === "record" || kind === "object",
    ) && !/(options|opts|config|cfg|settings|init|params)$/i.test(wordsOf(arg))
  );
}

/** A plain text or number is no options object, whoever brings it; in Python only `**options` and dicts are. */
function canHoldOptions(context: Context, arg: Expr, language: Language): boolean {
  if (arg.kind === "spread") return true;
  const kinds = alternatives(context.meaning(arg));
  if (kinds.some((option) => option.kind === "record" || option.kind === "object")) return true;
  if (language !== "typescript") return false;
  return kinds.some(
    (option) =>
      option.kind !== "constant" &&
      option.kind !== "text" &&
      option.kind !== "environment" &&
      option.kind !== "function" &&
      !(
        option.kind === "parameter" &&
        option.type !== undefined &&
        /^(string|number|boolean)$/.test(option.type.name)
      ),
  );
}

/** Looks a dotted key up in an expression that may be, or stand for, a record. */
export function inExpression(
  context: Context,
  expr: Expr,
  path: readonly string[],
  depth: number,
): Found | string | undefined {
  const [first, ...rest] = path;
  if (first === undefined || depth > 8) return undefined;
  if (expr.kind === "record") {
    for (let index = expr.entries.length - 1; index >= 0; index -= 1) {
      const entry = expr.entries[index];
      if (entry === undefined) continue;
      // A key may have dots of its own: `{ "enable.auto.commit": true }`.
      if (rest.length > 0 && entry.key === path.join("."))
        return { span: entry, value: entry.value };
      if (entry.key !== first) continue;
      return rest.length === 0
        ? { span: entry, value: entry.value }
        : inExpression(context, entry.value, rest, depth + 1);
    }
    let reason: string | undefined;
    for (const spread of expr.rest) {
      // Rust's `..Default::default()` leaves the others at what the library has.
      if (
        spread.kind === "call" &&
        spread.callee.kind === "member" &&
        spread.callee.name === "default"
      )
        continue;
      const found = inExpression(context, spread, path, depth + 1);
      if (typeof found === "string") reason = found;
      else if (found !== undefined) return found;
    }
    return reason;
  }
  if (expr.kind === "conditional") {
    const found = inExpression(context, expr.then, path, depth + 1);
    return found === undefined || typeof found === "string"
      ? (inExpression(context, expr.otherwise, path, depth + 1) ?? found)
      : found;
  }
  if (expr.kind === "binary" && (expr.op === "&&" || expr.op === "??" || expr.op === "||")) {
    const right = inExpression(context, expr.right, path, depth + 1);
    return (
      right ?? (expr.op === "&&" ? undefined : inExpression(context, expr.left, path, depth + 1))
    );
  }
  let reason: string | undefined;
  for (const meaning of alternatives(context.meaning(expr))) {
    if (meaning.kind === "record") {
      const found = inExpression(context, meaning.node, path, depth + 1);
      if (found !== undefined) return found;
    } else if (meaning.kind === "object") {
      const value = fieldValues(meaning.info, first)[0];
      if (value !== undefined)
        return rest.length === 0
          ? { span: value, value }
          : inExpression(context, value, rest, depth + 1);
    } else if (
      meaning.kind === "parameter" ||
      meaning.kind === "unknown" ||
      meaning.kind === "typed" ||
      meaning.kind === "external" ||
      meaning.kind === "bound"
    ) {
      reason = `the options come from \`${wordsOf(expr)}\`, which cannot be read here`;
    }
  }
  return reason;
}

function wordsOf(expr: Expr): string {
  if (expr.kind === "name") return expr.name;
  if (expr.kind === "member") return `${wordsOf(expr.object)}.${expr.name}`;
  if (expr.kind === "call") return `${wordsOf(expr.callee)}(…)`;
  return "…";
}
