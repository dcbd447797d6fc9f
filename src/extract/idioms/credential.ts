/**
 * `credential`: a password, secret or token given to a cache, as an option of its client, in its URL, or as a setting of
 * something that belongs to it. `hardcoded` is whether the secret itself stands in the source; a literal that stands in
 * when the environment has none counts.
 */
import type { Meaning, Resolver } from "../../model/meaning.ts";
import type { Span } from "../../model/source.ts";
import type { Call, Expr, Node } from "../../model/syntax.ts";
import { addressOf, hostIn, hostOfClient, type Host } from "../address.ts";
import { sentSecrets, talksHttp } from "../http-secrets.ts";
import { wordsOf } from "../identifiers.ts";
import { isSecret, secretIn } from "../secrets.ts";
import type { Recogniser, Scene } from "../shape.ts";
import { readSettings } from "./setting.ts";

export const credential: Recogniser = {
  kinds: ["credential"],
  start: (scene, emit) => (node) => {
    for (const found of [
      ...fromClient(node, scene.resolver),
      ...fromSettings(node, scene),
      ...fromRequests(node, scene),
    ]) {
      emit({
        kind: "credential",
        span: found.span,
        node: found.value,
        properties: {
          provides: found.provides,
          hardcoded: found.hardcoded,
          name: found.name,
          host: found.host,
          stock: isStock(found.value, scene.resolver),
        },
        captures: { secret: { state: "unknown", reason: "the secret's origin is not known here" } },
        words: { name: found.name },
      });
    }
  },
};

/** RabbitMQ's own user, who may only log in from the same machine. */
function isStock(value: Expr, resolver: Resolver): boolean {
  const meaning = resolver.meaning(value);
  const known = meaning.kind === "environment" ? meaning.fallback : meaning;
  return (
    known?.kind === "constant" &&
    typeof known.value === "string" &&
    /(^|:)guest(@|$)/.test(known.value)
  );
}

interface Found {
  readonly name: string;
  readonly span: Span;
  readonly value: Expr;
  readonly provides: string;
  readonly hardcoded: boolean | undefined;
  /** Where the server stands that takes it. */
  readonly host: Host;
}

function* fromClient(node: Node, resolver: Resolver): Generator<Found> {
  const site = node.kind === "call" ? resolver.constructionAt(node) : undefined;
  if (site === undefined) return;
  const { instance } = site;
  const provides = instance.type.provides;
  const host = hostOfClient(instance, resolver);
  const password = resolver.option(instance, "password");
  // Options of the client that this one was derived from are read where that one is made.
  if (password.state === "given" && isWithin(password.value, site.call, resolver)) {
    const hardcoded = secretIn(password.meaning);
    if (hardcoded !== "empty")
      yield {
        name: "password",
        span: password.span,
        value: password.value,
        provides,
        hardcoded,
        host,
      };
  }
  const url = resolver.option(instance, "url");
  if (url.state === "given" && isWithin(url.value, site.call, resolver)) {
    const hardcoded = urlSecret(url.meaning, resolver);
    if (hardcoded !== undefined)
      yield {
        name: "the URL's password",
        span: url.span,
        value: url.value,
        provides,
        hardcoded,
        host: fallbackHost(url.meaning, resolver) ?? host,
      };
  }
}

/** What goes out in headers, queries and logins of requests over HTTP. */
function* fromRequests(node: Node, { module, resolver }: Scene): Generator<Found> {
  for (const sent of sentSecrets(node, resolver, talksHttp(module, resolver)))
    yield { ...sent, provides: "http-client", host: "unknown" };
}

/** The option is read at the construction that takes it, not again at what is derived from it. */
function isWithin(value: Expr, call: Call, resolver: Resolver): boolean {
  for (let up: Node | undefined = value; up !== undefined; up = up.parent)
    if (up === call) return true;
  return (
    resolver.moduleOf(value) !== resolver.moduleOf(call) ||
    value.end < call.start ||
    value.start > call.end
  );
}

const SECRET = new Set(["password", "passwd", "pwd", "pass", "secret", "passphrase"]);
const SECRET_PAIRS = new Set(["auth token", "access token", "access key", "secret key"]);
/** What a name that ends in a secret may still be about. */
const ABOUT = new Set([
  "min",
  "max",
  "reset",
  "forgot",
  "is",
  "has",
  "require",
  "required",
  "show",
]);

/** `password`, `redis_auth_token`: the last words say what it is; `password_ttl` is no password. */
function namesSecret(words: readonly string[]): boolean {
  const [first = "", last = ""] = [words[0], words.at(-1)];
  if (words.length > 1 && ABOUT.has(first)) return false;
  return SECRET.has(last) || SECRET_PAIRS.has(words.slice(-2).join(" "));
}

function* fromSettings(node: Node, scene: Scene): Generator<Found> {
  for (const setting of readSettings(node, scene)) {
    if (setting.owner === undefined) continue;
    const words = wordsOf(setting.name);
    if (!namesSecret(words)) continue;
    const hardcoded = secretIn(scene.resolver.meaning(setting.value));
    if (hardcoded === "empty") continue;
    yield {
      name: setting.name,
      span: setting.span,
      value: setting.value,
      provides: "shared-cache",
      hardcoded,
      host: "unknown",
    };
  }
}

function urlSecret(meaning: Meaning, resolver: Resolver): boolean | undefined {
  if (meaning.kind === "either") {
    const options = meaning.options.map((option) => urlSecret(option, resolver));
    return options.includes(true) ? true : options.find((option) => option !== undefined);
  }
  if (meaning.kind === "environment")
    return meaning.fallback === undefined ? false : urlSecret(meaning.fallback, resolver);
  const address = addressOf(meaning, resolver) ?? "";
  const secret = (SECRET_IN_URL.exec(address) ?? SECRET_IN_PAIRS.exec(address))?.[1];
  return secret !== undefined && !secret.includes("\0") && isSecret(secret) ? true : undefined;
}

const SECRET_IN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s:]*:([^/?#@\s]+)@/i;

/** `host=db user=app password=…`, `Server=db;Password=…` */
const SECRET_IN_PAIRS = /(?:^|[\s;])(?:password|pwd)\s*=\s*'?([^\s;'"]+)/i;

/** The host of the address that stands in where the environment gives none. */
function fallbackHost(meaning: Meaning, resolver: Resolver): Host | undefined {
  return meaning.kind === "environment" && meaning.fallback !== undefined
    ? hostIn(meaning.fallback, resolver)
    : undefined;
}
