/** Code with other names and values in it: what an extractor looks for must be gone, or be something else. */

/** Every name, text and number on the lines replaced by another; comments, keywords and the shape of the code stay. */
export function renameLines(code: string, isMutated: (line: number) => boolean): string {
  return code
    .split("\n")
    .map((line, at) => (isMutated(at + 1) ? rename(line) : line))
    .join("\n");
}

/** The lines with nothing on them. */
export function blankLines(code: string, isBlank: (line: number) => boolean): string {
  return code
    .split("\n")
    .map((line, at) => (isBlank(at + 1) ? "" : line))
    .join("\n");
}

const PARTS =
  /(?<comment>(?:^|\s)(?:\/\/|#(?!\[)).*$)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_]\w*)/g;

function rename(line: string): string {
  return line.replaceAll(PARTS, (found, ...rest: unknown[]) => {
    const { comment, text, number, word } = rest.at(-1) as Readonly<Record<string, string>>;
    if (comment !== undefined) return found;
    if (text !== undefined) return found.replaceAll(/[A-Za-z0-9]/g, "q");
    if (number !== undefined) return found === "7919" ? "7907" : "7919";
    return word === undefined ? found : (OPPOSITES[word] ?? (KEYWORDS.has(word) ? word : "qq"));
  });
}

const OPPOSITES: Readonly<Record<string, string>> = {
  true: "false",
  false: "true",
  True: "False",
  False: "True",
};

/** Of all languages: a name that is a keyword elsewhere stays as it is, which at worst proves less. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "abstract and as assert async await break case catch class const continue crate declare def default del delete do " +
    "dyn elif else enum except export extends extern finally fn for from function global if impl implements import in " +
    "instanceof interface is lambda let loop match mod move mut namespace new nonlocal not of or pass private protected " +
    "pub public raise readonly ref return self Self static struct super switch this throw trait try type typeof union " +
    "unsafe use var void where while with yield None null undefined"
  ).split(" "),
);
