/** JSON as people write it in configuration: with comments and trailing commas. The only owner of its parser. */
import { parse, type ParseError } from "jsonc-parser";

const LARGEST = 1_000_000;

/** The value, as far as it can be read; undefined for what is no JSON at all or above 1 MB. */
export function parseJson(text: string): unknown {
  if (text.length > LARGEST) return undefined;
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
  return errors.length > 0 && typeof value !== "object" ? undefined : value;
}
