/** Extractors: TOML text to the noun. Rules are kept as they stand; `extract` compiles them. */
import type { Checked } from "../model/diagnostic.ts";
import { CONFIDENCES, type Extractor, type ExtractorTest, type Match } from "../model/extractor.ts";
import { asked, placesOf, toMatch } from "./extractor-match.ts";
import { keyProblem, locate, valueProblem, type Problem } from "./problem.ts";
import { readShape } from "./read-shape.ts";
import {
  anyText,
  constant,
  free,
  list,
  listOf,
  map,
  oneOf,
  optional,
  required,
  table,
  text,
  withDefault,
  type Reads,
} from "./shape.ts";
import { parseToml, type Toml } from "./toml.ts";
import { UNITS } from "./units.ts";
import { id, languages, predicate, subject } from "./words.ts";

/** `pack` is the folder of a built-in one. A broken extractor is left out as a whole. */
export function loadExtractor(
  source: string,
  path: string,
  pack = "project",
): Checked<Extractor | undefined> {
  const { value: toml, diagnostics } = parseToml(source, path);
  if (toml === undefined) return { value: undefined, diagnostics };
  const { value: read, partial, problems } = readShape(extractorShape, toml.table);
  const found: Problem[] = [...problems];
  const isOwn = pack === "project";
  const matches = (read?.match ?? []).map((match, index) => {
    const made = toMatch(match, index, found);
    return made && isOwn ? { ...made, places: placesOf(match, index, toml) } : made;
  });
  const groups = read?.project ?? {};
  found.push(...checkWhole(partial), ...strangers(matches, groups));
  const all = [...diagnostics, ...locate(found, toml, path)];
  if (read === undefined || found.length > 0) return { value: undefined, diagnostics: all };
  const { when, match: _match, project: _project, test, ...rest } = read;
  const value = {
    ...rest,
    when: when ?? { imports: [], words: [], paths: [] },
    matches: matches.filter((match) => match !== undefined).map((one) => withWords(one, groups)),
    tests: test.map((one, index) => toTest(one, index, toml)),
    pack,
    origin: isOwn ? path : "built-in",
  };
  return { value, diagnostics: all };
}

const gate = table("[when]", {
  imports: listOf(text, "One of these packages must be imported."),
  words: listOf(text, "One of these words must stand in the text."),
  paths: listOf(text, "One of these globs must fit the path."),
});

const match = table("a match", {
  value: required(constant, 'What the code says there: a constant, or "$NAME" for a capture.'),
  rule: optional(free, "An ast-grep rule object."),
  constraints: optional(free, "Constraints on the captures of the rule."),
  utils: optional(free, "Rules that the rule refers to by name."),
  regex: optional(text, "A regular expression in JavaScript syntax."),
  flags: optional(text, "Flags of the regular expression: any of i m s u."),
  config: optional(asked, "A setting of a server in a deployment file."),
  call: optional(asked, "A call or construction on a modelled library."),
  idiom: optional(asked, "A shape that the engine recognises, named by `kind`."),
  unit: optional(oneOf(UNITS), "The unit of a captured bare number."),
  where: listOf(text, "Predicates that narrow the match: in-async, not in-test."),
  message: optional(text, "What is said there, with $NAME holes."),
  confidence: withDefault(oneOf(CONFIDENCES), "high", "How sure the match is."),
  languages: optional(languages, "Only these of the extractor's languages."),
});

const test = table("a test", {
  code: required(text, "Source text with `observe:` comments."),
  language: optional(oneOf(["typescript", "rust", "python"]), "The language of the code."),
  path: optional(text, "The path that the code pretends to have."),
  files: withDefault(map(anyText), {}, "Other files of the pretended project, by path."),
});

export const extractorShape = table("an extractor", {
  id: required(id, "Names the pattern it sees: redis-rs-set-ttl."),
  title: required(text, "What it sees, in a few words."),
  subject: required(subject, "The subject of its observations."),
  predicate: required(predicate, "The predicate of its observations."),
  languages: withDefault(languages, [], "Which languages it reads; none for configuration files."),
  status: withDefault(oneOf(["active", "draft"]), "active", "Drafts run in tests only."),
  limits: optional(text, "What it cannot see."),
  when: optional(gate, "What a file must satisfy before anything is tried."),
  project: optional(map(list(text)), 'Words by a name, for `where = ["project-says:name"]`.'),
  match: required(list(match), "What to look for."),
  test: listOf(test, "Its own tests."),
});

function checkWhole(read: Partial<Reads<typeof extractorShape>>): readonly Problem[] {
  if (read.match === undefined) return [];
  if (read.match.length === 0) {
    return [keyProblem("missing-key", ["match"], "an extractor must have at least one [[match]]")];
  }
  if (read.languages === undefined) return [];
  const known = read.languages;
  const needy = read.match.findIndex(
    ({ rule, call, idiom }) => (rule ?? call ?? idiom) !== undefined,
  );
  const homeless =
    known.length === 0 && needy >= 0
      ? [
          keyProblem(
            "missing-key",
            [],
            "an extractor with a rule, call or idiom must have `languages`",
          ),
        ]
      : [];
  return [...homeless, ...read.match.flatMap((one, index) => strayLanguages(one, index, known))];
}

type Groups = Readonly<Record<string, readonly string[]>>;

const SAYS = "project-says";

/** `project-says:NAME` where `[project]` has no such name. */
function strangers(matches: readonly (Match | undefined)[], groups: Groups): readonly Problem[] {
  return matches.flatMap((one, index) =>
    (one?.where ?? []).flatMap((where, place) => {
      const { argument = "" } = where;
      if (where.predicate !== SAYS || groups[argument] !== undefined) return [];
      const message = `\`[project]\` has no words named \`${argument}\``;
      return [valueProblem("wrong-value", ["match", index, "where", place], message)];
    }),
  );
}

function withWords(made: Match, groups: Groups): Match {
  const where = made.where.map((one) =>
    one.predicate === SAYS ? { ...one, words: groups[one.argument ?? ""] ?? [] } : one,
  );
  return { ...made, where };
}

function strayLanguages(
  one: Reads<typeof match>,
  index: number,
  known: readonly string[],
): readonly Problem[] {
  return (one.languages ?? []).flatMap((language, item) => {
    if (known.length === 0 || known.includes(language)) return [];
    const message = `the extractor's \`languages\` do not include "${language}"`;
    return [valueProblem("wrong-value", ["match", index, "languages", item], message)];
  });
}

function toTest(read: Reads<typeof test>, index: number, toml: Toml): ExtractorTest {
  return { ...read, line: toml.at(["test", index, "code"], "key").line };
}
