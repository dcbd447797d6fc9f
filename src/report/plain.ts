/** Text from elsewhere made safe to print: what a file name or a snippet holds must not drive the terminal. */

/** One line: every control and direction character is spelt out, line breaks and tabs too. */
export function plainLine(text: string): string {
  return text.replace(UNSAFE, spell);
}

/** As `plainLine`, but line feeds and tabs stay. A carriage return before a line feed goes. */
export function plainText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(UNSAFE, (found) => (found === "\n" || found === "\t" ? found : spell(found)));
}

/** JSON whose strings keep their meaning, with every unsafe character as an escape. */
export function plainJson(json: string): string {
  return json.replace(UNSAFE, (found) => (found === "\n" ? found : escape(found)));
}

/** C0 and C1 controls, line and paragraph separators, marks that reorder or hide text, lone surrogates. */
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function spell(character: string): string {
  const code = character.charCodeAt(0);
  const short = SHORT[character];
  if (short !== undefined) return short;
  return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : escape(character);
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
