/** Options that stand in the address of a server. */
import type { LibraryOption } from "../model/library.ts";
import type { Meaning, Reading } from "../model/meaning.ts";
import type { Span } from "../model/source.ts";
import type { Expr } from "../model/syntax.ts";
import type { Context } from "./context.ts";

/** `postgres://db/app?sslmode=disable`: a parameter of the address. */
export function fromAddress(
  context: Context,
  option: LibraryOption,
  read: () => Reading,
): { readonly span: Span; readonly value: Expr } | undefined {
  if (option.params.length === 0) return undefined;
  const address = read();
  if (address.state !== "given") return undefined;
  const text = literalText(context, address.meaning);
  const query = /[?;](.*)$/s.exec(text)?.[1] ?? "";
  for (const part of query.split(/[&;#]/)) {
    const [name = "", value = ""] = part.split("=", 2);
    if (!option.params.some((param) => param.toLowerCase() === name.trim().toLowerCase())) continue;
    const { start, end } = address.value;
    return { span: address.span, value: wordAt(value.trim(), address.value, { start, end }) };
  }
  return undefined;
}

function wordAt(word: string, parent: Expr, span: Span): Expr {
  const isNumber = /^-?\d+(\.\d+)?$/.test(word);
  const value = isNumber
    ? Number(word)
    : /^(true|false)$/i.test(word)
      ? /t/i.test(word[0] ?? "")
      : word;
  return { kind: "literal", value, ...span, parent };
}

/** What is known of a text; `\0` stands for what is not. */
function literalText(context: Context, meaning: Meaning): string {
  if (meaning.kind === "constant") return typeof meaning.value === "string" ? meaning.value : "";
  if (meaning.kind === "environment" && meaning.fallback !== undefined)
    return literalText(context, meaning.fallback);
  if (meaning.kind !== "text") return "";
  return meaning.parts
    .map((part) => {
      const inner = context.meaning(part);
      return inner.kind === "constant" || inner.kind === "text"
        ? literalText(context, inner)
        : "\0";
    })
    .join("");
}
