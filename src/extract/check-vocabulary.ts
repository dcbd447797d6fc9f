/**
 * Whether an extractor asks for what the engine has: idiom kinds, properties and their values, options and operations
 * of the library models, `where` words, captures. Without this a slip of the finger is an extractor that never speaks.
 */
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Asked, Extractor, Match, Where } from "../model/extractor.ts";
import type { Dialect, Library } from "../model/library.ts";
import { RECOGNISERS } from "./recognisers.ts";
import { CAPTURES } from "./captures.ts";
import { PROPERTIES, type ModelWords } from "./vocabulary.ts";
import { WHERE_WORDS } from "./where.ts";

interface Vocabulary {
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
  /** `; did you mean …?`, or nothing. */
  readonly didYouMean: (word: string, candidates: readonly string[]) => string;
}

/** The extractors that can work, and what is wrong with the others. */
export function checkVocabulary(
  extractors: readonly Extractor[],
  vocabulary: Vocabulary,
): Checked<readonly Extractor[]> {
  const words = wordsOf(vocabulary);
  const value: Extractor[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const extractor of extractors) {
    const found = extractor.matches.flatMap((match) =>
      problemsOf(match, words, vocabulary).map((problem) => located(problem, match, extractor)),
    );
    diagnostics.push(...found);
    if (found.length === 0) value.push(extractor);
  }
  return { value, diagnostics };
}

interface Problem {
  /** A key of the match's `places`. */
  readonly at: string;
  readonly message: string;
  readonly help: string;
}

function located({ at, message, help }: Problem, match: Match, extractor: Extractor): Diagnostic {
  const place = match.places?.[at];
  // Built-in ones have no file to point at, and no places.
  const where = place === undefined ? ` (match ${match.index + 1} of \`${extractor.id}\`)` : "";
  return {
    code: "wrong-value",
    severity: "error",
    message: message + where,
    ...(extractor.origin !== "built-in" && { path: extractor.origin }),
    ...place,
    help,
  };
}

function wordsOf({ libraries, dialects }: Vocabulary): ModelWords {
  const operations = [
    ...libraries.flatMap((library) => library.operations),
    ...dialects.flatMap(({ commands }) => commands),
  ];
  return {
    library: [...libraries.map(({ id }) => id), "std"],
    type: libraries.flatMap(({ types }) => types.map(({ name }) => name)),
    operation: operations.map(({ operation }) => operation),
    dialect: dialects.map(({ id }) => id),
    // `timeout` is the example of the documentation; no model has it yet.
    option: [...libraries.flatMap(({ options }) => options.map(({ name }) => name)), "timeout"],
  };
}

function problemsOf(match: Match, words: ModelWords, vocabulary: Vocabulary): readonly Problem[] {
  const { way } = match;
  const where = match.where.flatMap((one, index) =>
    whereProblems(one, `where/${index}`, words, vocabulary),
  );
  if (way.kind === "regex") return where;
  if (way.kind === "rule") return [...where, ...ruleCapture(match, way.rule, way.constraints)];
  const shape = shapeOf(way);
  const kinds = RECOGNISERS.flatMap((recogniser) => recogniser.kinds);
  if (way.kind === "idiom" && !(kinds.includes(shape) && ![CONSTRUCT, OPERATION].includes(shape))) {
    const idioms = kinds.filter((kind) => ![CONSTRUCT, OPERATION].includes(kind));
    const message = `there is no idiom \`${shape}\`${vocabulary.didYouMean(shape, idioms)}`;
    return [...where, { at: "idiom/kind", message, help: `It can be: ${idioms.join(", ")}.` }];
  }
  const properties = PROPERTIES[shape];
  if (properties === undefined) return where;
  return [
    ...where,
    ...Object.entries(way.asked).flatMap(([name, asked]) =>
      propertyProblems({ name, asked, at: `${way.kind}/${name}` }, properties, words, vocabulary),
    ),
    ...shapeCapture(match, shape, "option" in way.asked),
  ];
}

function shapeOf(way: Extract<Match["way"], { kind: "config" | "call" | "idiom" }>): string {
  if (way.kind === "idiom") return way.idiom;
  if (way.kind === "config") return "config";
  return "construct" in way.asked ? CONSTRUCT : OPERATION;
}

const OPERATION = "operation";
const CONSTRUCT = "construct";

interface Question {
  readonly name: string;
  readonly asked: Asked;
  readonly at: string;
}

function propertyProblems(
  { name, asked, at }: Question,
  properties: (typeof PROPERTIES)[string],
  words: ModelWords,
  { didYouMean }: Vocabulary,
): readonly Problem[] {
  const names = Object.keys(properties);
  const declared = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (declared === undefined) {
    const message = `there is no property \`${name}\` here${didYouMean(name, names)}`;
    return [{ at, message, help: `It has: ${names.join(", ")}.` }];
  }
  if (declared === "any") return [];
  const isModelled = typeof declared === "string" && declared !== "text";
  const allowed = isModelled ? [...new Set(words[declared])].sort() : declared;
  return [asked].flat().flatMap((value) => {
    if (allowed === "text") {
      if (typeof value === "string") return [];
      return [{ at, message: `\`${name}\` is a text`, help: "Put it in quotes." }];
    }
    if ((allowed as readonly unknown[]).includes(value)) return [];
    const spelled = allowed.filter((one) => typeof one === "string");
    const near = typeof value === "string" ? didYouMean(value, spelled) : "";
    const message = `\`${name}\` cannot be ${JSON.stringify(value)}${near}`;
    return [{ at, message, help: `It can be: ${allowed.map(String).join(", ")}.` }];
  });
}

const NAMES_LIBRARY = ["receiver", "with-library"];
const WITH_ARGUMENT = ["receiver", "argument", "with-library", "project-says"];

function whereProblems(
  { predicate, argument }: Where,
  at: string,
  words: ModelWords,
  { didYouMean }: Vocabulary,
): readonly Problem[] {
  const help = `It can be: ${WHERE_WORDS.join(", ")}.`;
  const wrong = (message: string): readonly Problem[] => [{ at, message, help }];
  if (!WHERE_WORDS.includes(predicate)) {
    return wrong(`there is no predicate \`${predicate}\`${didYouMean(predicate, WHERE_WORDS)}`);
  }
  const takesArgument = WITH_ARGUMENT.includes(predicate);
  if (takesArgument && argument === undefined) {
    return wrong(`\`${predicate}\` needs an argument: ${predicate}:name`);
  }
  if (!takesArgument && argument !== undefined) return wrong(`\`${predicate}\` takes no argument`);
  if (
    !NAMES_LIBRARY.includes(predicate) ||
    argument === undefined ||
    words.library.includes(argument)
  ) {
    return [];
  }
  const message = `there is no library model \`${argument}\`${didYouMean(argument, words.library)}`;
  return [{ at, message, help: "A project's own models stand in .aphoria/libraries/*.toml." }];
}

/** A capture that the rule does not have would never give a value. */
function ruleCapture({ value }: Match, rule: unknown, constraints: unknown): readonly Problem[] {
  if (!("capture" in value)) return [];
  const name = value.capture;
  const text = JSON.stringify([rule, constraints ?? {}]);
  if (new RegExp(String.raw`(?<!\$)\$${name}(?!\w)`).test(text)) return [];
  const isSeveral = text.includes(`$$$${name}`);
  const message = isSeveral
    ? `\`$$$${name}\` stands for several nodes and has no value`
    : `the rule has no capture \`$${name}\``;
  return [{ at: "value", message, help: `Capture one node as \`$${name}\` in a pattern.` }];
}

function shapeCapture({ value }: Match, shape: string, hasOption: boolean): readonly Problem[] {
  if (!("capture" in value)) return [];
  const captures = CAPTURES[shape] ?? [];
  if (captures.includes(value.capture)) {
    if (value.capture !== "option" || hasOption) return [];
    return [{ at: "value", message: "`$option` needs an `option`", help: "Name it in `call`." }];
  }
  const message = `there is nothing named \`$${value.capture}\` here`;
  const names = captures.map((name) => `$${name}`).join(", ");
  return [{ at: "value", message, help: names === "" ? "Give a constant." : `It has: ${names}.` }];
}
