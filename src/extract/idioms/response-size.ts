/**
 * `response-size`: the body of an answer is read whole. `from` is who says where it comes from: somebody outside the program
 * (`chosen`), whoever calls (`handed`, the whole address), or the program (`fixed`); `bytes` is whether a file is
 * read rather than a text; `bounded` whether something limits it.
 */
import { functionAround } from "../../model/ancestry.ts";
import { someNodeIn } from "../../model/children.ts";
import type { Resolver } from "../../model/meaning.ts";
import type { Node } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { answerOf, type Read } from "../http-answer.ts";
import { addressOf, type Exchange } from "../http-exchange.ts";
import { exchangeThrough } from "../raw-answers.ts";
import { isLimit } from "../limits.ts";
import { whoChooses } from "../http-origin.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const responseSize: Recogniser = {
  kinds: ["response-size"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const exchange = node.kind === "call" ? exchangeThrough(node, resolver) : undefined;
      if (exchange?.url === undefined) return;
      const { host } = addressOf(exchange.url, resolver);
      if (host === "data" || host === "relative") return;
      const { read } = answerOf(exchange, resolver);
      const option = sizeOf(exchange, resolver);
      if (option !== true && (read === undefined || !isWhole(read, exchange, resolver))) return;
      const { call, instance } = exchange;
      emit({
        kind: "response-size",
        span: callHead(call),
        node: call,
        instance,
        properties: {
          provides: instance.type.provides,
          library: instance.library.id,
          from: whoChooses(exchange.url, resolver),
          bytes: read !== undefined && readsBytes(read, exchange),
          bounded: option === true || isMeasured(call),
        },
        captures: {},
        words: {
          made: describe(call.callee),
          read: read?.name ?? "",
          library: instance.library.title,
        },
      });
    },
};

/** What reads a body to its end, however long. */
const WHOLE =
  /^(json|text|content|bytes|blob|arrayBuffer|array_buffer|formData|buffer|data|read|aread|into_string|into_json)$/;
/** A blob is for a page, which its user closes. */
const BYTES = /^(content|bytes|arrayBuffer|array_buffer|buffer|read|aread)$/;

function isWhole({ name, node }: Read, exchange: Exchange, resolver: Resolver): boolean {
  if (!WHOLE.test(name)) return false;
  const called =
    node.parent?.kind === "call" && node.parent.callee === node ? node.parent : undefined;
  // `read(limit)`, `responseType: "stream"`
  if (/^a?read$/.test(name) && called !== undefined && called.args.length > 0) return false;
  if (saysType(exchange, /^stream$/)) return false;
  const stream = resolver.option(exchange.instance, "stream");
  return !(
    stream.state === "given" &&
    stream.meaning.kind === "constant" &&
    stream.meaning.value === true
  );
}

function readsBytes({ name }: Read, exchange: Exchange): boolean {
  return BYTES.test(name) || saysType(exchange, /^(arraybuffer|buffer)$/);
}

/** `responseType: "arraybuffer"`. */
function saysType({ call }: Exchange, wanted: RegExp): boolean {
  return someNodeIn(
    call.args,
    (node) =>
      node.kind === "record" &&
      node.entries.some(
        ({ key, value }) =>
          /^(responseType|encoding)$/.test(key ?? "") &&
          value.kind === "literal" &&
          typeof value.value === "string" &&
          wanted.test(value.value),
      ),
  );
}

/** True where an option limits the size, undefined where that is decided elsewhere. */
function sizeOf({ instance }: Exchange, resolver: Resolver): boolean | undefined {
  const reading = resolver.option(instance, "max-response-size");
  if (reading.state === "unknown") return undefined;
  if (reading.state === "default") return isLimit(reading.value);
  if (reading.state !== "given") return false;
  return reading.meaning.kind === "constant" ? isLimit(reading.meaning.value) : true;
}

/** The code around looks at the length that the answer announces, or counts what comes. */
function isMeasured(node: Node): boolean {
  const fn = functionAround(node);
  const roots: readonly Node[] = fn?.body ?? [];
  return someNodeIn(roots, (inner) => measures(inner));
}

function measures(node: Node): boolean {
  if (node.kind === "literal")
    return typeof node.value === "string" && /^content-length$/i.test(node.value);
  const name = node.kind === "name" || node.kind === "member" ? node.name : "";
  return /^(content_?length|CONTENT_LENGTH|max_?(size|bytes|content_?length|file_?size|body_?size|image_?size|download_?size)|iter_content|iter_bytes|aiter_bytes)$/i.test(
    name,
  );
}
