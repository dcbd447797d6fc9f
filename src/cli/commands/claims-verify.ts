/** `aphoria claims verify`: no is an answer (1); a file that cannot be read is not (2). */
import type { Command, Context, Typed } from "../command.ts";
import { diagnosticLines } from "../diagnostics.ts";
import { isOn } from "../options.ts";
import { CLAIM_FLAGS, JSON_FLAG, projectClaims, toJson } from "../project-inputs.ts";
import { verifyOwn } from "../verify-own.ts";
import { count } from "../../report/wording.ts";

const NOTES = `Errors: what cannot be read as a claim, names that do not keep to those of the corpora, references to claims that do not
exist, a provenance that cannot be followed. Warnings: duplicates, contradictions, an authority without a place.

Exit codes: 0 in order · 1 not in order · 2 the claims could not be read.`;

export default {
  summary: "Check that the claims are in order: fields, names, provenance, each other.",
  flags: [...CLAIM_FLAGS, { name: "strict", help: "warnings count as errors" }, JSON_FLAG],
  examples: [
    { line: "aphoria claims verify", says: "the project's claims" },
    { line: "aphoria claims verify --claims draft.toml", says: "before it is committed" },
  ],
  notes: NOTES,
  run,
} satisfies Command;

const UNREAD = ["path-not-found", "path-unreadable", "unknown-flag-value"];

async function run(typed: Typed, { host }: Context): Promise<void> {
  const { value: claims, diagnostics: loaded } = projectClaims(typed, host);
  const isUnread = loaded.some(({ code }) => UNREAD.includes(code));
  const diagnostics = [...loaded, ...(isUnread ? [] : verifyOwn(typed, host, claims))];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const naming = errors.filter(({ code }) => code === "claim-name").length;
  const wrong = new Set(
    errors.map(({ code, line }) => (code.startsWith("claim-") ? line : undefined)),
  );
  wrong.delete(undefined);
  const inOrder = Math.max(0, claims.length - wrong.size);
  if (isOn(typed, "json")) {
    host.stdout.write(
      toJson({
        claims: claims.length,
        errors: errors.length,
        warnings: warnings.length,
        naming_errors: naming,
        diagnostics,
      }),
    );
  } else {
    host.stderr.write(
      diagnosticLines(diagnostics)
        .map((line) => `${line}\n`)
        .join(""),
    );
    const found = [
      count(errors.length, "error") + (naming > 0 ? `, ${naming} of them in names` : ""),
      ...(warnings.length === 0 ? [] : [count(warnings.length, "warning")]),
    ];
    host.stdout.write(
      `${count(inOrder, "claim")} ${inOrder === 1 ? "is" : "are"} in order, ${found.join(", ")}\n`,
    );
  }
  if (isUnread) host.setExitCode(2);
  else if (errors.length > 0 || (isOn(typed, "strict") && warnings.length > 0)) host.setExitCode(1);
}
