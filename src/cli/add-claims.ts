/** New claims for a claims file: given their ids, checked, and held against those that are there. */
import { chooseId } from "../author/choose-id.ts";
import { describeClash, findClashes } from "../author/clashes.ts";
import { claimTables } from "../author/edit-claims.ts";
import { textOf } from "../author/literal.ts";
import type { Edit } from "../author/edit-claims.ts";
import { renderClaim } from "../author/render-claim.ts";
import type { ClaimFields } from "../author/render-claim.ts";
import { loadClaims } from "../load/claims.ts";
import type { Claim } from "../model/claim.ts";
import type { Change, Current } from "./claims-file.ts";
import { UsageError } from "./usage.ts";

export interface Surroundings {
  readonly shipped: readonly Claim[];
  /** What a scan holds against the code besides the file's own claims. */
  readonly configured: readonly Claim[];
  /** Duplicates and contradictions are recorded. */
  readonly force: boolean;
}

/** All of them or none. A claim without an id is given one. */
export function planAdditions(
  current: Current,
  additions: readonly ClaimFields[],
  { shipped, configured, force }: Surroundings,
): Change<readonly Claim[]> {
  const rows = (claimTables(current.text) ?? []).map(({ id, subject, predicate, supersedes }) => ({
    id: textOf(id),
    subject: textOf(subject),
    predicate: textOf(predicate),
    ...(typeof supersedes === "string" && { supersedes }),
  }));
  const added: Claim[] = [];
  const edits: Edit[] = [];
  for (const given of additions) {
    const own = [...rows, ...added];
    const named = {
      subject: textOf(given["subject"]),
      predicate: textOf(given["predicate"]),
    };
    const fields = {
      ...given,
      id: given["id"] === undefined ? chooseId(named, own, shipped) : textOf(given["id"]),
    };
    if (own.some(({ id }) => id === fields.id)) {
      throw new UsageError(
        `there is a claim \`${fields.id}\` already, so nothing was written`,
        `\`aphoria claims edit ${fields.id}\` changes it; without --id the next free id is taken.`,
      );
    }
    const claim = checkClaim(fields);
    if (!force) refuseClash(claim, [...current.claims, ...added], configured);
    added.push(claim);
    edits.push({ kind: "add", fields });
  }
  return { edits, result: added };
}

/** As the claim that it will be read as. */
export function checkClaim(fields: ClaimFields): Claim {
  const { value, diagnostics } = loadClaims(renderClaim(fields), "claims.toml");
  const [claim] = value;
  // An id that was chosen is wrong only where the subject is.
  const problem = diagnostics.find(({ message }) => !message.startsWith("`id`")) ?? diagnostics[0];
  if (claim !== undefined && problem === undefined) return claim;
  throw new UsageError(problem?.message ?? "this is not a claim", problem?.help);
}

/** A shipped claim is no duplicate, but one that is in force here may be contradicted. */
export function refuseClash(
  claim: Claim,
  own: readonly Claim[],
  configured: readonly Claim[],
): void {
  const ids = new Set([claim.id, ...own.map(({ id }) => id)]);
  const shipped = configured.filter(({ id }) => !ids.has(id));
  const clash =
    findClashes(claim, own).toSorted((a) => (a.kind === "contradiction" ? -1 : 1))[0] ??
    findClashes(claim, shipped).find(({ kind }) => kind === "contradiction");
  if (clash === undefined) return;
  throw new UsageError(
    `${describeClash(claim, clash, "this claim")}. Nothing was written`,
    `\`aphoria claims edit ${clash.other.id}\` changes that one, \`aphoria claims supersede ${clash.other.id}\` replaces it, ` +
      "--include or --language narrows this one; --force records both.",
  );
}
