/** A request over HTTP, however its library spells it: `fetch(url)`, `axios.get(url)`, `client.get(url).send()`. */
import { ancestors, lastName } from "../model/ancestry.ts";
import type { Instance, Meaning, Reading, Resolver } from "../model/meaning.ts";
import { wordOf } from "../model/measure.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import { canonical } from "./canonical.ts";

export interface Exchange {
  readonly call: Call;
  /** What the call makes: a type of the model that `sends`. Its `source` is the client, where there is one. */
  readonly instance: Instance;
  readonly url?: Expr;
  /** The call runs a function of the project that gives the raw answer: nothing of the request is left to build. */
  readonly isSent?: true;
  /** In capitals; absent where the program decides it. */
  readonly method?: string;
}

const VERB = /^(get|head|options|put|delete|del|post|patch|trace)$/i;

/** The request that a call sends, or begins to build. */
export function exchangeAt(call: Call, resolver: Resolver): Exchange | undefined {
  const instance = resolver.constructionAt(call)?.instance;
  if (instance?.type.sends !== true) return undefined;
  const url = urlOf(call, instance, resolver);
  const method = methodOf(call, instance, resolver);
  return {
    call,
    instance,
    ...(url === undefined ? {} : { url }),
    ...(method === undefined ? {} : { method }),
  };
}

function urlOf(call: Call, instance: Instance, resolver: Resolver): Expr | undefined {
  const reading = resolver.option(instance, "url");
  if (reading.state === "given" && isWithin(reading.value, call)) {
    // `request("GET", url)`: the method stands first.
    if (verbOf(reading.value, resolver) === undefined) return reading.value;
  }
  return call.args.find((arg) => arg.kind !== "record" && verbOf(arg, resolver) === undefined);
}

function methodOf(call: Call, instance: Instance, resolver: Resolver): string | undefined {
  const name = nameOf(call.callee);
  if (VERB.test(name)) return name.toUpperCase() === "DEL" ? "DELETE" : name.toUpperCase();
  const [first] = call.args;
  const leading = first === undefined ? undefined : verbOf(first, resolver);
  if (leading !== undefined) return leading;
  const reading: Reading = resolver.option(instance, "method");
  if (reading.state === "given") return verbOf(reading.value, resolver);
  return reading.state === "absent" ? "GET" : undefined;
}

/** `"POST"`, `Method::POST`, `reqwest::Method::GET`. */
function verbOf(expr: Expr, resolver: Resolver): string | undefined {
  if (expr.kind === "member" && VERB.test(expr.name) && expr.name === expr.name.toUpperCase())
    return expr.name;
  const meaning = resolver.meaning(expr);
  return meaning.kind === "constant" &&
    typeof meaning.value === "string" &&
    VERB.test(meaning.value)
    ? meaning.value.toUpperCase()
    : undefined;
}

export function nameOf(expr: Expr): string {
  return lastName(expr) ?? "";
}

/** One stands inside the other, in one file. */
export function isWithin(inner: Node, outer: Node): boolean {
  for (let up: Node | undefined = inner; up !== undefined; up = up.parent)
    if (up === outer) return true;
  return false;
}

/** Where a request goes, as far as the text of its address says. */
export interface Address {
  readonly scheme?: string;
  /** `relative`: to where the page came from; `data`: no request at all. */
  readonly host: "remote" | "internal" | "loopback" | "relative" | "data" | "unknown";
  /** Somebody outside the program decides where it goes. */
  readonly chosen: boolean;
  /** The whole known text, holes as `\0`. */
  readonly text: string;
}

export function addressOf(url: Expr | undefined, resolver: Resolver): Address {
  if (url === undefined) return { host: "unknown", chosen: false, text: "" };
  const meaning = resolver.meaning(url);
  const text = knownText(meaning, resolver, 0);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  const chosen = isChosen(meaning, text, resolver);
  if (isLocalAsset(url) || (scheme !== undefined && /^(data|blob|file)$/.test(scheme)))
    return { host: "data", chosen: false, text };
  if (scheme === "http" || scheme === "https" || scheme === "ws" || scheme === "wss")
    return { scheme, host: isStandIn(meaning, resolver) ? "unknown" : hostOf(text), chosen, text };
  return { host: /^\.{0,2}\/(?!\/)/.test(text) ? "relative" : "unknown", chosen, text };
}

/** `process.env.API ?? "http://localhost:3000"`: what stands in says nothing of where the program asks in production. */
function isStandIn(meaning: Meaning, resolver: Resolver): boolean {
  if (meaning.kind === "environment") return true;
  if (meaning.kind !== "text") return false;
  const [first] = meaning.parts;
  return (
    first !== undefined && first.kind !== "literal" && isStandIn(resolver.meaning(first), resolver)
  );
}

/** `new URL("./font.ttf", import.meta.url)`, and names that say that the bytes are here already. */
function isLocalAsset(url: Expr): boolean {
  if (url.kind === "call" && nameOf(url.callee) === "URL") {
    const base = url.args[1];
    return base?.kind === "member" && base.name === "url";
  }
  return (
    /^(data|blob|object|base64)_?(ur[il]|image|data)$/i.test(nameOf(url)) || isUnderScheme(url)
  );
}

/** `if (source.startsWith("blob:")) … fetch(source)`. */
function isUnderScheme(url: Expr): boolean {
  const text = canonical(url);
  let below: Node = url;
  for (const up of text === undefined ? [] : ancestors(url)) {
    const holds =
      (up.kind === "if" && up.then.some((one) => one === below)) ||
      (up.kind === "conditional" && up.then === below);
    if (holds && asksForScheme(up.test, text)) return true;
    below = up;
  }
  return false;
}

function asksForScheme(test: Expr, text: string | undefined): boolean {
  if (test.kind === "binary" && test.op === "&&")
    return asksForScheme(test.left, text) || asksForScheme(test.right, text);
  if (test.kind !== "call" || test.callee.kind !== "member") return false;
  const [start] = test.args;
  return (
    /^starts_?with$/i.test(test.callee.name) &&
    canonical(test.callee.object) === text &&
    start?.kind === "literal" &&
    /^(blob|data):/.test(String(start.value))
  );
}

function knownText(meaning: Meaning, resolver: Resolver, depth: number): string {
  if (depth > 6) return "\0";
  if (meaning.kind === "constant") return wordOf(meaning.value);
  if (meaning.kind === "environment" && meaning.fallback !== undefined)
    return knownText(meaning.fallback, resolver, depth + 1);
  if (meaning.kind !== "text") return "\0";
  return meaning.parts
    .map((part) =>
      part.kind === "literal"
        ? String(part.value)
        : knownText(resolver.meaning(part), resolver, depth + 1),
    )
    .join("");
}

function hostOf(text: string): Address["host"] {
  const host = /^[a-z]+:\/\/(?:[^/?#@\0]*@)?(\[[^\]]*\]|[^/?#:\0]*)(\0?)/i.exec(text);
  const name = (host?.[1] ?? "").toLowerCase();
  if (name === "" || host?.[2] === "\0") return "unknown";
  if (
    /^(localhost|127\.|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)|\.(localhost|local|test)$/.test(
      name,
    )
  )
    return "loopback";
  if (
    !name.includes(".") ||
    /\.(internal|svc|cluster|lan|intranet|private|corp|home|example|invalid|onion)$|\.svc\.|^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\./.test(
      name,
    )
  )
    return "internal";
  return "remote";
}

/** The program is told the host: the whole address is input, or its first part is. */
function isChosen(meaning: Meaning, text: string, resolver: Resolver): boolean {
  if (meaning.kind === "input") return true;
  if (meaning.kind === "either") return meaning.options.some(({ kind }) => kind === "input");
  if (meaning.kind !== "text" || !/^([a-z]+:\/\/)?\0/i.test(text)) return false;
  const first = meaning.parts.find((part) => part.kind !== "literal");
  return first !== undefined && resolver.meaning(first).kind === "input";
}
