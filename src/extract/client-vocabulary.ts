/** The properties of the idioms about clients of servers; see `vocabulary.ts`. */
import { PROVIDES } from "../model/library.ts";
import { OCCASIONS } from "./occasion.ts";

const FLAG = [true, false] as const;
const ADDRESSES = ["remote", "internal", "loopback", "relative", "data", "unknown"] as const;

export const CLIENT_PROPERTIES = {
  checkout: {
    provides: PROVIDES,
    library: "library",
    type: "type",
    returned: ["always", "gap", "success", "never"],
  },
  "transaction-scope": {
    provides: PROVIDES,
    library: "library",
    waits_for: ["http", "cache", "queue", "time", "pool", "nothing"],
    transaction: FLAG,
    direct: FLAG,
  },
  "blocking-call": {
    provides: PROVIDES,
    library: "library",
    blocking: FLAG,
    by: "text",
    owner: ["server", "owner"],
  },
  "retry-policy": {
    provides: PROVIDES,
    library: "library",
    delay: ["none", "constant", "growing", "unknown"],
    said: FLAG,
    bounded: FLAG,
    few: FLAG,
    methods: ["all", "unsafe", "safe", "default", "unknown"],
  },
  "retry-strategy": {
    provides: PROVIDES,
    library: "library",
    delay: ["none", "constant", "growing"],
    capped: FLAG,
    ends: FLAG,
    fails_fast: FLAG,
  },
  "keyspace-walk": {
    provides: PROVIDES,
    library: "library",
    walk: ["enumerate", "flush", "read-collection", "delete-pattern", "scan", "script"],
    command: "text",
    speaks: ["server", "library"],
    whole: FLAG,
    per_member: FLAG,
    occasion: OCCASIONS,
  },
  "http-response": {
    provides: PROVIDES,
    library: "library",
    type: "type",
    status: ["checked", "rejected", "ignored", "unknown"],
    told: FLAG,
    address: ADDRESSES,
  },
  "http-timeout": {
    provides: PROVIDES,
    library: "library",
    type: "type",
    of: ["client", "request"],
    is: ["given", "default", "absent", "unknown", "around"],
    address: ADDRESSES,
    page: FLAG,
  },
  "connect-timeout": {
    provides: PROVIDES,
    library: "library",
    type: "type",
    connect: ["given", "default", "absent", "unknown"],
    total: ["short", "long", "none", "unknown"],
  },
  "request-scheme": {
    provides: PROVIDES,
    library: "library",
    scheme: ["http", "https"],
    address: ADDRESSES,
    secret: FLAG,
  },
  "response-size": {
    provides: PROVIDES,
    library: "library",
    from: ["chosen", "handed", "fixed"],
    bytes: FLAG,
    bounded: FLAG,
  },
  "request-retry": {
    provides: PROVIDES,
    library: "library",
    form: ["loop", "recursion"],
    bounded: FLAG,
    delay: ["none", "constant", "growing", "told", "unknown"],
    few: FLAG,
    method: ["safe", "unsafe", "read", "unknown"],
    keyed: FLAG,
    waits_told: FLAG,
  },
  "request-loop": { library: "library" },
  "tls-switch": { owner: ["http-client", "context"], verified: FLAG },
} as const;
