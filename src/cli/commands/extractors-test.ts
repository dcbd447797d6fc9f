/** `aphoria extractors test`: runs the tests inside the extractors' files, and proves that they can fail. */
import type { TestFailure, TestRun } from "../../proof/check-extractors.ts";
import type { MutationRun } from "../../proof/mutate-extractors.ts";
import { didYouMean } from "../../load/closest.ts";
import type { Extractor } from "../../model/extractor.ts";
import { UsageError } from "../usage.ts";
import { readModels } from "../../io/inputs.ts";
import { findProject } from "../../io/project.ts";
import { plainLine } from "../../report/plain.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn } from "../options.ts";
import {
  EXTRACTOR_FLAGS,
  JSON_FLAG,
  projectExtractors,
  speakDiagnostics,
  toJson,
} from "../project-inputs.ts";
import { count } from "../../report/wording.ts";

export default {
  summary: "Run the tests inside the extractors' files, and prove that they can fail.",
  words: { spec: "[ids...]", help: "only these extractors, with all that is to be said of them" },
  flags: [...EXTRACTOR_FLAGS, JSON_FLAG],
  examples: [
    { line: "aphoria extractors test", says: "built-in ones and those of the project" },
    { line: "aphoria extractors test no-ttl", says: "one of them, with each surviving mutation" },
    { line: "aphoria extractors test --extractors drafts", says: "those of a folder too" },
  ],
  notes: `Each extractor is changed, and each example: a clause is taken away, a condition of a clause, the names and values
of a line that must be observed. Where the tests hold all the same, the mutation survived. It is a failure where it
cannot be right: a clause that sees no example, an example that is observed though nothing is left of it. Other
survivors are notes: an example that needs the condition would be worth having.

Exit codes: 0 all as expected · 1 something missing or noisy, or a failure to fail · 2 an extractor could not be read.`,
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { value, diagnostics } = projectExtractors(typed, host);
  const extractors = chosen(typed.words, value);
  const models = readModels(host, findProject(host, undefined).root);
  const { checkExtractors } = await import("../../proof/check-extractors.ts");
  const { mutateExtractors } = await import("../../proof/mutate-extractors.ts");
  const result = checkExtractors(extractors, models.value);
  // Where tests fail already, what survives says nothing.
  const failing = new Set(result.failures.map((failure) => failure.extractor_id));
  const unusable = new Set(result.diagnostics.map(({ path }) => path));
  const sound = extractors.filter(({ id, origin }) => !failing.has(id) && !unusable.has(origin));
  const mutated = mutateExtractors(sound, models.value);
  const isAll = typed.words.length === 0;
  host.stdout.write(
    isOn(typed, "json") ? toJson({ ...result, mutation: mutated }) : asText(result, mutated, isAll),
  );
  const isFailed = result.failures.length > 0 || mutated.survivors.some((one) => one.is_failure);
  if (isFailed) host.setExitCode(1);
  speakDiagnostics([...diagnostics, ...models.diagnostics, ...result.diagnostics], host);
}

function chosen(ids: readonly string[], all: readonly Extractor[]): readonly Extractor[] {
  const known = all.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UsageError(
      `there is no extractor \`${unknown}\`${didYouMean(unknown, known)}`,
      "`aphoria extractors list` shows the ids.",
    );
  }
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

function asText(result: TestRun, mutated: MutationRun, isAll: boolean): string {
  const survived = mutated.survivors.filter((one) => one.is_failure);
  const notes = mutated.survivors.filter((one) => !one.is_failure);
  // Nobody who runs all of them can do much about the shipped ones.
  const shown = notes.filter(({ origin }) => !isAll || origin !== "built-in");
  const failed = result.failures.length + survived.length;
  const verdict = failed === 0 ? "all as expected" : `${failed} not as expected`;
  const { mutations, killed } = mutated;
  return [
    ...result.failures.map((one) => lineOf(one, one.kind, one.message)),
    ...survived.map((one) => lineOf(one, "mutation survived", one.message)),
    ...shown.map((one) => lineOf(one, "note", one.message)),
    `${count(result.extractors, "extractor")}, ${count(result.tests, "test")}, ${count(result.expectations, "expectation")}: ${verdict}`,
    `${count(mutations, "mutation")}: ${killed} noticed, ${count(survived.length, "failure")}, ${count(notes.length, "note")}${notes.length > shown.length ? " (those of built-in ones with their id, or --json)" : ""}`,
  ]
    .map((line) => `${plainLine(line)}\n`)
    .join("");
}

function lineOf(
  { origin, extractor_id, line }: Pick<TestFailure, "origin" | "extractor_id" | "line">,
  kind: string,
  message: string,
): string {
  const where = origin === "built-in" ? extractor_id : origin;
  return `${where}:${line}: ${kind}: ${message}`;
}
