/** Which shared store is meant: by the command line and the environment, and never by the project that is scanned. */
import type { Host } from "./host.ts";
import { readRedisAddress, type BadAddress, type RedisAddress } from "./redis-address.ts";

export interface SharedPlace {
  readonly address: RedisAddress;
  /** Tells entries of one team from those of another in the same server. */
  readonly namespace: string;
  /** With it entries are encrypted, and those that others wrote are refused. */
  readonly secret?: string;
  /** Nothing is written there. */
  readonly isReadOnly: boolean;
}

const NAMESPACE = /^[a-z\d](?:[a-z\d-]{0,30}[a-z\d])?$/;
/** Characters; the key is not stretched, so it must not be a word that people remember. */
const SHORTEST_KEY = 32;
const MODES = ["read-write", "read"];

/** `typed` is the value of `--store`. Undefined: none is meant. */
export function readSharedPlace(
  host: Pick<Host, "cwd" | "env" | "readFile">,
  typed: string | undefined,
): SharedPlace | BadAddress | undefined {
  const address = readRedisAddress(host, "APHORIA_STORE", "store", typed);
  if (address === undefined || "problem" in address) return address;
  const namespace = host.env["APHORIA_STORE_NAMESPACE"] ?? "aphoria";
  if (!NAMESPACE.test(namespace)) {
    return {
      problem: "APHORIA_STORE_NAMESPACE is no namespace",
      help: "It has 1 to 32 lower-case letters, digits and dashes: team-a.",
    };
  }
  const secret = host.env["APHORIA_STORE_KEY"] ?? "";
  if (secret !== "" && secret.length < SHORTEST_KEY) {
    return {
      problem: `APHORIA_STORE_KEY has fewer than ${SHORTEST_KEY} characters`,
      help: "Make one by `openssl rand -hex 32`, and give all who share the store the same.",
    };
  }
  const mode = host.env["APHORIA_STORE_MODE"] ?? "read-write";
  if (!MODES.includes(mode)) {
    return {
      problem: "APHORIA_STORE_MODE is neither read-write nor read",
      help: "With `read` nothing is written to the shared store.",
    };
  }
  return {
    address,
    namespace,
    ...(secret !== "" && { secret }),
    isReadOnly: mode === "read",
  };
}
