/**
 * What the engine knows of the languages' own libraries: which calls hand a value on unchanged, which make
 * durations, which convert, which containers can hold a cache. Data, by language.
 */
import type { Unit } from "../model/library.ts";
import type { Language } from "../model/source.ts";

/** Methods that give back their receiver, or what is inside it. */
const TRANSPARENT_METHODS: Readonly<Record<Language, ReadonlySet<string>>> = {
  typescript: new Set(["toString", "valueOf", "trim", "catch", "finally", "bind"]),
  rust: new Set([
    "clone",
    "cloned",
    "copied",
    "unwrap",
    "expect",
    "to_string",
    "to_owned",
    "into",
    "as_ref",
    "as_str",
    "as_mut",
    "as_deref",
    "as_bytes",
    "into_bytes",
    "borrow",
    "borrow_mut",
    "lock",
    "read",
    "write",
    "get_mut",
    "map_err",
    "context",
    "with_context",
    "ok",
    "unwrap_or_default",
    "into_inner",
    "to_vec",
    "trim",
    "try_into",
    "iter",
    "into_iter",
    "ok_or",
    "ok_or_else",
    "boxed",
    "get_ref",
    "inner",
    "deref",
    "await",
    "by_ref",
    "wait",
    "load",
    "load_full",
  ]),
  python: new Set(["strip", "copy", "encode", "decode"]),
};

/** Functions and constructors that give back their only argument, by the end of their dotted name. */
const TRANSPARENT_CALLS: Readonly<Record<Language, ReadonlySet<string>>> = {
  typescript: new Set([
    "String",
    "Number",
    "Object.freeze",
    "Promise.resolve",
    "parseInt",
    "parseFloat",
    "Boolean",
    "Math.floor",
    "Math.round",
    "Math.ceil",
    "Math.trunc",
    "Object.seal",
    "structuredClone",
  ]),
  rust: new Set([
    "Some",
    "Ok",
    "Arc.new",
    "Rc.new",
    "Box.new",
    "Mutex.new",
    "RwLock.new",
    "Cell.new",
    "RefCell.new",
    "String.from",
    "Data.new",
    "Arc.clone",
    "Rc.clone",
    "Cow.from",
    "Cow.Borrowed",
    "Cow.Owned",
    "Box.pin",
    "Extension",
    "State",
    "OnceCell.from",
    "Secret.new",
    "SecretString.new",
    "SecretString.from",
    "NonZeroUsize.new",
    "NonZeroU32.new",
    "NonZeroU64.new",
    "Into.into",
    "From.from",
    "AtomicUsize.new",
    "AtomicU64.new",
    "AtomicBool.new",
    "Wrapping",
    "Pin.new",
    "ArcSwap.from_pointee",
    "Parking_lot.Mutex.new",
  ]),
  python: new Set(["str", "int", "float", "bool", "cast", "typing.cast", "SecretStr", "copy.copy"]),
};

/** Makers of durations, by the end of their dotted name. */
const DURATIONS: Readonly<Record<string, Unit>> = {
  "Duration.from_secs": "s",
  "Duration.from_secs_f64": "s",
  "Duration.from_secs_f32": "s",
  "Duration.from_millis": "ms",
  "Duration.from_micros": "us",
  "Duration.from_nanos": "ns",
  "Duration.from_mins": "min",
  "Duration.from_minutes": "min",
  "Duration.from_hours": "h",
  "Duration.from_days": "d",
  "Duration.seconds": "s",
  "Duration.milliseconds": "ms",
  "Duration.minutes": "min",
  "Duration.hours": "h",
  "Duration.days": "d",
  "TimeDelta.seconds": "s",
};

/** `timedelta(hours=1, minutes=5)`: the unit of each named argument. */
export const TIMEDELTA: Readonly<Record<string, Unit>> = {
  days: "d",
  hours: "h",
  minutes: "min",
  seconds: "s",
  milliseconds: "ms",
  microseconds: "us",
};

/** Constants of the standard libraries, by the end of their dotted name. */
const CONSTANTS: Readonly<Record<string, number | null | { readonly ms: number }>> = {
  "Duration.ZERO": { ms: 0 },
  "Duration.MAX": { ms: Infinity },
  Infinity: Infinity,
  "Number.POSITIVE_INFINITY": Infinity,
  "Number.MAX_SAFE_INTEGER": Infinity,
  "usize.MAX": Infinity,
  "u64.MAX": Infinity,
  "u32.MAX": Infinity,
  "math.inf": Infinity,
  "sys.maxsize": Infinity,
  NaN: null,
};

const CONTAINERS: Readonly<Record<string, "map" | "weak-map" | "set" | "list">> = {
  Map: "map",
  WeakMap: "weak-map",
  Set: "set",
  WeakSet: "weak-map",
  HashMap: "map",
  BTreeMap: "map",
  IndexMap: "map",
  FxHashMap: "map",
  AHashMap: "map",
  DashMap: "map",
  HashSet: "set",
  BTreeSet: "set",
  VecDeque: "list",
  Vec: "list",
  dict: "map",
  Dict: "map",
  defaultdict: "map",
  OrderedDict: "map",
  DefaultDict: "map",
  MutableMapping: "map",
  Record: "map",
  WeakKeyDictionary: "weak-map",
  WeakValueDictionary: "weak-map",
  set: "set",
  list: "list",
  deque: "list",
};

export function isTransparentMethod(language: Language, method: string): boolean {
  return TRANSPARENT_METHODS[language].has(method);
}

export function isTransparentCall(language: Language, dotted: string): boolean {
  return (
    TRANSPARENT_CALLS[language].has(tail(dotted, 2)) ||
    TRANSPARENT_CALLS[language].has(tail(dotted, 1))
  );
}

export function durationUnit(dotted: string): Unit | undefined {
  const name = tail(dotted, 2);
  return Object.hasOwn(DURATIONS, name) ? DURATIONS[name] : undefined;
}

export function standardConstant(
  dotted: string,
): number | null | { readonly ms: number } | undefined {
  const name = [tail(dotted, 2), dotted].find((candidate) => Object.hasOwn(CONSTANTS, candidate));
  return name === undefined ? undefined : CONSTANTS[name];
}

export function containerFlavor(name: string): "map" | "weak-map" | "set" | "list" | undefined {
  const last = tail(name, 1);
  return Object.hasOwn(CONTAINERS, last) ? CONTAINERS[last] : undefined;
}

/** Types that only wrap: the meaning of `Arc<Mutex<T>>` is that of T. */
export const WRAPPERS: ReadonlySet<string> = new Set([
  "Arc",
  "Rc",
  "Box",
  "Option",
  "Mutex",
  "RwLock",
  "Cell",
  "RefCell",
  "Pin",
  "OnceCell",
  "OnceLock",
  "LazyLock",
  "Lazy",
  "Result",
  "impl",
  "dyn",
  "Promise",
  "Awaited",
  "Readonly",
  "Required",
  "Partial",
  "NonNullable",
  "Optional",
  "Final",
  "ClassVar",
  "Annotated",
  "Data",
  "State",
  "Extension",
  "Weak",
  "Cow",
  "Awaitable",
  "Coroutine",
  "Depends",
  "Type",
  "type",
  "MutexGuard",
  "Ref",
  "InstanceType",
  "Atomic",
  "ArcSwap",
  "ArcSwapOption",
  "RwLockReadGuard",
  "PromiseLike",
]);

/** Objects that frameworks fill from the request being served, by where they are imported from. */
export function isRequestObject(source: string, name: string): boolean {
  return (
    name === "request" &&
    /^(flask|quart|bottle|flask_restful|sanic|starlette\.requests)$/.test(source)
  );
}

/** The last words of a dotted name. */
export function tail(dotted: string, words: number): string {
  const parts = dotted.split(".");
  return parts.slice(-words).join(".");
}
