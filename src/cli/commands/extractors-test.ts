/** `aphoria extractors test`: runs the tests inside the extractors' files. */
import type { Extractor } from "../../model/extractor.ts";
import type { Command, Context, Typed } from "../command.ts";
import {
  EXTRACTOR_FLAGS,
  JSON_FLAG,
  projectExtractors,
  speakDiagnostics,
} from "../project-inputs.ts";
import { UsageError } from "../usage.ts";

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
  speakDiagnostics(diagnostics, host);
  await runTests(extractors);
}

/** To be replaced by `runExtractorTests` of `src/extract/run-tests.ts`, its result as text or JSON, and exit code 1. */
async function runTests(_extractors: readonly Extractor[]): Promise<void> {
  throw new UsageError("`aphoria extractors test` is not available yet");
}
