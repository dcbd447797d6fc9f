/** The meaning of a call: what it makes, hands on, or returns. */
import type { Scalar } from "../model/constant.ts";
import type { Library } from "../model/library.ts";
import type { Instance, Meaning } from "../model/meaning.ts";
import { withUnit } from "../model/measure.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { promisedMeaning } from "./callbacks.ts";
import { alternatives, either, unknown, type Context } from "./context.ts";
import { dottedName } from "./dotted.ts";
import { elementOf } from "./elements.ts";
import { importMeaning } from "./imports.ts";
import { takenFromContainer } from "./providers.ts";
import {
  TIMEDELTA,
  containerFlavor,
  durationUnit,
  isTransparentCall,
  isTransparentMethod,
} from "./standard.ts";

export function callMeaning(context: Context, call: Call): Meaning {
  const standard = standardCall(context, call);
  if (standard !== undefined) return standard;
  const promised = promisedMeaning(context, call);
  if (promised !== undefined) return promised;
  const callee = context.meaning(call.callee);
  return either(alternatives(callee).map((option) => resultOf(context, call, option)));
}

function resultOf(context: Context, call: Call, callee: Meaning): Meaning {
  switch (callee.kind) {
    case "bound":
      return (
        adopted(context, derived(callee.instance, callee.method, call)) ??
        methodOf(context, call, callee.instance)
      );
    case "library":
      return (
        adopted(context, constructed(callee.library, callee.path, call)) ?? inert(callee, call)
      );
    case "class":
      return { kind: "object", info: callee.info };
    case "function":
      return callee.self !== undefined && callee.node.name === "constructor"
        ? { kind: "object", info: callee.self }
        : context.resultMeaning(callee.node, call);
    case "external":
      if (callee.path.at(-1) === "promisify" && /^(node:)?util$/.test(callee.source))
        return call.args[0] === undefined ? callee : context.meaning(call.args[0]);
      return call.isNew || isTypeName(callee.path.at(-1))
        ? containerOr(callee.path, callee)
        : received(context, call);
    case "global":
      // `new URL(req.url)`, `JSON.parse(body)`: made of input, it is input.
      if (call.args.some((arg) => arg.kind !== "spread" && context.meaning(arg).kind === "input"))
        return { kind: "input" };
      return containerOr(callee.path, received(context, call));
    case "instance":
      // `Session()` of `Session = sessionmaker(..)`
      return derived(callee, "()", call) ?? received(context, call);
    case "object":
      return received(context, call);
    case "input":
      return callee;
    case "module":
      // `const Store = require("./store"); new Store()`: the module is its default export.
      return either(
        alternatives(context.exportMeaning(callee.module, "default")).map((option) =>
          option.kind === "module"
            ? unknown("a module is called")
            : resultOf(context, call, option),
        ),
      );
    default:
      return received(context, call);
  }
}

function containerOr(path: readonly string[], otherwise: Meaning): Meaning {
  // `HashMap::new()`, `HashMap.with_capacity(n)`, `new Map()`, `dict()`, `collections.OrderedDict()`.
  const names = [path.at(-1), path.at(-2)];
  for (const name of names) {
    const flavor = name === undefined ? undefined : containerFlavor(name);
    if (flavor !== undefined) return { kind: "container", flavor };
  }
  return otherwise;
}

/** `req.app_data::<web::Data<Pool>>()`: the type that is asked for says what comes. */
const TYPED_GETTERS = /^(app_data|data|get|get_ref|extract|state|resource|ext|req_data)$/;

/** The result of a method whose receiver is transparent to it: `x.clone()`, `input.trim()`. */
function received(context: Context, call: Call): Meaning {
  if (call.callee.kind !== "member") return unknown("the result of a call");
  const { language } = context.moduleOf(call);
  const [asked] = call.typeArgs;
  if (
    language === "rust" &&
    asked !== undefined &&
    call.typeArgs.length === 1 &&
    TYPED_GETTERS.test(call.callee.name)
  ) {
    const meaning = context.typeMeaning(asked, call);
    if (meaning.kind === "instance" || meaning.kind === "object") return meaning;
  }
  const receiver = context.meaning(call.callee.object);
  if (receiver.kind === "input") return receiver;
  // `promisify(client.get).bind(client)` is the method still.
  if (receiver.kind === "bound" && call.callee.name === "bind") return receiver;
  if (/^(get|at|find|pop|shift|resolve)$/.test(call.callee.name)) {
    const taken = elementOf(context, call.callee.object) ?? takenFromContainer(context, call);
    if (taken !== undefined) return taken;
  }
  if (receiver.kind === "environment") {
    // `env::var("X").unwrap_or("literal")`, `os.environ.get("X", "literal")`: the argument is a fallback.
    const fallback = call.callee.name.startsWith("unwrap_or") ? call.args[0] : undefined;
    if (fallback !== undefined && receiver.fallback === undefined) {
      return { ...receiver, fallback: fallbackOf(context, fallback) };
    }
    return receiver;
  }
  if (receiver.kind === "constant") {
    const number = durationNumber(receiver.value, call.callee.name);
    if (number !== undefined) return { ...receiver, value: number };
  }
  if (isTransparentMethod(language, call.callee.name)) return receiver;
  if (language === "rust" && /^(unwrap_or|or|or_else|unwrap_or_else)$/.test(call.callee.name)) {
    const other = call.args[0];
    return other === undefined ? receiver : either([receiver, fallbackOf(context, other)]);
  }
  return unknown("the result of a call");
}

/** `TTL.as_secs()`, `td.total_seconds()`: a duration as a bare number again. */
function durationNumber(value: Scalar, method: string): number | undefined {
  if (value === null || typeof value !== "object" || !("ms" in value)) return undefined;
  if (/^(as_secs|as_secs_f64|as_secs_f32|total_seconds|num_seconds|whole_seconds)$/.test(method))
    return value.ms / 1000;
  return /^(as_millis|num_milliseconds|whole_milliseconds)$/.test(method) ? value.ms : undefined;
}

function fallbackOf(context: Context, expr: Expr): Meaning {
  const meaning = context.meaning(expr);
  return meaning.kind === "function" ? context.resultMeaning(meaning.node, undefined) : meaning;
}

function methodOf(context: Context, call: Call, instance: Instance): Meaning {
  if (call.callee.kind !== "member") return unknown("the result of a call");
  const { language } = context.moduleOf(call);
  if (instance.type.fluent || instance.type.same.includes(call.callee.name)) return instance;
  // A cell of the object, `OnceCell<Client>`: with a key, `get` is a command of the client itself.
  const { name } = call.callee;
  const isCell =
    /^(get_or_init|get_or_try_init|wait|force)$/.test(name) ||
    (/^(get|get_mut)$/.test(name) && call.args.length === 0);
  const hands =
    (isCell && !instance.type.pooled) ||
    isTransparentMethod(language, call.callee.name) ||
    /^(unwrap_or|unwrap_or_else|or|or_else|inspect_err)$/.test(call.callee.name);
  return hands && language === "rust"
    ? instance
    : unknown(`the result of ${instance.library.title}'s ${call.callee.name}`);
}

/** The object that a method of another object gives: `client.pipeline()`, `builder.build()`. */
export function derived(source: Instance, method: string, call: Call): Instance | undefined {
  const name = `${source.type.name}.${method}`;
  const type = source.library.types.find((candidate) => candidate.derives.includes(name));
  return type === undefined
    ? undefined
    : { kind: "instance", library: source.library, type, making: call, source };
}

/** The object that calling or constructing one of the library's exports makes. */
export function constructed(
  library: Library,
  path: readonly string[],
  call: Call,
): Instance | undefined {
  const name = path.join(".");
  const last = path.at(-1) ?? "";
  const type =
    library.types.find((candidate) => candidate.construct.includes(name)) ??
    library.types.find((candidate) => candidate.construct.includes(last));
  return type === undefined ? undefined : { kind: "instance", library, type, making: call };
}

/** A generic pool is one of what its manager makes: `bb8::Pool::builder().build(PostgresConnectionManager::new(..))`. */
export function adopted(context: Context, made: Instance | undefined): Instance | undefined {
  const wanted = made?.type.adopts;
  const first = made?.making?.args[0];
  if (made === undefined || wanted === undefined || first === undefined) return made;
  const manager = alternatives(context.meaning(first)).find(
    (option): option is Instance =>
      option.kind === "instance" && option.type.name === wanted && option.library !== made.library,
  );
  const type = manager?.library.types.find(({ name }) => name === made.type.name);
  if (manager === undefined || type === undefined) return made;
  return { ...made, library: manager.library, type, source: made.source ?? manager };
}

function inert(callee: Extract<Meaning, { kind: "library" }>, call: Call): Meaning {
  // An enum's variant or a tuple struct of the library: `SetExpiry::EX(60)` stays what it is called.
  return call.args.length > 0 && isTypeName(callee.path.at(-1))
    ? callee
    : unknown(`the result of ${callee.library.title}'s ${callee.path.join(".") || "import"}`);
}

function isTypeName(name: string | undefined): boolean {
  return name !== undefined && /^[A-Z]/.test(name);
}

/** Calls of the standard library that mean something by their name alone. */
function standardCall(context: Context, call: Call): Meaning | undefined {
  const dotted = dottedName(call.callee);
  if (dotted === undefined) return undefined;
  const { language } = context.moduleOf(call);
  const unit = durationUnit(dotted);
  const [first] = call.args;
  if (
    (dotted === "require" || dotted === "import") &&
    first?.kind === "literal" &&
    typeof first.value === "string"
  ) {
    return importMeaning(context, context.moduleOf(call), first.value, "*");
  }
  if (unit !== undefined && first !== undefined) {
    const amount = context.meaning(first);
    return amount.kind === "constant"
      ? { ...amount, value: withUnit(amount.value, unit) }
      : unknown("a duration that is computed when the program runs");
  }
  if (language === "python" && /(^|\.)timedelta$/.test(dotted)) return timedelta(context, call);
  if (environmentCall(dotted)) {
    const name = first === undefined ? undefined : context.meaning(first);
    const fallback = call.args[1] ?? call.named.find((named) => named.name === "default")?.value;
    return {
      kind: "environment",
      ...(name?.kind === "constant" && typeof name.value === "string" ? { name: name.value } : {}),
      ...(fallback === undefined ? {} : { fallback: context.meaning(fallback) }),
    };
  }
  if (first !== undefined && call.args.length <= 2 && isTransparentCall(language, dotted)) {
    const inner = context.meaning(first);
    return inner.kind === "constant" ? converted(inner, dotted) : inner;
  }
  return undefined;
}

function converted(inner: Extract<Meaning, { kind: "constant" }>, dotted: string): Meaning {
  let value: Scalar = inner.value;
  if (/^(Number|parseInt|parseFloat|int|float)$/.test(dotted) && typeof value === "string") {
    const number = Number(value);
    if (Number.isFinite(number)) value = number;
  }
  if (typeof value === "number" && /^(Math\.floor|int|parseInt|Math\.trunc)$/.test(dotted))
    value = Math.trunc(value);
  if (typeof value === "number" && dotted === "Math.round") value = Math.round(value);
  if (typeof value === "number" && dotted === "Math.ceil") value = Math.ceil(value);
  return { ...inner, value };
}

function timedelta(context: Context, call: Call): Meaning {
  let ms = 0;
  const positional = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours"];
  const parts = [
    ...call.args.map((value, index) => ({ name: positional[index] ?? "days", value })),
    ...call.named,
  ];
  for (const part of parts) {
    const amount = context.meaning(part.value);
    const measured =
      amount.kind === "constant" ? withUnit(amount.value, TIMEDELTA[part.name]) : undefined;
    if (
      measured === undefined ||
      measured === null ||
      typeof measured !== "object" ||
      !("ms" in measured)
    ) {
      return unknown("a duration that is computed when the program runs");
    }
    ms += measured.ms;
  }
  return { kind: "constant", value: { ms } };
}

function environmentCall(dotted: string): boolean {
  return (
    /(^|\.)(getenv|env\.var|env\.var_os|environ\.get|env\.str|env\.get|Deno\.env\.get|env\.int|env\.bool|dotenv\.var|var_os|getEnv|requireEnv|get_env)$/.test(
      dotted,
    ) ||
    dotted === "env" ||
    dotted === "env!" ||
    dotted === "option_env"
  );
}
