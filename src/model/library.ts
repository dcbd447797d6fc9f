/**
 * A library model: what a client library looks like to the engine. Adding a library is one TOML file.
 *
 * Names of what a library exports are dotted paths below its packages: `default`, `Redis`, `Client.open`,
 * `aio.MultiplexedConnection`. `TYPE.method` in `derives` is a method on another type of the same model.
 */
import type { ServerModel } from "./server.ts";
import type { Language } from "./source.ts";
import type { Scalar } from "./constant.ts";
import type { VersionRange } from "./versions.ts";

export const PROVIDES = [
  "shared-cache",
  "local-cache",
  "http-client",
  "sql-pool",
  "sql-client",
  "queue",
  "lock",
  "none",
] as const;
export type Provides = (typeof PROVIDES)[number];

export type Unit = "ms" | "s" | "min" | "h" | "d" | "us" | "ns" | "byte" | "count";

/** `CACHES = { "default": { "BACKEND": "…", … } }`: told by the text that one of its entries has. */
export interface SettingsRecord {
  readonly variable: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A kind of object that the library makes. */
export interface LibraryType {
  readonly name: string;
  readonly provides: Provides;
  /** Exports that make one when called or constructed: `default`, `Redis`, `createClient`, `Cache.builder`. */
  readonly construct: readonly string[];
  /** Exports usable as type names for one: `Redis`, `aio.MultiplexedConnection`, traits in bounds. */
  readonly types: readonly string[];
  /** Methods that give one: `client.pipeline`, `builder.build`; `maker.()` where calling the object itself does. */
  readonly derives: readonly string[];
  /** Plain functions or members of the package that ARE one, without a call: Django's `cache`. */
  readonly values: readonly string[];
  /** Settings that have one made without a call: a record in the variable, or in one of its entries. */
  readonly settings?: SettingsRecord;
  /** Making one opens a connection (or a pool of them). */
  readonly opens: boolean;
  /** Calls on it block the calling thread until the server answers. */
  readonly blocking: boolean;
  /** Commands are collected and sent together later (pipelines, MULTI). */
  readonly buffered: boolean;
  /** Methods return the object itself, and are options of what `derives` makes from it. */
  readonly fluent: boolean;
  /** Errors come as events, and one that nobody listens to ends the process. */
  readonly errors_as_events: boolean;
  /** Many connections behind one object. */
  readonly pooled: boolean;
  /** There is no server: what it opens is a file, or memory, of the process itself. */
  readonly embedded: boolean;
  /** What the call is given as its first argument is another library's object of this name: what is made is of that
   *  library then, its type the one called like this one. A pool of the crate `bb8` is of its manager's library. */
  readonly adopts?: string;
  /** The exports with which its options are told, somewhere in the project: of one that is injected, or of a decorator. */
  readonly set_up_by?: readonly string[];
  /** Set where keys lie on several servers, by slot: the commands (`PIPELINE` too) that it takes apart itself. */
  readonly splits?: readonly string[];
  /** It is a decorator: what the function gives is kept, there unless the option `store` says otherwise. */
  readonly keeps?: "shared-cache" | "local-cache";
  /** Making one is a request of its own: `fetch(url)`, `axios.get(url)`, `client.get(url)` of a client. */
  readonly sends: boolean;
  /** Library methods that hand the same object on: `clone`, `duplicate`, `lock`, `get`. */
  readonly same: readonly string[];
}

/** How one way of giving a TTL is written. Exactly one of the places is set. */
export interface TtlForm {
  /** Position of the argument that is the TTL, or that holds it (`option`, `wraps`). */
  readonly arg?: number;
  /** Named argument. */
  readonly named?: string;
  /** Dotted path in a record at `arg` (any record argument when `arg` is absent). */
  readonly option?: string;
  /** The unit stands beside the value: dotted path of the word that decides, and the unit by word. */
  readonly unit_from?: string;
  /** A string among the arguments, any case: the next argument is the TTL. */
  readonly after?: string;
  /** A string among the arguments, any case, or an option that is true: the old TTL is kept. */
  readonly keeps?: string;
  /** Calls by the last word of their callee, anywhere inside `arg`: `EX(60)`. The unit by word; `kept` keeps. */
  readonly wraps?: Readonly<Record<string, Unit | "kept">>;
  readonly units?: Readonly<Record<string, Unit>>;
  readonly unit?: Unit;
  /** What a literal 0 and null mean here; default: the value itself is judged. */
  readonly zero?: "never" | "error" | "now" | "default";
  readonly null?: "never" | "default";
}

export interface Operation {
  /** Types of the model that have it; `*` is every type. */
  readonly on: readonly string[];
  readonly methods: readonly string[];
  /** write read delete expire enumerate flush lock-acquire lock-release increment subscribe … */
  readonly operation: string;
  /** Position, or the named argument's name, of the key; `each` when every argument is a key. */
  readonly key?: number | string;
  /** Where several keys stand, from `key` on: in `each` argument, in the first of `pairs`, in two (`both`), or as many
   *  as the argument before them says (`counted`). */
  readonly keys?: "each" | "pairs" | "both" | "counted";
  readonly value?: number | string;
  /** Each way to give a TTL; none given means `ttl_default`. */
  readonly ttl: readonly TtlForm[];
  /** What holds without any TTL form: the words `absent` (the default), `kept`, `option` (what the `ttl` option of the
   *  construction says), `none` (no TTL belongs here), or the library's own default. */
  readonly ttl_default: Scalar;
  /** Blocks the caller by design (BLPOP). */
  readonly waits: boolean;
  /** How often the result is awaited until the server has confirmed it: 2 where the first only says that it was sent. */
  readonly awaits?: number;
  /** The arguments spell a raw command: `args` (`call('SET', k, v)`), `list` (`sendCommand(['SET', k, v])`),
   *  `chain` (`cmd("SET").arg(k).arg(v)`); looked up in the model's command table. */
  readonly raw?: "args" | "list" | "chain";
}

export interface LibraryOption {
  /** Types of the model whose making takes it. */
  readonly on: readonly string[];
  /** The canonical word that extractors use, the same for every library: `command-timeout`, `capacity`, `ttl`,
   *  `tls-verify`, `password`, `url`, `max-connections` … */
  readonly name: string;
  /** Dotted paths in an options record, or named arguments, or struct fields. */
  readonly keys: readonly string[];
  /** Position of a plain argument. */
  readonly arg?: number;
  /** Builder methods whose first argument is the value. */
  readonly methods: readonly string[];
  /** Parameters of the address that the `url` option gives: `sslmode`. */
  readonly params: readonly string[];
  /** The methods take pairs, `.set("enable.auto.commit", "true")`: the first arguments that are this option. */
  readonly pairs: readonly string[];
  readonly unit?: Unit;
  /** The library's default; absent when there is none. Where it changed, what is taken when no version is known. */
  readonly default?: Scalar;
  /** The default by version, where it is known which versions have which. */
  readonly defaults: readonly VersionedDefault[];
  /** The option's presence with this value means the opposite word: `insecure = true` is `tls-verify` false. */
  readonly negated: boolean;
  /** What words and nothing mean, by the last word of the value in lower case: `{ none = false, required = true }`.
   *  `null` is `null`, `None` and `undefined`. */
  readonly means?: Readonly<Record<string, boolean | number | string>>;
  /** What a literal 0 means: `unlimited`, `disabled`, `error`, `immediate`, `default`; words for messages. */
  readonly zero?: string;
}

/** What holds for some versions of a library. */
export interface VersionedDefault {
  readonly versions: readonly VersionRange[];
  /** Absent where these versions have none. */
  readonly value?: Scalar;
  /** Where the library itself says so. */
  readonly source: string;
}

export interface Library {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  /** Import sources: npm names, crate names, Python modules. A package's submodules count. One with a star, a slash and two
   *  words is what a generator puts into a project, wherever it does. */
  readonly packages: readonly string[];
  /** The names by which it is installed, and whose versions are meant where the model speaks of versions. */
  readonly installed_as: readonly string[];
  /** Exports that are there without an import: `fetch`. */
  readonly globals: readonly string[];
  /** The command table that raw commands and command-named methods use: `redis`. */
  readonly dialect?: string;
  readonly types: readonly LibraryType[];
  readonly operations: readonly Operation[];
  readonly options: readonly LibraryOption[];
  /** `built-in`, or the path of the project's own file. */
  readonly origin: string;
}

/** A server's commands, shared by all libraries that speak its protocol: `libraries/<dialect>.commands.toml`. */
export interface Dialect {
  readonly id: string;
  /** `methods` holds the command's name in capitals. */
  readonly commands: readonly Operation[];
  /** How it is told in deployment files. */
  readonly server?: ServerModel;
}
