/** The outcomes of a run, joined to one report: each repository of the fleet stands in it exactly once. */
import { SEVERITIES, type Severity } from "../model/claim.ts";
import type { Repository } from "../model/fleet.ts";
import { groupBy } from "../model/group-by.ts";
import type {
  Organisation,
  OrganisationClaim,
  OwnerReport,
  RepositoryReport,
  TrendPoint,
} from "../model/organisation.ts";
import { statusOf, type Outcome, type OutcomeClaim } from "./outcome.ts";

/** How a repository's part of a run ended. */
export type Ending =
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "late" };

export interface Ended {
  readonly repository: Repository;
  readonly ending: Ending;
}

export interface RunFacts {
  readonly fleet: string | undefined;
  readonly run: string;
  /** ISO 8601. */
  readonly started: string;
  readonly version: string;
}

/** `earlier`: reports of earlier runs, the oldest first. */
export function organisationOf(
  ended: readonly Ended[],
  facts: RunFacts,
  earlier: readonly Organisation[],
): Organisation {
  const repositories = worstFirst(ended.map((one) => repositoryReport(one, earlier)));
  const claims = claimsOf(ended);
  const summary = summaryOf(repositories, claims.length);
  const now: TrendPoint = {
    run: facts.run,
    started: facts.started,
    repositories: summary.repositories,
    scanned: summary.scanned,
    conflicts: summary.conflicts,
    unknowns: summary.unknowns,
    passes: summary.passes,
  };
  return {
    schema_version: 1,
    kind: "fleet",
    tool: { name: "aphoria", version: facts.version },
    fleet: facts.fleet ?? null,
    run: facts.run,
    started: facts.started,
    summary,
    claims,
    repositories,
    owners: ownersOf(repositories),
    trend: [...earlier.flatMap(({ trend }) => trend.slice(-1)), now],
  };
}

function repositoryReport(
  { repository, ending }: Ended,
  earlier: readonly Organisation[],
): RepositoryReport {
  const { name, path, git, revision, choice } = repository;
  const about = { name, source: git ?? path ?? "", revision: revision ?? null };
  if (ending.kind !== "outcome") {
    const reason = ending.kind === "failed" ? ending.reason : REASONS[ending.kind];
    return { ...UNKNOWN, ...about, status: ending.kind, accepted: false, reason };
  }
  const { outcome } = ending;
  const status = statusOf(outcome);
  const errors = outcome.diagnostics.filter(({ severity }) => severity === "error");
  return {
    ...about,
    status,
    accepted: status === "scanned" || (status === "empty" && choice.may_be_empty === true),
    reason: errors[0]?.message ?? null,
    commit: outcome.commit ?? null,
    summary: outcome.summary,
    claims: Object.fromEntries(
      outcome.claims.map(({ id, verdict, conflicts, unknowns, passes }) => [
        id,
        { verdict, conflicts, unknowns, passes },
      ]),
    ),
    findings: outcome.findings.map((one) => ({
      ...one,
      confidence: one.confidence ?? null,
      symbol: one.symbol ?? null,
    })),
    findings_left_out: outcome.findings_left_out,
    diagnostics: outcome.diagnostics.map((one) => ({
      ...one,
      path: one.path ?? null,
      line: one.line ?? null,
    })),
    diagnostics_left_out: outcome.diagnostics_left_out,
    skipped: outcome.skipped,
    owners_file: outcome.owners_file ?? null,
    since: sinceOf(outcome, earlier),
  };
}

const REASONS = {
  cancelled: "the run was cancelled before it was scanned",
  late: "the deadline of the run came before it was scanned",
} as const;

/** A repository of which nothing is known. */
const UNKNOWN = {
  commit: null,
  summary: null,
  claims: {},
  findings: [],
  findings_left_out: 0,
  diagnostics: [],
  diagnostics_left_out: 0,
  skipped: {},
  owners_file: null,
  since: null,
} as const;

function sinceOf(outcome: Outcome, earlier: readonly Organisation[]): RepositoryReport["since"] {
  const last = earlier.findLast(({ repositories }) =>
    repositories.some(({ name, status }) => name === outcome.name && status === "scanned"),
  );
  const before = last?.repositories.find(({ name }) => name === outcome.name);
  if (last === undefined || before === undefined) return null;
  const old = conflictPrints(before.findings);
  const now = conflictPrints(outcome.findings);
  return {
    run: last.run,
    new: [...now].filter((print) => !old.has(print)).length,
    fixed: [...old].filter((print) => !now.has(print)).length,
  };
}

type Finding = { readonly verdict: string; readonly fingerprint: string };

function conflictPrints(findings: readonly Finding[]): ReadonlySet<string> {
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT");
  return new Set(conflicts.map(({ fingerprint }) => fingerprint));
}

/** What is not known stands above everything: it may be anything. */
function worstFirst(repositories: readonly RepositoryReport[]): readonly RepositoryReport[] {
  const weighed = repositories.map((one) => ({ one, weights: weightsOf(one) }));
  return weighed
    .toSorted(
      (a, b) =>
        a.weights
          .map((weight, at) => (b.weights[at] ?? 0) - weight)
          .find((difference) => difference !== 0) ?? compare(a.one.name, b.one.name),
    )
    .map(({ one }) => one);
}

function weightsOf(one: RepositoryReport): readonly number[] {
  return [
    one.accepted ? 0 : 1,
    ...SEVERITIES.map((severity) => openOf(one, "CONFLICT", severity)),
    one.summary?.["authority_conflicts"] ?? 0,
    openOf(one, "UNKNOWN"),
  ];
}

function openOf({ findings }: RepositoryReport, verdict: string, severity?: Severity): number {
  return findings.filter(
    (one) => one.verdict === verdict && (severity === undefined || one.severity === severity),
  ).length;
}

function claimsOf(ended: readonly Ended[]): readonly OrganisationClaim[] {
  const all = ended.flatMap(({ ending }) =>
    ending.kind === "outcome" ? ending.outcome.claims : [],
  );
  return [...groupBy(all, ({ id }) => id)]
    .map(([id, ones]) => claimOf(id, ones))
    .toSorted(
      (a, b) =>
        b.conflict - a.conflict ||
        b.conflicts - a.conflicts ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.unknown - a.unknown ||
        compare(a.id, b.id),
    );
}

function claimOf(id: string, ones: readonly OutcomeClaim[]): OrganisationClaim {
  const wordings = [...groupBy(ones, ({ invariant }) => invariant)].toSorted(
    ([a, x], [b, y]) => y.length - x.length || compare(a, b),
  );
  const [first] = wordings[0]?.[1] ?? [];
  const having = (verdict: string) => ones.filter((one) => one.verdict === verdict).length;
  return {
    id,
    invariant: first?.invariant ?? "",
    consequence: first?.consequence ?? "",
    category: first?.category ?? "correctness",
    severity: first?.severity ?? "medium",
    wordings: wordings.length,
    conflict: having("CONFLICT"),
    unknown: having("UNKNOWN"),
    pass: having("PASS"),
    missing: having("MISSING"),
    conflicts: sum(ones.map(({ conflicts }) => conflicts)),
    unknowns: sum(ones.map(({ unknowns }) => unknowns)),
  };
}

function summaryOf(
  repositories: readonly RepositoryReport[],
  claims: number,
): Organisation["summary"] {
  const being = (status: string) => repositories.filter((one) => one.status === status).length;
  const total = (name: string) => sum(repositories.map(({ summary }) => summary?.[name] ?? 0));
  return {
    repositories: repositories.length,
    scanned: being("scanned"),
    incomplete: being("incomplete"),
    empty: being("empty"),
    failed: being("failed"),
    cancelled: being("cancelled"),
    late: being("late"),
    in_conflict: repositories.filter(({ summary }) => (summary?.["authority_conflicts"] ?? 0) > 0)
      .length,
    claims,
    conflicts: total("authority_conflicts"),
    unknowns: sum(repositories.map((one) => openOf(one, "UNKNOWN"))),
    passes: total("pass"),
    files_scanned: total("files_scanned"),
    suppressed: total("suppressed"),
    baselined: total("baselined"),
    duration_ms: total("duration_ms"),
  };
}

function ownersOf(repositories: readonly RepositoryReport[]): readonly OwnerReport[] {
  const owned = repositories.flatMap(({ name, findings }) =>
    findings.flatMap(({ owners, verdict }) =>
      (owners.length === 0 ? [""] : owners).map((owner) => ({ owner, verdict, name })),
    ),
  );
  return [...groupBy(owned, ({ owner }) => owner)]
    .map(([owner, ones]) => ({
      owner: owner === "" ? null : owner,
      conflicts: ones.filter(({ verdict }) => verdict === "CONFLICT").length,
      unknowns: ones.filter(({ verdict }) => verdict === "UNKNOWN").length,
      repositories: [...new Set(ones.map(({ name }) => name))].toSorted(compare),
    }))
    .toSorted(
      (a, b) =>
        b.conflicts - a.conflicts ||
        b.unknowns - a.unknowns ||
        compare(a.owner ?? "", b.owner ?? ""),
    );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
