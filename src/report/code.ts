/** Code without what a formatter or a commenter changes: white space, comments, trailing commas, quotes. */

/** `path` tells the family of comments and strings. */
export function normaliseCode(code: string, path: string): string {
  const tokens = path.endsWith(".rs") ? RUST : HASH_COMMENTS.test(path) ? HASHES : SLASHES;
  const folded = code.replace(tokens, (token) => {
    if (/^\s/.test(token)) return " ";
    if (/^(?:\/[/*]|#)/.test(token)) return " ";
    return (tokens === RUST ? token : requote(token)).replaceAll(" ", INNER_SPACE);
  });
  return foldSpaces(folded);
}

const BLANK = String.raw`\s+`;
const BLOCK = String.raw`\/\*[^]*?(?:\*\/|$)`;
const LINE = String.raw`\/\/[^\n]*`;
const DOUBLE = String.raw`"(?:\\[^]|[^"\\])*"`;
const SINGLE = String.raw`'(?:\\[^]|[^'\\\n])*'`;
const TEMPLATE = "`(?:\\\\[^]|[^`\\\\])*`";
const RUST_RAW = String.raw`r(#*)"[^]*?"\1`;
const RUST_CHAR = String.raw`'(?:\\[^']*.|[^'\\])'`;
const TRIPLE = String.raw`"""[^]*?"""|'''[^]*?'''`;

const RUST = new RegExp([RUST_RAW, DOUBLE, RUST_CHAR, BLOCK, LINE, BLANK].join("|"), "g");
const SLASHES = new RegExp([DOUBLE, SINGLE, TEMPLATE, BLOCK, LINE, BLANK].join("|"), "g");
const HASHES = new RegExp([TRIPLE, DOUBLE, SINGLE, "#[^\\n]*", BLANK].join("|"), "g");
const HASH_COMMENTS = /\.(?:pyi?|toml|ya?ml|conf|env|sh|rb|tf|properties)$|(?:^|\/)\.env/;

/** Spaces inside strings are hidden from folding by this stand-in, which no source has. */
const INNER_SPACE = "\u0000";

/** A formatter may swap the quotes of a string that holds neither kind. */
function requote(token: string): string {
  const inner = token.slice(1, -1);
  return token.startsWith("'") && !/["'\\]/.test(inner) ? `"${inner}"` : token;
}

function foldSpaces(code: string): string {
  return code
    .replace(/(?<!\w) +| +(?!\w)/g, "")
    .replace(/ +/g, " ")
    .replace(/,(?=[)\]}>])/g, "")
    .replace(/[;,]+$/, "")
    .replaceAll(INNER_SPACE, " ")
    .trim();
}
