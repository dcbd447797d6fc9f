/** What the address of a server shows of where it stands. */
import type { Instance, Meaning, Resolver } from "../model/meaning.ts";

export type Host = "loopback" | "bare" | "remote" | "unknown";

/** Where the server of a client stands, by its address or host; what stays in the program's own files is a loopback. */
export function hostOfClient(instance: Instance, resolver: Resolver): Host {
  if (instance.type.embedded) return "loopback";
  for (const name of ["url", "host"]) {
    const reading = resolver.option(instance, name);
    if (reading.state === "unknown") return "unknown";
    if (reading.state === "default" && !isAddressed(instance, resolver))
      return hostOf(typeof reading.value === "string" ? reading.value : undefined);
    if (reading.state === "given") {
      const host = hostIn(reading.meaning, resolver);
      if (host !== "unknown") return host;
    }
  }
  return "unknown";
}

/** An address is given, whatever it says: then the default host does not hold. */
function isAddressed(instance: Instance, resolver: Resolver): boolean {
  const url = resolver.option(instance, "url");
  return url.state !== "absent" && !(url.state === "given" && url.meaning.kind === "record");
}

/** What stands in for the environment says nothing of the server that the program meets in production. */
export function hostIn(meaning: Meaning, resolver: Resolver): Host {
  if (meaning.kind !== "either") return hostOf(addressOf(meaning, resolver));
  const hosts = new Set(meaning.options.map((option) => hostIn(option, resolver)));
  const [first] = hosts;
  return hosts.size === 1 && first !== undefined ? first : "unknown";
}

/** The address where it is written down; what is not known of it is `UNKNOWN`, which may hide anything. */
export function addressOf(meaning: Meaning, resolver: Resolver): string | undefined {
  if (meaning.kind === "constant")
    return typeof meaning.value === "string" ? meaning.value : undefined;
  if (meaning.kind === "parameter" && meaning.node.default !== undefined)
    return addressOf(resolver.meaning(meaning.node.default), resolver);
  if (meaning.kind !== "text") return undefined;
  return meaning.parts
    .map((part) => {
      const inner = resolver.meaning(part);
      return inner.kind === "constant" && typeof inner.value === "string" ? inner.value : UNKNOWN;
    })
    .join("");
}

const UNKNOWN = "\u0000";

/** `loopback`, `bare`, `remote`; `unknown` where part of it is decided elsewhere, or where it is a stand-in. */
export function hostOf(address: string | undefined): Host {
  if (address === undefined) return "unknown";
  if (/^(?:(?:redis\+)?unix:|(?:sqlite|file|pglite)\b[+\w]*:|\/|:memory:)/.test(address))
    return "loopback";
  const paired = /(?:^|[\s;])(?:host|server)\s*=\s*'?([^\s;']*)/i.exec(address)?.[1];
  if (paired !== undefined) return paired.includes("=") ? "unknown" : hostOf(paired);
  const rest = address.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/^[^@/]*@/, "");
  const host = /^(\[[^\]]*\]|[^/:?#,]*)/.exec(rest)?.[1]?.toLowerCase() ?? "";
  if (host === "" || /[^\w.:[\]-]/.test(host) || STAND_IN.test(host)) return "unknown";
  if (LOOPBACK.test(host)) return "loopback";
  return host.includes(".") ? "remote" : "bare";
}

const LOOPBACK =
  /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?|.*\.localhost|host\.docker\.internal)$/;
const STAND_IN = /\b(example|your|my-?host|hostname|placeholder|invalid|test)\b/;
