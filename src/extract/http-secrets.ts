/**
 * Secrets that go out with a request: in its headers, its query, its user information or its login. A value that is put
 * together counts as its known parts: `Bearer ${TOKEN}` is what TOKEN is.
 */
import { someNodeIn } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Span } from "../model/source.ts";
import type { Call, Expr, Module, Node } from "../model/syntax.ts";
import { addressOf, exchangeAt, nameOf } from "./http-exchange.ts";
import { isCredential, secretIn, type Secrecy } from "./secrets.ts";

export interface SentSecret {
  readonly name: string;
  readonly span: Span;
  readonly value: Expr;
  readonly hardcoded: boolean | undefined;
}

const HEADER =
  /^(proxy-)?authorization$|^(x-)?(api|auth|access|secret|subscription)[-_]?(key|token)$|^ocp-apim-subscription-key$|^x-[a-z-]*(api-key|token|secret)$/i;
/** Names of query parameters that are secrets. */
const QUERY =
  /[?&](api_?key|apikey|access_?token|auth_?token|token|secret|client_secret|password|passwd|key|appid|app_key)=([^&#\0]*)(\0?)/gi;

const talking = new WeakMap<Module, boolean>();

/** The file imports a client of HTTP, or calls `fetch`. */
export function talksHttp(module: Module, resolver: Resolver): boolean {
  const known = talking.get(module);
  if (known !== undefined) return known;
  const found =
    resolver
      .librariesOf(module)
      .some((library) => library.types.some(({ provides }) => provides === "http-client")) ||
    someNodeIn(module.body, (node) => node.kind === "call" && nameOf(node.callee) === "fetch");
  talking.set(module, found);
  return found;
}

/** `isTalking`: the file's records of headers belong to requests. */
export function* sentSecrets(
  node: Node,
  resolver: Resolver,
  isTalking: boolean,
): Generator<SentSecret> {
  if (node.kind === "record" && isTalking) {
    for (const entry of node.entries) {
      const key = entry.key ?? headerName(entry.computed, resolver);
      if (key === undefined || !HEADER.test(key)) continue;
      yield* secret(key, entry, entry.value, resolver);
    }
  }
  if (node.kind === "assign" && node.target.kind === "index" && isTalking) {
    const key = headerName(node.target.index, resolver);
    if (key !== undefined && HEADER.test(key)) yield* secret(key, node, node.value, resolver);
  }
  if (node.kind !== "call") return;
  yield* fromMethod(node, resolver, isTalking);
  const exchange = exchangeAt(node, resolver);
  if (exchange === undefined) return;
  yield* fromLogin(exchange.call, resolver);
  if (exchange.url !== undefined) yield* fromAddress(exchange.url, resolver);
}

const CARRIES =
  /^(bearer_auth|basic_auth|header|set|append|insert|setHeader|insert_header|add_header)$/;

function isRequest(meaning: Meaning): boolean {
  return meaning.kind === "instance" && meaning.type.sends;
}

/** `.header(AUTHORIZATION, v)`, `.set("Authorization", v)`, `.bearer_auth(v)`, `.basic_auth(u, Some(p))`. */
function* fromMethod(call: Call, resolver: Resolver, isTalking: boolean): Generator<SentSecret> {
  if (call.callee.kind !== "member" || !CARRIES.test(call.callee.name)) return;
  const { name, object } = call.callee;
  if (!isTalking && !isRequest(resolver.meaning(object))) return;
  const [first, second] = call.args;
  if (name === "bearer_auth" && first !== undefined)
    yield* secret("bearer token", first, first, resolver);
  if (name === "basic_auth" && second !== undefined)
    yield* secret("password", second, second, resolver);
  if (name.endsWith("_auth")) return;
  const key = headerName(first, resolver);
  if (key !== undefined && HEADER.test(key) && second !== undefined)
    yield* secret(key, second, second, resolver);
}

/** requests' and httpx's `auth=("user", "pw")`, `BasicAuth("user", "pw")`. */
function* fromLogin(call: Call, resolver: Resolver): Generator<SentSecret> {
  const given = call.named.find(({ name }) => name === "auth")?.value;
  if (given === undefined) return;
  const parts =
    given.kind === "list"
      ? given.items
      : given.kind === "call" && nameOf(given.callee).endsWith("Auth")
        ? given.args
        : [];
  const [, password] = parts;
  if (password !== undefined) yield* secret("password", password, password, resolver);
}

function* fromAddress(url: Expr, resolver: Resolver): Generator<SentSecret> {
  const { text } = addressOf(url, resolver);
  for (const [, name = "", value = "", hole] of text.matchAll(QUERY)) {
    if (hole === "" && isCredential(decode(value)))
      yield { name: `the URL's ${name}`, span: url, value: url, hardcoded: true };
  }
  const password = /^[a-z]+:\/\/[^/?#@\s\0]*:([^/?#@\s\0]+)@/i.exec(text)?.[1];
  if (password !== undefined && isCredential(password))
    yield { name: "the URL's password", span: url, value: url, hardcoded: true };
}

function* secret(name: string, span: Span, value: Expr, resolver: Resolver): Generator<SentSecret> {
  const said = schemed(resolver.meaning(value), resolver, 0);
  if (said !== "empty") yield { name, span, value, hardcoded: said };
}

const SCHEME = /^\s*(Bearer|Basic|Token|ApiKey|Api-Key|Key|OAuth|JWT|Bot|Digest)\s+/i;

/** What follows the scheme: `Bearer eyJ…`. */
function schemed(meaning: Meaning, resolver: Resolver, depth: number): Secrecy {
  if (meaning.kind === "constant") {
    if (typeof meaning.value !== "string") return "empty";
    return isCredential(meaning.value.replace(SCHEME, "")) ? true : "empty";
  }
  if (meaning.kind !== "text" || depth > 4) return secretIn(meaning);
  let said: Secrecy = "empty";
  for (const part of meaning.parts) {
    if (part.kind === "literal") {
      // `GenieKey ${key}`: any word before the secret is the name of a scheme.
      const rest = String(part.value)
        .replace(SCHEME, "")
        .replace(/^\s*[A-Za-z-]{1,20}[ :]$/, "");
      if (isCredential(rest)) said = true;
      continue;
    }
    const inner = schemed(resolver.meaning(part), resolver, depth + 1);
    if (inner !== "empty" && said !== true) said = inner;
  }
  return said;
}

function headerName(expr: Expr | undefined, resolver: Resolver): string | undefined {
  if (expr === undefined) return undefined;
  if (expr.kind === "member" || expr.kind === "name") {
    // `header::AUTHORIZATION`
    if (/^(PROXY_)?AUTHORIZATION$/.test(expr.name)) return expr.name.replaceAll("_", "-");
  }
  const meaning = resolver.meaning(expr);
  return meaning.kind === "constant" && typeof meaning.value === "string"
    ? meaning.value
    : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
