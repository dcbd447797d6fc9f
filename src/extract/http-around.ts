/** Limits that each request of a client brings. */
import type { Resolver } from "../model/meaning.ts";
import type { Call, Module } from "../model/syntax.ts";
import { requestsOf } from "./http-defaults.ts";
import { isLimitedAround } from "./limited-around.ts";

/** Every request of the client brings its own limit; where none is seen, some request of the file does. */
export function isLimitedEach(client: Call, module: Module, resolver: Resolver): boolean {
  const { byClient, loose } = requestsOf(resolver);
  const requests = byClient.get(client);
  if (requests !== undefined) return requests.every((request) => isLimitedAround(request));
  return (loose.get(module) ?? []).some((request) => isLimitedAround(request));
}
