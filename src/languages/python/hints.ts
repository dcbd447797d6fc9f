/** Type hints of the grammar: read off the text, with the errors inside noted. */
import type { TypeRef } from "../../model/syntax.ts";
import { spanOf } from "../language.ts";
import type { Context, Part } from "./context.ts";
import { collectErrors } from "./parts.ts";
import { readType } from "./types.ts";

const PLAIN = /^(?:[\p{L}\p{N}_.]+|\||\[\]|\(\))$/u;

/** The type that a `type` node, or an expression used as a type, stands for. */
export function typeOf(context: Context, part: Part): TypeRef {
  const ref = readType(context.text, spanOf(part.node));
  if (!PLAIN.test(ref.name)) collectErrors(context, part.node);
  return ref;
}
