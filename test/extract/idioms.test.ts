/**
 * What each recogniser emits: `//? per_call=true` says some properties of the shape that begins on the line. A line
 * without a comment, or with `//? none`, has none: silence is tested as well as noise.
 */
import { describe, expect, test } from "vitest";
import { gatherFacts } from "../../src/extract/project-facts.ts";
import { RECOGNISERS } from "../../src/extract/recognisers.ts";
import type { Shape } from "../../src/extract/shape.ts";
import { walk } from "../../src/model/children.ts";
import { openProject } from "../link/project.ts";
import { ACKNOWLEDGEMENT } from "./cases/acknowledgement.ts";
import { AUTHENTICATION } from "./cases/authentication.ts";
import { BLOCKING_CALL } from "./cases/blocking-call.ts";
import { BOUND } from "./cases/bound.ts";
import { BULK_EXPIRY } from "./cases/bulk-expiry.ts";
import { CACHED_DECODE } from "./cases/cached-decode.ts";
import { CLIENT_LIFECYCLE } from "./cases/client-lifecycle.ts";
import { COMMAND_LOOP } from "./cases/command-loop.ts";
import { CREDENTIAL } from "./cases/credential.ts";
import { DISK_CACHE } from "./cases/disk-cache.ts";
import { ERROR_LISTENER } from "./cases/error-listener.ts";
import { FRAME_READ } from "./cases/frame-read.ts";
import { HEALTH_CHECK } from "./cases/health-check.ts";
import { HTTP_RESPONSE } from "./cases/http-response.ts";
import { HTTP_TIMEOUT } from "./cases/http-timeout.ts";
import { INTEGRITY_CHECK } from "./cases/integrity-check.ts";
import { INVALIDATION } from "./cases/invalidation.ts";
import { KEY_FORM } from "./cases/key-form.ts";
import { KEY_INPUTS } from "./cases/key-inputs.ts";
import { KEY_TIMER } from "./cases/key-timer.ts";
import { KEY_USE } from "./cases/key-use.ts";
import { KEYSPACE_WALK } from "./cases/keyspace-walk.ts";
import { LOCK } from "./cases/lock.ts";
import { LOCK_WAIT } from "./cases/lock-wait.ts";
import { MEMOISED_FUNCTION } from "./cases/memoised-function.ts";
import { PANIC_CALL } from "./cases/panic-call.ts";
import { POLL_LOOP } from "./cases/poll-loop.ts";
import { PUBLICATION } from "./cases/publication.ts";
import { CONNECT_TIMEOUT } from "./cases/connect-timeout.ts";
import {
  CONSUMER,
  CONSUMPTION,
  DROPPED_MESSAGE,
  INSERTION,
  LIVENESS,
  QUEUE_BACKEND,
  STREAM_APPEND,
} from "./cases/queue-clients.ts";
import { QUEUE_DECLARATION } from "./cases/queue-declaration.ts";
import { READ_THROUGH } from "./cases/read-through.ts";
import { REJECTION } from "./cases/rejection.ts";
import { REQUEST_LOOP } from "./cases/request-loop.ts";
import { REQUEST_SCHEME } from "./cases/request-scheme.ts";
import { RESPONSE_SIZE } from "./cases/response-size.ts";
import { REQUEST_RETRY } from "./cases/request-retry.ts";
import { RETRY_POLICY } from "./cases/retry-policy.ts";
import { RETRY_STRATEGY } from "./cases/retry-strategy.ts";
import { SETTING } from "./cases/setting.ts";
import { SHARED_VALUE } from "./cases/shared-value.ts";
import { SLOT_KEYS } from "./cases/slot-keys.ts";
import { SOCKET_DEADLINE } from "./cases/socket-deadline.ts";
import { SOLE_COPY } from "./cases/sole-copy.ts";
import { STORE } from "./cases/store.ts";
import { CHECKOUT } from "./cases/checkout.ts";
import { TRANSACTION_SCOPE } from "./cases/transaction-scope.ts";
import { TAG_INDEX } from "./cases/tag-index.ts";
import { READ_AFTER_WRITE, STORE_MUTATION } from "./cases/store-mutation.ts";
import { STORED_FAILURE } from "./cases/stored-failure.ts";
import { SWALLOWED_FAILURE } from "./cases/swallowed-failure.ts";
import { TLS_SWITCH } from "./cases/tls-switch.ts";
import { TLS_URL } from "./cases/tls-url.ts";

const IDIOMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acknowledgement: ACKNOWLEDGEMENT,
  authentication: AUTHENTICATION,
  "blocking-call": BLOCKING_CALL,
  bound: BOUND,
  "bulk-expiry": BULK_EXPIRY,
  "cached-decode": CACHED_DECODE,
  "client-lifecycle": CLIENT_LIFECYCLE,
  "command-loop": COMMAND_LOOP,
  consumer: CONSUMER,
  consumption: CONSUMPTION,
  "dropped-message": DROPPED_MESSAGE,
  insertion: INSERTION,
  credential: CREDENTIAL,
  "disk-cache": DISK_CACHE,
  "error-listener": ERROR_LISTENER,
  "frame-read": FRAME_READ,
  "health-check": HEALTH_CHECK,
  "http-response": HTTP_RESPONSE,
  "http-timeout": HTTP_TIMEOUT,
  "integrity-check": INTEGRITY_CHECK,
  invalidation: INVALIDATION,
  "key-form": KEY_FORM,
  "key-inputs": KEY_INPUTS,
  "key-timer": KEY_TIMER,
  "key-use": KEY_USE,
  lock: LOCK,
  "lock-wait": LOCK_WAIT,
  "keyspace-walk": KEYSPACE_WALK,
  "memoised-function": MEMOISED_FUNCTION,
  "panic-call": PANIC_CALL,
  "poll-loop": POLL_LOOP,
  "read-after-write": READ_AFTER_WRITE,
  liveness: LIVENESS,
  publication: PUBLICATION,
  "queue-backend": QUEUE_BACKEND,
  "stream-append": STREAM_APPEND,
  "queue-declaration": QUEUE_DECLARATION,
  "read-through": READ_THROUGH,
  rejection: REJECTION,
  "request-loop": REQUEST_LOOP,
  "connect-timeout": CONNECT_TIMEOUT,
  "request-scheme": REQUEST_SCHEME,
  "response-size": RESPONSE_SIZE,
  "request-retry": REQUEST_RETRY,
  "retry-policy": RETRY_POLICY,
  "retry-strategy": RETRY_STRATEGY,
  setting: SETTING,
  "shared-value": SHARED_VALUE,
  "slot-keys": SLOT_KEYS,
  "socket-deadline": SOCKET_DEADLINE,
  "sole-copy": SOLE_COPY,
  store: STORE,
  "tag-index": TAG_INDEX,
  "store-mutation": STORE_MUTATION,
  "stored-failure": STORED_FAILURE,
  "swallowed-failure": SWALLOWED_FAILURE,
  "tls-switch": TLS_SWITCH,
  checkout: CHECKOUT,
  "transaction-scope": TRANSACTION_SCOPE,
  "tls-url": TLS_URL,
};

test("every idiom has its cases", () => {
  const kinds = RECOGNISERS.flatMap((recogniser) => recogniser.kinds);
  const calls = ["operation", "construct"];
  expect(kinds.filter((kind) => !calls.includes(kind)).toSorted()).toEqual(
    Object.keys(IDIOMS).toSorted(),
  );
});

for (const [kind, cases] of Object.entries(IDIOMS)) {
  describe(kind, () => {
    for (const [name, text] of Object.entries(cases)) {
      test(name, () => {
        const { found, said } = compare(kind, text);
        expect(found).toEqual(said);
      });
    }
  });
}

function compare(
  kind: string,
  text: string,
): { found: readonly string[]; said: readonly string[] } {
  const project = openProject(text);
  const { resolver } = project;
  const marks = project.marks("?");
  const facts = gatherFacts(resolver);
  const recognisers = RECOGNISERS.filter((recogniser) => recogniser.kinds.includes(kind));
  const found: string[] = [];
  const said: string[] = [];
  for (const module of project.modules) {
    const byLine = new Map<number, Shape[]>();
    const emit = (shape: Shape): void => {
      if (shape.kind !== kind) return;
      const line = project.lineOf(module, shape.span.start);
      byLine.set(line, [...(byLine.get(line) ?? []), shape]);
    };
    const scene = { module, resolver, project: facts };
    const visitors = recognisers.map((recogniser) => recogniser.start(scene, emit));
    for (const statement of module.body) {
      walk(statement, (node) => {
        for (const visit of visitors) visit(node);
      });
    }
    const here = marks.filter((mark) => mark.module === module);
    const lines = new Set([...byLine.keys(), ...here.map(({ line }) => line)]);
    for (const line of [...lines].toSorted((a, b) => a - b)) {
      const wanted = here.find((mark) => mark.line === line)?.said ?? "none";
      const asked = wanted.split(/ ?; ?/).map((one) => namesIn(one));
      const shapes = byLine.get(line) ?? [];
      const words = shapes.map((shape, at) => wordsOf(shape, asked[at] ?? asked[0] ?? []));
      said.push(`${module.path}:${line}: ${wanted}`);
      found.push(`${module.path}:${line}: ${words.length === 0 ? "none" : words.join("; ")}`);
    }
  }
  return { found, said };
}

function namesIn(words: string): readonly string[] {
  return words.split(" ").flatMap((word) => (word.includes("=") ? [word.split("=")[0] ?? ""] : []));
}

function wordsOf(shape: Shape, names: readonly string[]): string {
  if (names.length === 0) return JSON.stringify(shape.properties);
  return names.map((name) => `${name}=${String(shape.properties[name])}`).join(" ");
}
