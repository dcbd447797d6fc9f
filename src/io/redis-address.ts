/**
 * Where a Redis is and how one gets in. The address may be typed; what lets one in comes from the environment alone, so
 * that it stands in no list of processes, history or committed file. Nothing said here repeats what was given: it may
 * hold a password.
 */
import { resolve } from "node:path";
import { errorCode, errorReason, type Host } from "./host.ts";

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly isEncrypted: boolean;
  readonly username?: string;
  readonly password?: string;
  /** PEM of the authority that signed the server's certificate, where Node does not know it. */
  readonly authority?: string;
}

/** What is wrong with what was given, and what to do. */
export interface BadAddress {
  readonly problem: string;
  readonly help: string;
}

/** `APHORIA_STORE` has `APHORIA_STORE_URL`, `_USER`, `_PASSWORD`, `_CA` and `_PLAINTEXT`. */
export type Variables = "APHORIA_STORE" | "APHORIA_QUEUE";

/**
 * `typed` is what stands behind `flag` on the command line; without it the variable `…_URL` is read. Undefined: neither
 * names one. A user and a password in the variable's URL hold only for that URL, never for one that was typed.
 */
export function readRedisAddress(
  host: Pick<Host, "cwd" | "env" | "readFile">,
  variables: Variables,
  flag: string,
  typed: string | undefined,
): RedisAddress | BadAddress | undefined {
  const { env } = host;
  const source = typed === undefined ? `${variables}_URL` : `\`--${flag}\``;
  const given = typed ?? env[`${variables}_URL`] ?? "";
  if (given === "") return typed === undefined ? undefined : bad(`${source} names no address`);
  const url = parse(given);
  if (url === undefined) return bad(`${source} is no address of a Redis`);
  if (typed !== undefined && (url.username !== "" || url.password !== "")) {
    const problem = `${source} holds a user or a password, which others can read in the list of processes`;
    return { problem, help: `Set ${variables}_USER and ${variables}_PASSWORD in the environment.` };
  }
  const name = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isEncrypted = url.protocol === "rediss:";
  if (!isEncrypted && !isThisMachine(name) && env[`${variables}_PLAINTEXT`] !== "allow") {
    const problem = `${source} leads to another machine without encryption: whoever is on the way reads the password and can change what is answered`;
    const help = `Write rediss://, or set ${variables}_PLAINTEXT=allow where the network is yours alone (containers, a tunnel).`;
    return { problem, help };
  }
  const authority = readAuthority(host, variables);
  if (authority !== undefined && "problem" in authority) return authority;
  const username = env[`${variables}_USER`] ?? decodeURIComponent(url.username);
  const password = env[`${variables}_PASSWORD`] ?? decodeURIComponent(url.password);
  return {
    host: name,
    port: url.port === "" ? 6379 : Number(url.port),
    db: Number(url.pathname.slice(1)),
    isEncrypted,
    ...(username !== "" && { username }),
    ...(password !== "" && { password }),
    ...authority,
  };
}

/** As people see it: without what lets one in. */
export function shownAddress({ host, port, db, isEncrypted }: RedisAddress): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${isEncrypted ? "rediss" : "redis"}://${name}:${port}${db === 0 ? "" : `/${db}`}`;
}

const EXAMPLE = "Write it as redis://localhost:6379, or as rediss://cache.example.com:6380/1.";

function bad(problem: string): BadAddress {
  return { problem, help: EXAMPLE };
}

/** Names are letters, digits, dots and dashes; nothing else is sent to a resolver or shown. */
const HOST = /^(?:[a-z\d_](?:[a-z\d._-]{0,251}[a-z\d])?|\[[\da-f:.]{2,45}\])$/i;
const DATABASE = /^\/?$|^\/\d{1,5}$/;

function parse(given: string): URL | undefined {
  if (given.length > 2_000 || !URL.canParse(given)) return undefined;
  const url = new URL(given);
  const isWhole =
    (url.protocol === "redis:" || url.protocol === "rediss:") &&
    HOST.test(url.hostname) &&
    url.port !== "0" &&
    DATABASE.test(url.pathname) &&
    url.search === "" &&
    url.hash === "" &&
    isDecodable(url.username) &&
    isDecodable(url.password);
  return isWhole ? url : undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function readAuthority(
  { cwd, env, readFile }: Pick<Host, "cwd" | "env" | "readFile">,
  variables: Variables,
): { readonly authority: string } | BadAddress | undefined {
  const path = env[`${variables}_CA`] ?? "";
  if (path === "") return undefined;
  const help = `Let ${variables}_CA name a file with the authority's certificate as PEM.`;
  try {
    const authority = readFile(resolve(cwd, path)).toString("utf8");
    if (authority.includes("-----BEGIN CERTIFICATE-----")) return { authority };
    return { problem: `${variables}_CA names a file without a certificate`, help };
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return {
      problem: `what ${variables}_CA names cannot be read: ${errorReason(error)}`,
      help,
    };
  }
}
