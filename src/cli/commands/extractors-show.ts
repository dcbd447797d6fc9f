/** `aphoria extractors show ID` */
import { didYouMean } from "../../load/closest.ts";
import type { Extractor, Match } from "../../model/extractor.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn } from "../options.ts";
import {
  EXTRACTOR_FLAGS,
  JSON_FLAG,
  projectExtractors,
  speakDiagnostics,
  toJson,
} from "../project-inputs.ts";
import type { Output } from "../../io/host.ts";
import { details } from "../table.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Show everything about one extractor.",
  words: { spec: "<id>", help: "the extractor's id" },
  flags: [...EXTRACTOR_FLAGS, JSON_FLAG],
  examples: [{ line: "aphoria extractors show redis-rs-set-ttl", says: "what it looks for" }],
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const [id = ""] = typed.words;
  const { value: extractors, diagnostics } = projectExtractors(typed, host);
  speakDiagnostics(diagnostics, host);
  const extractor = extractors.find((one) => one.id === id);
  if (extractor === undefined) {
    const near = didYouMean(
      id,
      extractors.map((one) => one.id),
    );
    const hint = "`aphoria extractors list` shows the ids.";
    throw new UsageError(`there is no extractor \`${id}\`${near}`, hint);
  }
  host.stdout.write(isOn(typed, "json") ? toJson(extractor) : describe(extractor, host.stdout));
}

function describe(extractor: Extractor, output: Output): string {
  const { when, matches, tests } = extractor;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ["extractor", extractor.id],
    ["title", extractor.title],
    ["observes", `${extractor.subject} ${extractor.predicate}`],
    ["languages", extractor.languages.join(", ") || "configuration files"],
    ["pack", extractor.pack],
    ["imports", when.imports.join(", ")],
    ["words", when.words.join(", ")],
    ["paths", when.paths.join(", ")],
    ...matches.map((match) => [`match ${match.index + 1}`, matchText(match)] as const),
    ["tests", String(tests.length)],
    ["limits", extractor.limits],
    ["status", extractor.status],
    ["from", extractor.origin],
  ];
  return details(pairs, output);
}

function matchText({ way, where, confidence, message }: Match): string {
  const { kind, ...what } = way;
  const places = where.map(
    ({ predicate, argument, negated }) =>
      `${negated ? "not " : ""}${predicate}${argument === undefined ? "" : `:${argument}`}`,
  );
  return [
    `${kind} ${JSON.stringify(what)}`,
    places.length === 0 ? undefined : `where ${places.join(", ")}`,
    message,
    confidence === "high" ? undefined : `confidence ${confidence}`,
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}
