/** A place in a text, for reading simple code without the grammar. */

export interface Reader {
  readonly text: string;
  readonly end: number;
  at: number;
}

/** The next character, or nothing at the end. */
export function charAt(reader: Reader): string {
  return reader.at < reader.end ? reader.text.charAt(reader.at) : "";
}

/** Goes past the sticky pattern if it stands here and does not reach beyond the end. */
export function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  if (!pattern.test(reader.text) || pattern.lastIndex > reader.end) return undefined;
  const from = reader.at;
  reader.at = pattern.lastIndex;
  return reader.text.slice(from, reader.at);
}

/** Goes past white space. */
export function skipSpace(reader: Reader): void {
  for (; reader.at < reader.end; reader.at += 1) {
    const code = reader.text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
  }
}

/** Longer text is rarely simple, and trying would cost quadratic time in nested code. */
export const MAX_SIMPLE = 240;
