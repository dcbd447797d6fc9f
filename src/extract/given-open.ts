/** Clients that are handed an open connection instead of opening one. */
import type { Instance, Meaning, Resolver } from "../model/meaning.ts";

/** `new Queue(name, { connection: redis })`: it talks over a client that is there already. */
export function isGivenOpen(instance: Instance, resolver: Resolver): boolean {
  const given = resolver.option(instance, "connection");
  return instance.type.name === "queue" && given.state === "given" && isClient(given.meaning);
}

const isClient = (meaning: Meaning): boolean =>
  meaning.kind === "instance" && meaning.type.provides === "shared-cache";
