/** `aphoria extractors test`: runs the tests inside the extractors' files. */
import type { TestFailure, TestRun } from "../../check-extractors.ts";
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

export default {
  summary: "Run the tests inside the extractors' files.",
  flags: [...EXTRACTOR_FLAGS, JSON_FLAG],
  examples: [
    { line: "aphoria extractors test", says: "built-in ones and those of the project" },
    { line: "aphoria extractors test --extractors drafts", says: "those of a folder too" },
  ],
  notes:
    "Exit codes: 0 all as expected · 1 something missing or noisy · 2 an extractor could not be read.",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { value: extractors, diagnostics } = projectExtractors(typed, host);
  const models = readModels(host, findProject(host, undefined).root);
  const { checkExtractors } = await import("../../check-extractors.ts");
  const result = checkExtractors(extractors, models.value);
  host.stdout.write(isOn(typed, "json") ? toJson(result) : asText(result));
  if (result.failures.length > 0) host.setExitCode(1);
  speakDiagnostics([...diagnostics, ...models.diagnostics, ...result.diagnostics], host);
}

function asText(result: TestRun): string {
  const lines = result.failures.map((failure) => plainLine(lineOf(failure)));
  const failed = result.failures.length;
  const verdict = failed === 0 ? "all as expected" : `${failed} not as expected`;
  lines.push(
    `${result.extractors} extractors, ${result.tests} tests, ${result.expectations} expectations: ${verdict}`,
  );
  return `${lines.join("\n")}\n`;
}

function lineOf({ origin, extractor_id, line, kind, message }: TestFailure): string {
  const where = origin === "built-in" ? extractor_id : origin;
  return `${where}:${line}: ${kind}: ${message}`;
}
