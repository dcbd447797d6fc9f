/** `aphoria claims verify`: no is an answer (1); a file that cannot be read is not (2). */
import type { Command, Context, Typed } from "../command.ts";
import { diagnosticLines } from "../diagnostics.ts";
import { isOn } from "../options.ts";
import { CLAIM_FLAGS, JSON_FLAG, projectClaims, toJson } from "../project-inputs.ts";

export default {
  summary: "Check that the claims are in order.",
  flags: [...CLAIM_FLAGS, JSON_FLAG],
  examples: [{ line: "aphoria claims verify --claims draft.toml", says: "before it is committed" }],
  notes: "Exit codes: 0 in order · 1 not in order · 2 the claims could not be read.",
  run,
} satisfies Command;

const UNREAD = ["path-not-found", "path-unreadable", "unknown-flag-value"];

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { value: claims, diagnostics } = projectClaims(typed, host);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (isOn(typed, "json")) {
    host.stdout.write(toJson({ claims: claims.length, errors: errors.length, diagnostics }));
  } else {
    host.stderr.write(
      diagnosticLines(diagnostics)
        .map((line) => `${line}\n`)
        .join(""),
    );
    const found = errors.length === 1 ? "1 error" : `${errors.length} errors`;
    const inOrder = claims.length === 1 ? "1 claim is" : `${claims.length} claims are`;
    host.stdout.write(`${inOrder} in order, ${found}\n`);
  }
  if (errors.some(({ code }) => UNREAD.includes(code))) host.setExitCode(2);
  else if (errors.length > 0) host.setExitCode(1);
}
