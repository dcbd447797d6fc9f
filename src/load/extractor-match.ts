/** One `[[match]]` of an extractor: its way to see code, its value and its conditions. */
import type { Constant } from "../model/constant.ts";
import type { Asked, Confidence, Match, ValueSource, Way, Where } from "../model/extractor.ts";
import type { Language, Position } from "../model/source.ts";
import { didYouMean } from "./closest.ts";
import { keyProblem, valueProblem, type Problem } from "./problem.ts";
import { groupNames, readRegex } from "./regex.ts";
import { either, flag, list, map, number, text, type Shape } from "./shape.ts";
import type { KeyPath, Toml, TomlTable } from "./toml.ts";

export interface ReadMatch {
  readonly value: Constant;
  readonly rule?: TomlTable;
  readonly constraints?: TomlTable;
  readonly utils?: TomlTable;
  readonly regex?: string;
  readonly flags?: string;
  readonly config?: Readonly<Record<string, Asked>>;
  readonly call?: Readonly<Record<string, Asked>>;
  readonly idiom?: Readonly<Record<string, Asked>>;
  readonly unit?: string;
  readonly where: readonly string[];
  readonly message?: string;
  readonly confidence: Confidence;
  readonly languages?: readonly Language[];
}

/** Properties asked of a call or an idiom. */
const askedScalar: Shape<string | boolean | number> = either(text, either(flag, number()));
export const asked: Shape<Readonly<Record<string, Asked>>> = map(
  either(askedScalar, list(askedScalar)),
);

/** Adds to the problems and gives nothing when something is wrong. */
export function toMatch(read: ReadMatch, index: number, problems: Problem[]): Match | undefined {
  const at = ["match", index];
  const found: Problem[] = [];
  const way = toWay(read, at, found);
  const value = toSource(read.value, way, at, found);
  problems.push(...found);
  if (way === undefined || value === undefined || found.length > 0) return undefined;
  return {
    way,
    value,
    where: read.where.map(toWhere),
    confidence: read.confidence,
    index,
    ...(read.unit !== undefined && { unit: read.unit }),
    ...(read.message !== undefined && { message: read.message }),
    ...(read.languages !== undefined && { languages: read.languages }),
  };
}

const WAYS = ["rule", "regex", "config", "call", "idiom"] as const;

function toWay(read: ReadMatch, at: KeyPath, problems: Problem[]): Way | undefined {
  const given = WAYS.filter((way) => read[way] !== undefined);
  const [, second] = given;
  if (given.length === 0) {
    const message = "a match must have a `rule`, a `regex`, a `config`, a `call` or an `idiom`";
    problems.push(keyProblem("missing-key", at, message));
  } else if (second !== undefined) {
    const message = `a match has one way to see code, not \`${given.join("` and `")}\``;
    problems.push(keyProblem("wrong-value", [...at, second], message, "Make it two matches."));
  }
  if (given.length !== 1) return undefined;
  problems.push(...strayCompanions(read, at));
  if (read.rule !== undefined) return ruleWay(read, read.rule, at, problems);
  if (read.regex !== undefined) return regexWay(read.regex, read.flags ?? "", at, problems);
  if (read.config !== undefined)
    return { kind: "config", asked: notEmpty(read.config, at, "config", problems) };
  if (read.call !== undefined)
    return { kind: "call", asked: notEmpty(read.call, at, "call", problems) };
  return idiomWay(read.idiom ?? {}, at, problems);
}

/** `constraints` and `utils` go with a rule, `flags` with a regex. */
function strayCompanions(read: ReadMatch, at: KeyPath): readonly Problem[] {
  const companions = [
    ["constraints", "rule"],
    ["utils", "rule"],
    ["flags", "regex"],
  ] as const;
  return companions.flatMap(([name, way]) =>
    read[name] !== undefined && read[way] === undefined
      ? [keyProblem("wrong-value", [...at, name], `\`${name}\` goes with a \`${way}\` only`)]
      : [],
  );
}

function ruleWay(read: ReadMatch, rule: TomlTable, at: KeyPath, problems: Problem[]): Way {
  return {
    kind: "rule",
    rule: notEmpty(rule, at, "rule", problems),
    ...(read.constraints !== undefined && { constraints: read.constraints }),
    ...(read.utils !== undefined && { utils: read.utils }),
  };
}

function regexWay(
  source: string,
  flags: string,
  at: KeyPath,
  problems: Problem[],
): Way | undefined {
  const { value, problem } = readRegex(source, flags);
  if (problem !== undefined) {
    problems.push(valueProblem("bad-regex", [...at, problem.part], problem.message));
  }
  return value && { kind: "regex", ...value };
}

function idiomWay(
  { kind, ...rest }: Readonly<Record<string, Asked>>,
  at: KeyPath,
  problems: Problem[],
): Way | undefined {
  if (typeof kind === "string") return { kind: "idiom", idiom: kind, asked: rest };
  const message = "an idiom must have a `kind`, such as read-through";
  problems.push(keyProblem("missing-key", [...at, "idiom"], message));
  return undefined;
}

function notEmpty<T extends object>(given: T, at: KeyPath, name: string, problems: Problem[]): T {
  if (Object.keys(given).length === 0) {
    problems.push(valueProblem("wrong-value", [...at, name], `\`${name}\` must not be empty`));
  }
  return given;
}

function toSource(
  value: Constant,
  way: Way | undefined,
  at: KeyPath,
  problems: Problem[],
): ValueSource | undefined {
  if (typeof value !== "string" || !value.startsWith("$")) return { constant: value };
  const capture = /^\$([A-Za-z_]\w*)$/.exec(value)?.[1];
  const fail = (message: string, help: string) => {
    problems.push(valueProblem("bad-value", [...at, "value"], message, help));
    return undefined;
  };
  if (capture === undefined) {
    return fail(`"${value}" does not name a capture`, 'A capture is written "$NAME".');
  }
  if (way?.kind !== "regex") return { capture };
  const groups = groupNames(way.regex);
  if (groups.includes(capture)) return { capture };
  const message = `the regex has no group named \`${capture}\`${didYouMean(capture, groups)}`;
  return fail(message, `Name the group that holds the value: (?<${capture}>…).`);
}

/** Which words there are is the engine's to say: `extract/check-vocabulary.ts`. */
function toWhere(written: string): Where {
  const negated = /^not\s/.test(written.trim());
  const [predicate = "", ...rest] = written
    .trim()
    .replace(/^not\s+/, "")
    .split(":");
  const argument = rest.join(":");
  return { predicate, negated, ...(argument !== "" && { argument }) };
}

/** Where the parts of a match stand, for what is found out only when the engine's words are known. */
export function placesOf(raw: ReadMatch, index: number, toml: Toml): NonNullable<Match["places"]> {
  const at = ["match", index];
  const places: Record<string, Position> = {};
  for (const part of [
    "rule",
    "regex",
    "config",
    "call",
    "idiom",
    "value",
    "constraints",
  ] as const) {
    if (raw[part] === undefined) continue;
    places[part] = toml.at([...at, part], part === "value" ? "value" : "key");
  }
  for (const part of ["config", "call", "idiom"] as const) {
    for (const name of Object.keys(raw[part] ?? {})) {
      places[`${part}/${name}`] = toml.at([...at, part, name], "key");
    }
  }
  for (const item of raw.where.keys()) {
    places[`where/${item}`] = toml.at([...at, "where", item], "value");
  }
  return places;
}
