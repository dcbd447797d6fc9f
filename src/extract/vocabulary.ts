/**
 * The words that extractors can use: every property of every shape with what it can be. An idiom adds its rows here, and
 * to `captures.ts`.
 */
import { PROVIDES } from "../model/library.ts";
import { CLIENT_PROPERTIES } from "./client-vocabulary.ts";
import { OCCASIONS } from "./occasion.ts";
import { PATIENCE } from "./patience.ts";
import { QUEUE_PROPERTIES } from "./queue-vocabulary.ts";

/** Words that the library models decide. */
export interface ModelWords {
  readonly library: readonly string[];
  readonly type: readonly string[];
  readonly operation: readonly string[];
  readonly option: readonly string[];
  readonly dialect: readonly string[];
}

/** What a property can be: any text, anything at all, or one of these. */
export type Allowed = "text" | "any" | readonly (string | boolean)[];

const FLAG = [true, false];
const REPEATED = ["loop", "request", "function"];
const HOSTS = ["loopback", "bare", "remote", "unknown"];
const CACHE = { provides: PROVIDES, library: "library" } as const;
const ORIGIN = { ...CACHE, type: "type" } as const;

/** Every property of every shape; a name stands for words that the library models decide. A test keeps it complete. */
export const PROPERTIES: Readonly<
  Record<string, Readonly<Record<string, Allowed | keyof ModelWords>>>
> = {
  operation: {
    ...ORIGIN,
    operation: "operation",
    method: "text",
    ttl: ["given", "kept", "absent", "separate", "default", "unknown", "none"],
    blocking: FLAG,
    buffered: FLAG,
    waits: FLAG,
    purpose: ["cache", "lock", "queue", "state"],
    conditional: FLAG,
  },
  construct: {
    construct: PROVIDES,
    library: "library",
    type: "type",
    opens: FLAG,
    pooled: FLAG,
    derived: FLAG,
    option: "option",
    is: [
      "given",
      "default",
      "absent",
      "unknown",
      "limited",
      "unlimited",
      "set",
      "open",
      "none",
      "unpinned",
      ...FLAG,
    ],
    least: "any",
    host: HOSTS,
    patience: PATIENCE,
    crossed: FLAG,
    fixed: FLAG,
    checked: FLAG,
    waits: FLAG,
    unpooled: FLAG,
  },
  authentication: {
    ...CACHE,
    given: ["something", "empty", "nothing"],
    host: HOSTS,
  },
  config: {
    server: "dialect",
    role: ["server", "client"],
    file: ["server", "compose", "kubernetes", "chart", "environment", "settings"],
    named: "text",
    directive: "any",
    is: "given absent something empty reference literal fallback secret fallback-secret number".split(
      " ",
    ),
    value_is: "any",
    with: "any",
    without: "any",
    complete: FLAG,
    local: FLAG,
  },
  bound: { ...CACHE, bounded: [...FLAG, "unknown"] },
  "client-lifecycle": {
    ...ORIGIN,
    per_call: FLAG,
    known: FLAG,
    host: HOSTS,
    derived: FLAG,
    patience: PATIENCE,
    by: REPEATED,
  },
  "stored-failure": {
    ...CACHE,
    stored: FLAG,
    form: [
      "handler",
      "rejection",
      "fallback",
      "marker",
      "loaded",
      "answer",
      "response",
      "memoised",
    ],
  },
  "swallowed-failure": {
    ...CACHE,
    recorded: FLAG,
    form: ["handler", "catch", "ok", "let", "arm", "test"],
  },
  ...CLIENT_PROPERTIES,
  ...QUEUE_PROPERTIES,
  "tls-url": {
    provides: PROVIDES,
    library: "library",
    verified: FLAG,
    encrypted: FLAG,
    host: HOSTS,
  },
  "command-loop": {
    ...CACHE,
    operation: "operation",
    batched: FLAG,
    exits: FLAG,
    paced: FLAG,
    loaded: FLAG,
    occasion: OCCASIONS,
  },
  credential: { provides: PROVIDES, hardcoded: FLAG, name: "text", host: HOSTS, stock: FLAG },
  "cached-decode": {
    ...CACHE,
    function: "text",
    failure: ["caught", "checked", "thrown", "reported", "panics", "unknown"],
    limited: FLAG,
  },
  "tag-index": {
    ...CACHE,
    command: "text",
    of: ["entry", "name"],
    expires: ["here", "elsewhere", "never"],
  },
  "bulk-expiry": {
    ...CACHE,
    bulk: FLAG,
    spread: FLAG,
    whole: FLAG,
    fixed: FLAG,
    agreed: FLAG,
  },
  "disk-cache": {
    provides: PROVIDES,
    form: ["table", "files"],
    bounded: FLAG,
    derived: FLAG,
    fresh: FLAG,
    recorded: FLAG,
    counted: FLAG,
  },
  "error-listener": { provides: PROVIDES, library: "library", heard: FLAG, occasion: OCCASIONS },
  "frame-read": {
    bounded: FLAG,
    sink: ["reserve", "read", "wait", "to-end", "codec"],
    peer: ["network", "named", "file", "open"],
  },
  "health-check": { asks: FLAG, bounded: FLAG },
  "integrity-check": { checked: FLAG, quick: FLAG },
  invalidation: {
    ...CACHE,
    order: ["first", "after", "uncommitted"],
    sure: FLAG,
  },
  "key-timer": { form: "text", kept: FLAG, on_miss: FLAG },
  "key-form": {
    ...CACHE,
    part: [
      "process-hash",
      "address",
      "debug",
      "unordered",
      "filtered",
      "clock",
      "chance",
      "checksum",
      "adjacent",
      "joined",
      "mixed",
      "arguments",
      "listed",
      "sorted",
      "digest",
    ],
  },
  "key-inputs": {
    ...CACHE,
    complete: FLAG,
    sure: FLAG,
    of: ["request", "caller", "user"],
    form: ["fill", "fetch"],
  },
  "key-use": {
    ...CACHE,
    source: ["request", "parameter"],
    validated: FLAG,
    siblings: FLAG,
    public: FLAG,
    reached: ["nobody", "request", "safe", "protocol", "unknown"],
  },
  lock: {
    ...CACHE,
    part: ["taken", "released"],
    expires: FLAG,
    token: ["unique", "clock", "constant", "unknown"],
    paired: FLAG,
    by: ["safe", "compared", "plain"],
  },
  "lock-wait": {
    form: ["open", "pragma", "method", "file"],
    is: ["default", "given", "endless", "polled"],
  },
  "memoised-function": {
    provides: [...PROVIDES, "unknown"],
    bounded: FLAG,
    expiry: ["given", "default", "absent", "unknown"],
    keys: ["closed", "likely", "open"],
    makes_client: FLAG,
    library: "text",
  },
  "panic-call": {
    form: ["unwrap", "lock", "io", "decode", "panic", "exit", "none"],
    library: [true, "unknown"],
  },
  "poll-loop": {
    ...CACHE,
    form: ["loop", "recursion", "interval"],
    bounded: FLAG,
    waits_for: ["lock", "key"],
    optimistic: FLAG,
  },
  "read-after-write": { provides: PROVIDES, fresh: FLAG },
  "read-through": {
    ...CACHE,
    single_flight: FLAG,
    flight: ["atomic", "joined", "open", "unknown"],
    by: ["process", "task", "thread"],
    cost: ["io", "call", "cheap"],
    audience: ["all", "user", "session"],
    runs: ["any", "startup", "batch"],
    purpose: ["cache", "lock", "queue", "state"],
    counted: FLAG,
    async: FLAG,
    absent: ["dropped", "kept"],
    asked_by: ["request", "caller"],
  },
  setting: {
    named: "text",
    owner: ["flow", "name"],
    form: ["entry", "field", "parameter", "constant"],
    provides: PROVIDES,
    value_is: "any",
    names_something: FLAG,
    value_kind: ["number", "duration", "size", "string", "boolean", "nothing", "unknown"],
    is_ttl: FLAG,
  },
  "shared-value": {
    provides: PROVIDES,
    library: "text",
    form: ["memoised", "read", "type"],
    copied: FLAG,
    changed: ["caller", "self", "nobody"],
  },
  "slot-keys": { ...CACHE, form: ["command", "batch"], same: [...FLAG, "unknown"], sure: FLAG },
  "socket-deadline": { made: ["connect", "accept"], timed: FLAG, kept: FLAG },
  "store-mutation": { provides: PROVIDES, renewed: FLAG, sure: FLAG },
  "sole-copy": { ...CACHE, named: "text", origin: FLAG },
  store: {
    provides: PROVIDES,
    form: ["filled", "served"],
    removed: FLAG,
    expired: FLAG,
    escapes: FLAG,
    keys: ["closed", "likely", "open"],
    named_cache: FLAG,
    lifetime: ["process", "owner"],
  },
};
