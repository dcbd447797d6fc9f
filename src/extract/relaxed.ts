/** A clause with one of its conditions taken away: what tests whether an example needs it, and tells which one failed. */
import type { Extractor, Match, Way } from "../model/extractor.ts";

/** `where 2`, `ttl = "absent"`, `not`: the condition as the TOML says it, and the clause without it. */
export interface Relaxed {
  readonly condition: string;
  readonly match: Match;
}

/** One per condition that can be taken away and leaves something to look for. */
export function relaxations(match: Match): readonly Relaxed[] {
  const places = match.where.map((dropped) => {
    const argument = dropped.argument === undefined ? "" : `:${dropped.argument}`;
    const condition = `where ${dropped.negated ? "not " : ""}${dropped.predicate}${argument}`;
    return { condition, match: { ...match, where: match.where.filter((one) => one !== dropped) } };
  });
  const ways = relaxedWays(match.way).map(({ condition, way }) => ({
    condition,
    match: { ...match, way },
  }));
  return [...ways, ...places];
}

/** What `[when]` asks of the file, each of its lists dropped in turn. */
export function relaxedGates({
  when,
  languages,
}: Extractor): readonly { readonly condition: string; readonly when: Extractor["when"] }[] {
  // Without languages the paths are all that says what to read.
  const keys =
    languages.length === 0 ? (["words"] as const) : (["imports", "words", "paths"] as const);
  return keys
    .filter((key) => when[key].length > 0)
    .map((key) => ({ condition: `when.${key}`, when: { ...when, [key]: [] } }));
}

interface RelaxedWay {
  readonly condition: string;
  readonly way: Way;
}

function relaxedWays(way: Way): readonly RelaxedWay[] {
  switch (way.kind) {
    case "config":
    case "call":
    case "idiom":
      return Object.entries(way.asked)
        .filter(([name]) => !NAMES_THE_SHAPE.has(name))
        .map(([name, wanted]) => ({
          condition: `${name} = ${JSON.stringify(wanted)}`,
          way: { ...way, asked: without(way.asked, name) },
        }));
    case "regex":
      return lookArounds(way.regex).map(({ start, end }) => ({
        condition: `\`${way.regex.slice(start, end)}\``,
        way: { ...way, regex: way.regex.slice(0, start) + way.regex.slice(end) },
      }));
    case "rule":
      return [
        ...Object.keys(way.rule)
          .filter((key) => RELATIONS.has(key) && isPositive(without(way.rule, key)))
          .map((key) => ({
            condition: `\`${key}\``,
            way: { ...way, rule: without(way.rule, key) },
          })),
        ...Object.keys(way.constraints ?? {}).map((name) => ({
          condition: `the constraint on \`$${name}\``,
          way: { ...way, constraints: without(way.constraints ?? {}, name) },
        })),
      ];
  }
}

/** Without these a clause asks for another kind of thing, and for no more of the same. */
const NAMES_THE_SHAPE: ReadonlySet<string> = new Set(["construct", "operation", "option"]);

const RELATIONS: ReadonlySet<string> = new Set(["not", "inside", "has", "follows", "precedes"]);

function isPositive(rule: object): boolean {
  return ["pattern", "kind", "any", "all", "regex", "matches"].some((key) => key in rule);
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}

/** The outermost `(?=…)`, `(?!…)`, `(?<=…)` and `(?<!…)` of an expression that compiles. */
function lookArounds(regex: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  const open: boolean[] = [];
  let start = -1;
  let isInClass = false;
  for (let at = 0; at < regex.length; at += 1) {
    const character = regex[at];
    if (character === "\\") at += 1;
    else if (isInClass) isInClass = character !== "]";
    else if (character === "[") isInClass = true;
    else if (character === "(") {
      const isLook = start < 0 && /^\(\?(?:=|!|<=|<!)/.test(regex.slice(at, at + 4));
      if (isLook) start = at;
      open.push(isLook);
    } else if (character === ")" && open.pop() === true) {
      found.push({ start, end: at + 1 });
      start = -1;
    }
  }
  return found;
}
