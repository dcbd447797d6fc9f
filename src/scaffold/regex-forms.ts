/**
 * Regular expressions that say "X without Y": what they would match if they worked, why they do not, and forms that do.
 * A look-ahead behind a greedy `.*` is tried where the `.*` ended, at the end of the line, and always holds there.
 */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Constant } from "../model/constant.ts";
import { plainMatch } from "./draft.ts";
import type { Form } from "./draft.ts";
import { regexForm } from "./pattern.ts";

export interface WithoutForm {
  /** What stands before the look-ahead, without the repeat. */
  readonly before: string;
  /** `.*`, `.+?` …; empty when none stands there. */
  readonly repeat: string;
  readonly words: readonly string[];
  readonly after: string;
}

/** Takes the last negative look-ahead of the expression apart; undefined where there is none. */
export function withoutForm(regex: string): WithoutForm | undefined {
  const found =
    /^(.*?)((?:\.|\[[^\]]*\]|\\[sSwWdD])(?:[*+]|\{\d+,\})\??)?\(\?!((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)(.*)$/s.exec(
      regex,
    );
  if (found === null) return undefined;
  const [, before = "", repeat = "", inner = "", after = ""] = found;
  const words = inner
    .replace(/^(?:\.\*\??|\\s\*|\[[^\]]*\]\*)/, "")
    .replaceAll(/\(\?:|\(|\)|\\b/g, "")
    .split("|")
    .filter((word) => word !== "");
  return before === "" || words.length === 0 ? undefined : { before, repeat, words, after };
}

/** Why the look-ahead cannot do what it is there for. */
export function vacuous(regex: string): string | undefined {
  const form = withoutForm(regex);
  if (form === undefined || form.repeat === "") return undefined;
  const { repeat, words, after } = form;
  if (after !== "" && !/^\.[*+]/.test(after)) return undefined;
  return (
    `\`${repeat}\` may end anywhere, so \`(?!${words.join("|")})\` is tried where nothing follows ` +
    `and always holds: the look-ahead forbids nothing`
  );
}

/** Texts that the expression is there for, and texts that it must not match, made from its own words. */
export function variantsOf(regex: string): {
  readonly bad: readonly string[];
  readonly good: readonly string[];
} {
  const form = withoutForm(regex);
  if (form === undefined) {
    const text = literalOf(regex);
    return { bad: text === undefined ? [] : [text], good: [] };
  }
  const stem = literalOf(form.before);
  if (stem === undefined) return { bad: [], good: [] };
  const words = form.words.flatMap((word) => literalOf(word) ?? []);
  return {
    bad: [`${stem} key value`],
    good: words.flatMap((word) => [
      `${stem} key value ${word} 60`,
      `${stem} key value NX ${word} 60`,
    ]),
  };
}

/** Forms of the expression that look at all that follows, strictest first. */
export function correctedForms(
  regex: string,
  flags: string,
  learnt: readonly string[],
  bad: Constant,
  good: Constant,
): readonly Form[] {
  const form = withoutForm(regex);
  const before = form?.before ?? regex.replace(/(?:\.[*+]\??)+$/, "");
  const words = [...new Set([...(form?.words ?? []), ...learnt.map(escapeRegex)])];
  if (words.length === 0 || before === "") return [];
  const list = words.map(bounded).join("|");
  const insensitive = flags.includes("i") ? flags : `${flags}i`.split("").toSorted().join("");
  const stems = [before, bounded(before)];
  return ["[^;\\n]*", "[^;]*"].flatMap((span) =>
    [flags, insensitive].flatMap((used) =>
      [...new Set(stems)].map((stem) => {
        const made = regexForm(`${stem}(?!${span}(?:${list}))`, used, bad, "corrected");
        const compliant = `${stem}(?=${span}(?:${list}))`;
        return {
          ...made,
          compliant: [plainMatch({ kind: "regex", regex: compliant, flags: used }, good)],
        };
      }),
    ),
  );
}

/** `max_size: None` and what would stand there instead, in code that keeps the claim. */
export function oppositeOf(regex: string): string | undefined {
  const pairs: readonly (readonly [RegExp, string])[] = [
    [/\btrue\b(?!.*\b(?:true|false)\b)/, "false"],
    [/\bfalse\b(?!.*\b(?:true|false)\b)/, "true"],
    [/\bTrue\b/, "False"],
    [/\bFalse\b/, "True"],
    [/\bNone\b/, String.raw`Some\(`],
  ];
  if (withoutForm(regex) !== undefined || /[|]/.test(regex)) return undefined;
  const flip = pairs.find(([word]) => word.test(regex));
  return flip === undefined
    ? undefined
    : regex
        .replace(flip[0], () => flip[1])
        .replace(/\\\($/, String.raw`\(`)
        .replace(/\(\\b$/, "(");
}

/** Words of compliant code that no bad code has: what makes the difference. */
export function tellingWords(good: readonly string[], bad: readonly string[]): readonly string[] {
  const known = new Set(bad.flatMap((text) => wordsOf(text)));
  return [...new Set(good.flatMap((text) => wordsOf(text)))].filter((word) => !known.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w+/g) ?? [];
}

/** Word boundaries where the text begins and ends with a word. */
function bounded(text: string): string {
  return `${/^\w/.test(text) ? String.raw`\b` : ""}${text}${/(?<!\\)\w$/.test(text) ? String.raw`\b` : ""}`;
}

/** Stands before what was escaped; no code has it. */
const ESCAPED = "\u0001";

/** The one text that a simple expression stands for; undefined where it is not simple. */
function literalOf(regex: string): string | undefined {
  const text = regex
    .replaceAll(/\\[bB]|^\^|\$$/g, "")
    .replaceAll(/\\s[*+]?/g, " ")
    .replaceAll(/\.[*+]\??/g, " ")
    .replaceAll(/\\d[*+]?/g, "1")
    .replaceAll(/\\w[*+]?/g, "x")
    .replaceAll(/\(\?:([^()|]*)(?:\|[^()]*)?\)/g, "$1")
    .replaceAll(/\\([^\w])/g, `${ESCAPED}$1`);
  if (new RegExp(`(?<!${ESCAPED})[[\\]{}|*+?()^$]`).test(text)) {
    // Empty brackets are an empty group, and what people write for a call.
    if (!/^[^[\]{}|*+?^$]*\(\)$/.test(text)) return undefined;
  }
  return text.replaceAll(ESCAPED, "").trim() || undefined;
}
