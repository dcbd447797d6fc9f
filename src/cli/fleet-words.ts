/** How a repository's part of a run ended, in a line. */
import type { Ending } from "../fleet/organisation.ts";
import { statusOf } from "../fleet/outcome.ts";
import { count } from "../report/wording.ts";

export function outcomeWord(ending: Ending): string {
  if (ending.kind === "failed") return `failed: ${ending.reason}`;
  if (ending.kind !== "outcome") return ending.kind;
  const { summary } = ending.outcome;
  const status = statusOf(ending.outcome);
  const said = count(summary.authority_conflicts, "conflict");
  return status === "scanned" ? said : `${status}, ${said}`;
}
