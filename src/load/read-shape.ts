/** Reads TOML values by a shape: typed values out, and a problem with its key path for all that does not fit. */
import { closest, didYouMean } from "./closest.ts";
import { keyProblem, valueProblem, type Problem } from "./problem.ts";
import type { Description, Key, NumberDescription, Shape, TextDescription } from "./shape.ts";
import type { KeyPath, TomlTable, TomlValue } from "./toml.ts";
import { readScalar } from "./units.ts";

export interface Reading<T> {
  /** Present when there was no problem at all. */
  readonly value?: T;
  /** Of a table: the keys that could be read. */
  readonly partial: Partial<T>;
  readonly problems: readonly Problem[];
}

export function readShape<T>(shape: Shape<T>, raw: TomlValue, at: KeyPath = []): Reading<T> {
  const problems: Problem[] = [];
  const read = readValue(shape, raw, at, problems);
  // The one place where description and type meet: `readValue` builds what the shape says.
  const value = read as T;
  const partial = (isTable(raw) && read !== BROKEN ? value : {}) as Partial<T>;
  return problems.length === 0 ? { value, partial, problems } : { partial, problems };
}

export function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}

const BROKEN = Symbol("broken");

function readValue(shape: Description, raw: TomlValue, at: KeyPath, problems: Problem[]): unknown {
  const fail = (problem: Problem) => (problems.push(problem), BROKEN);
  if (!fits(shape, raw)) return fail(wrongType(shape, raw, at));
  if (isUnreadableNumber(raw)) {
    return fail(
      valueProblem(
        "wrong-value",
        at,
        `${nameOf(at)} must be a number that can be told exactly`,
        "Write a number with fewer digits, or a text.",
      ),
    );
  }
  const word = typeof raw === "string" ? raw : "";
  switch (shape.kind) {
    case "text":
      return readText(shape, word, at, fail);
    case "number":
      return outOfBounds(shape, Number(raw)) ? fail(boundsProblem(shape, at)) : raw;
    case "one-of":
      return shape.values.includes(word) ? raw : fail(notOneOf(shape.values, word, at));
    case "flag":
    case "free":
      return raw;
    case "scalar":
      return typeof raw === "string" ? readScalar(raw) : raw;
    case "constant":
      if (!Array.isArray(raw)) return readValue({ kind: "scalar" }, raw, at, problems);
      return readList({ kind: "scalar" }, raw, at, problems);
    case "list":
      return readList(shape.of, Array.isArray(raw) ? raw : [], at, problems);
    case "map":
      return readMap(shape.of, isTable(raw) ? raw : {}, at, problems);
    case "table":
      return readTable(shape, isTable(raw) ? raw : {}, at, problems);
    case "either": {
      const chosen = shape.shapes.find((option) => fits(option, raw));
      return chosen === undefined ? BROKEN : readValue(chosen, raw, at, problems);
    }
  }
}

/** Whether the type is right; what is inside is looked at later. */
function fits(shape: Description, raw: TomlValue): boolean {
  switch (shape.kind) {
    case "text":
    case "one-of":
      return typeof raw === "string";
    case "flag":
      return typeof raw === "boolean";
    case "number":
      return typeof raw === "number" || typeof raw === "bigint";
    case "scalar":
      return typeof raw !== "object";
    case "constant":
      return !isTable(raw);
    case "list":
      return Array.isArray(raw);
    case "map":
    case "table":
    case "free":
      return isTable(raw);
    case "either":
      return shape.shapes.some((option) => fits(option, raw));
  }
}

function readText(
  shape: TextDescription,
  raw: string,
  at: KeyPath,
  fail: (problem: Problem) => unknown,
): unknown {
  if (shape.mayBeEmpty !== true && raw.trim() === "")
    return fail(valueProblem("wrong-value", at, `${nameOf(at)} must not be empty`));
  if (shape.pattern === undefined || new RegExp(shape.pattern).test(raw)) return raw;
  const message = `${nameOf(at)} cannot be ${quoted(raw)}`;
  return fail(valueProblem("wrong-value", at, message, shape.hint && `It must be ${shape.hint}.`));
}

function readList(
  of: Description,
  raw: readonly TomlValue[],
  at: KeyPath,
  problems: Problem[],
): readonly unknown[] {
  return raw
    .map((item, index) => readValue(of, item, [...at, index], problems))
    .filter((item) => item !== BROKEN);
}

function readMap(of: Description, raw: TomlTable, at: KeyPath, problems: Problem[]): unknown {
  const entries = Object.entries(raw).map(
    ([name, value]) => [name, readValue(of, value, [...at, name], problems)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== BROKEN));
}

function readTable(
  shape: Description & { kind: "table" },
  raw: TomlTable,
  at: KeyPath,
  problems: Problem[],
): unknown {
  const names = Object.keys(shape.keys);
  const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(shape.keys, name));
  for (const name of unknown) {
    const message = `${shape.what} has no key \`${name}\`${didYouMean(name, names)}`;
    problems.push(
      keyProblem("unknown-key", [...at, name], message, `It has: ${names.join(", ")}.`),
    );
  }
  const read: [string, unknown][] = [];
  for (const [name, key] of Object.entries(shape.keys)) {
    const value = raw[name];
    if (value !== undefined && Object.hasOwn(raw, name)) {
      const inner = readValue(key.shape, value, [...at, name], problems);
      if (inner !== BROKEN) read.push([name, inner]);
    } else if (key.presence === "default") read.push([name, key.default]);
    else if (
      key.presence === "required" &&
      !unknown.some((typed) => closest(typed, names) === name)
    ) {
      problems.push(missing(shape.what, name, key, at));
    }
  }
  return Object.fromEntries(read);
}

function missing(what: string, name: string, key: Key, at: KeyPath): Problem {
  return keyProblem("missing-key", at, `${what} must have \`${name}\``, key.doc);
}

function wrongType(shape: Description, raw: TomlValue, at: KeyPath): Problem {
  const message = `${nameOf(at)} must be ${typeName(shape)}, not ${valueName(raw)}`;
  return valueProblem("wrong-type", at, message, typeHelp(shape, raw, at));
}

function typeHelp(shape: Description, raw: TomlValue, at: KeyPath): string | undefined {
  const name = at.at(-1);
  if (shape.kind !== "list" || typeof name !== "string" || !fits(shape.of, raw)) return undefined;
  if (isTable(raw)) return `Write [[${name}]], with two brackets, once for each.`;
  if (Array.isArray(raw) || typeof raw === "bigint") return undefined;
  return `Write ${name} = [${JSON.stringify(raw)}].`;
}

function notOneOf(values: readonly string[], raw: string, at: KeyPath): Problem {
  const message = `${nameOf(at)} cannot be ${quoted(raw)}${didYouMean(raw, values, '"')}`;
  return valueProblem("wrong-value", at, message, `It can be: ${values.join(", ")}.`);
}

function isUnreadableNumber(raw: TomlValue): boolean {
  return typeof raw === "bigint" || (typeof raw === "number" && !Number.isFinite(raw));
}

function outOfBounds({ whole, least, most }: NumberDescription, raw: number): boolean {
  const low = least !== undefined && raw < least;
  const high = most !== undefined && raw > most;
  return low || high || (whole === true && !Number.isInteger(raw));
}

function boundsProblem(shape: NumberDescription, at: KeyPath): Problem {
  return valueProblem("wrong-value", at, `${nameOf(at)} must be ${typeName(shape)}`);
}

function typeName(shape: Description): string {
  switch (shape.kind) {
    case "text":
    case "one-of":
      return "a string";
    case "flag":
      return "true or false";
    case "number":
      return numberName(shape);
    case "scalar":
      return "a string, a number, true or false";
    case "constant":
      return "a string, a number, true, false or a list of these";
    case "list":
      return "a list";
    case "map":
    case "table":
    case "free":
      return "a table";
    case "either":
      return shape.shapes.map(typeName).join(" or ");
  }
}

function numberName({ whole, least, most }: NumberDescription): string {
  const kind = whole === true ? "a whole number" : "a number";
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
  return least === undefined ? kind : `${kind} of at least ${least}`;
}

function valueName(raw: TomlValue): string {
  if (Array.isArray(raw)) return "a list";
  if (typeof raw === "object") return "a table";
  if (typeof raw === "string") return "a string";
  return typeof raw === "boolean" ? String(raw) : "a number";
}

/** `` `tier` ``; an item of a list goes by the name of the list. */
function nameOf(at: KeyPath): string {
  const name = at.findLast((step) => typeof step === "string");
  if (name === undefined) return "the file";
  return typeof at.at(-1) === "number" ? `an item of \`${name}\`` : `\`${name}\``;
}

function quoted(raw: string): string {
  return JSON.stringify(raw.length > 60 ? `${raw.slice(0, 59)}…` : raw);
}
