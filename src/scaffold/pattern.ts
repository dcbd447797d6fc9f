/** What `--pattern` was given: an AST pattern or a regular expression, and what either looks like in code. */
import { readRegex } from "../load/regex.ts";
import type { Constant } from "../model/constant.ts";
import type { Language } from "../model/source.ts";
import { plainMatch } from "./draft.ts";
import type { Form } from "./draft.ts";

export type PatternKind = "pattern" | "regex";

/** Metavariables make an AST pattern, as does a call without any sign of a regular expression. */
export function kindOfPattern(text: string): PatternKind {
  if (
    /(?<![\\$])\${1,3}(?:[A-Z_][A-Z0-9_]*|(?=[),\s]|$))/.test(text) &&
    !/\\[sdwbSDWB.(]/.test(text)
  ) {
    return /\$(?:\$\$|[A-Z_])/.test(text) ? "pattern" : "regex";
  }
  const isRegex = /\\|\[\^|\(\?|[.)\]\w][*+]|\.\?|\||^\^|\$$/.test(text);
  return !isRegex && /^[\w.:<>&!?]+\([^()]*\)(?:\.await)?;?$/.test(text.trim())
    ? "pattern"
    : "regex";
}

/** Undefined with a problem when the text is no regular expression. */
export function givenForm(
  text: string,
  kind: PatternKind,
  value: Constant,
): { readonly form: Form } | { readonly problem: string } {
  if (kind === "pattern") {
    const pattern = text.trim().replace(/;$/, "");
    return { form: ruleForm(pattern, value, "given") };
  }
  const read = readRegex(text, "");
  if (read.value === undefined) return { problem: read.problem?.message ?? "it does not compile" };
  return { form: regexForm(read.value.regex, read.value.flags, value, "given") };
}

export function ruleForm(pattern: string, value: Constant, from: string): Form {
  const way = { kind: "rule", rule: { pattern } } as const;
  return {
    text: pattern,
    kind: "pattern",
    from,
    matches: [plainMatch(way, value)],
    compliant: [],
  };
}

export function regexForm(regex: string, flags: string, value: Constant, from: string): Form {
  return {
    text: flags === "" ? regex : `(?${flags})${regex}`,
    kind: "regex",
    from,
    matches: [plainMatch({ kind: "regex", regex, flags }, value)],
    compliant: [],
  };
}

/** Code that the pattern must match: its metavariables become names. */
export function instanceOfPattern(pattern: string): string {
  return pattern
    .replaceAll(/\$\$\$[A-Z_\d]*/g, "")
    .replaceAll(/\$([A-Z_][A-Z0-9_]*)/g, (_, name: string) =>
      name.toLowerCase().replace(/^_+/, "x"),
    )
    .replaceAll(/\(\s*,\s*|,\s*(?=\))/g, (found) => (found.startsWith("(") ? "(" : ""));
}

/** A small file of the language that holds these lines of code, or these texts as strings. */
export function exampleCode(
  language: Language,
  lines: readonly string[],
  form: "code" | "text",
): string {
  const texts = form === "text" ? lines.map((line) => JSON.stringify(line)) : lines;
  switch (language) {
    case "rust":
      return wrapped(
        "pub async fn example() {",
        texts,
        (line) => (form === "text" ? `    let _ = ${line};` : `    ${line};`),
        "}",
      );
    case "typescript":
      return wrapped(
        "export async function example() {",
        texts,
        (line) => (form === "text" ? `  use(${line});` : `  ${line};`),
        "}",
      );
    case "python":
      return wrapped("async def example():", texts, (line) =>
        form === "text" ? `    use(${line})` : `    ${line}`,
      );
  }
}

function wrapped(
  head: string,
  lines: readonly string[],
  body: (line: string) => string,
  tail?: string,
): string {
  return [head, ...lines.map(body), ...(tail === undefined ? [] : [tail]), ""].join("\n");
}
