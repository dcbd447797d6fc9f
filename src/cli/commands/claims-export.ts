/** `aphoria claims export` */
import { resolve } from "node:path";
import { errorReason } from "../../io/host.ts";
import { claimJson } from "../claim-json.ts";
import { CHOICE_FLAGS, chooseClaims } from "../choose-claims.ts";
import { claimsMarkdown } from "../claim-text.ts";
import { failOn } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { valueOf, wordOf } from "../options.ts";
import { CLAIM_FLAGS, projectClaims, speakDiagnostics, toJson } from "../project-inputs.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Write the claims as Markdown for people or as JSON for programs.",
  flags: [
    { name: "format", takes: "FORMAT", help: "markdown or json (default: markdown)" },
    { name: "output", takes: "FILE", help: "to a file instead of stdout" },
    ...CHOICE_FLAGS,
    ...CLAIM_FLAGS,
  ],
  examples: [
    { line: "aphoria claims export --output docs/claims.md", says: "a page for the team" },
    { line: "aphoria claims export --format json", says: "for programs" },
  ],
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const format = wordOf(typed, "format", ["markdown", "json"]) ?? "markdown";
  const output = valueOf(typed, "output");
  const { value, diagnostics } = projectClaims(typed, host);
  // A page with claims left out would read as the whole.
  failOn(diagnostics);
  const claims = chooseClaims(typed, value);
  const text = format === "json" ? toJson(claims.map(claimJson)) : claimsMarkdown(claims);
  speakDiagnostics(diagnostics, host);
  if (output === undefined || output === "-") {
    host.stdout.write(text);
    return;
  }
  try {
    host.writeFile(resolve(host.cwd, output), text);
  } catch (error) {
    throw new UsageError(`${output} cannot be written: ${errorReason(error)}`);
  }
}
