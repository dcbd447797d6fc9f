/** Regular expressions as TOML has them: other dialects' habits translated, and what cannot work found early. */

export interface RegexReading {
  /** JavaScript source and flags; absent when it cannot be used. */
  readonly value?: { readonly regex: string; readonly flags: string };
  readonly problem?: { readonly part: "regex" | "flags"; readonly message: string };
}

const FLAGS = "imsu";

/** A leading `(?i)` becomes a flag, `(?P<name>` and `(?P=name)` become JavaScript's; the result compiles. */
export function readRegex(source: string, flags: string): RegexReading {
  const fail = (part: "regex" | "flags", message: string) => ({ problem: { part, message } });
  const odd = flags.split("").find((flag) => !FLAGS.includes(flag));
  if (odd !== undefined) return fail("flags", `\`${odd}\` is not one of the flags i, m, s, u`);
  const group = /^\(\?([a-zA-Z]+)\)/.exec(source);
  const leading = group?.[1] ?? "";
  if (leading.split("").some((flag) => !FLAGS.includes(flag))) {
    return fail("regex", `the group (?${leading}) has flags other than i, m, s, u`);
  }
  const regex = translate(source.slice(group?.[0].length ?? 0));
  const all = [...new Set((flags + leading).split(""))].toSorted().join("");
  const problem = compileProblem(regex, all);
  if (problem === undefined) return { value: { regex, flags: all } };
  return fail("regex", `this regular expression does not compile: ${problem}`);
}

/** Why the expression does not compile. */
export function compileProblem(regex: string, flags = ""): string | undefined {
  try {
    new RegExp(regex, flags);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return said.replace(/^Invalid regular expression: [^]*: /, "").toLowerCase();
  }
}

/** The names of its groups. */
export function groupNames(regex: string): readonly string[] {
  return parts(regex).flatMap((text) => /^\(\?<([^=!>][^>]*)>$/.exec(text)?.[1] ?? []);
}

/** `(a+)+`: an unbounded repeat of a group that repeats without bound inside; such can take exponential time. */
export function hasNestedQuantifier(regex: string): boolean {
  const open: boolean[] = [];
  let repeats = false;
  let closed = false;
  for (const text of parts(regex)) {
    const unbounded = /^(?:[*+]|\{\d+,\})/.test(text);
    if (unbounded && closed) return true;
    closed = false;
    if (unbounded) repeats = true;
    else if (text.startsWith("(")) {
      open.push(repeats);
      repeats = false;
    } else if (text === ")") {
      closed = repeats;
      repeats = (open.pop() ?? false) || repeats;
    }
  }
  return false;
}

/** Escapes, classes, group openings, quantifiers and single characters. */
function parts(regex: string): readonly string[] {
  const pattern =
    /\\[^]|\[(?:\\[^]|[^\]\\])*\]?|\(\?(?:P?<[A-Za-z_$][\w$]*>|P=\w+\)|<[=!]|[:=!])|\{\d+(?:,\d*)?\}|[^]/g;
  return Array.from(regex.matchAll(pattern), ([text]) => text);
}

function translate(regex: string): string {
  return parts(regex)
    .map((text) => {
      if (text.startsWith("(?P<")) return `(?<${text.slice(4)}`;
      return text.startsWith("(?P=") ? `\\k<${text.slice(4, -1)}>` : text;
    })
    .join("");
}
