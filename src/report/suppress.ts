/** Which findings a comment in the code lets go, and which such comments are dead. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Finding } from "../model/finding.ts";
import type { Suppression } from "../model/marker.ts";
import type { Position } from "../model/source.ts";
import { standsIn } from "./link-markers.ts";
import { suppressionProblems } from "./wording.ts";

export interface SuppressInputs {
  readonly suppressions: readonly Suppression[];
  readonly findings: readonly Finding[];
  /** Places left out of the findings that a suppression may be meant for: those of low confidence. */
  readonly otherPlaces: readonly Finding[];
  /** Ids of all claims, also of those that this run does not judge. */
  readonly knownClaims: ReadonlySet<string>;
  readonly judgedClaims: ReadonlySet<string>;
  /** `2026-01-31`. A suppression holds up to and including its day. */
  readonly today: string;
  readonly position: (path: string, offset: number) => Position;
}

export interface Suppressed {
  readonly suppressions: ReadonlyMap<Finding, Suppression>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Only CONFLICT and UNKNOWN can be suppressed: there is nothing to excuse about the others. */
export function suppress(inputs: SuppressInputs): Suppressed {
  const applied = new Map<Finding, Suppression>();
  const diagnostics: Diagnostic[] = [];
  const findings = inputs.findings.flatMap((finding) =>
    finding.verdict === "CONFLICT" || finding.verdict === "UNKNOWN" ? [finding] : [],
  );
  for (const suppression of inputs.suppressions) {
    const dead = deadness(suppression, inputs);
    if (dead !== undefined) {
      diagnostics.push(dead);
      continue;
    }
    const meant = findings.filter((finding) => fits(suppression, finding));
    for (const finding of meant) {
      if (!applied.has(finding)) applied.set(finding, suppression);
    }
    const used = meant.length > 0 || inputs.otherPlaces.some((place) => fits(suppression, place));
    const unused = used ? undefined : unusedness(suppression, inputs);
    if (unused !== undefined) diagnostics.push(unused);
  }
  return { suppressions: applied, diagnostics };
}

function fits(suppression: Suppression, { claim, observation }: Finding): boolean {
  return (
    observation !== undefined &&
    claim.id === suppression.claim_id &&
    standsIn(observation, suppression)
  );
}

function deadness(suppression: Suppression, inputs: SuppressInputs): Diagnostic | undefined {
  const { claim_id = "", until, problem } = suppression;
  if (problem !== undefined) {
    const message = suppressionProblems[problem](claim_id);
    return diagnose(`suppression-${problem}`, message, suppression, inputs);
  }
  if (until === undefined || inputs.today <= until) return undefined;
  const message = suppressionProblems.expired(claim_id, until);
  return diagnose("suppression-expired", message, suppression, inputs);
}

/** A suppression of a claim that this run leaves out may well have its use. */
function unusedness(suppression: Suppression, inputs: SuppressInputs): Diagnostic | undefined {
  const { claim_id = "", item } = suppression;
  const known = inputs.knownClaims.has(claim_id);
  if (known && !inputs.judgedClaims.has(claim_id)) return undefined;
  const what = known ? (item === undefined ? "homeless" : "unused") : "unknown";
  const message = suppressionProblems[what](claim_id);
  return diagnose("suppression-unused", message, suppression, inputs);
}

function diagnose(
  code: string,
  message: string,
  { path, start }: Suppression,
  { position }: SuppressInputs,
): Diagnostic {
  return {
    code,
    severity: "warning",
    message,
    path,
    ...position(path, start),
    help: HELP[code] ?? "",
  };
}

const HELP: Readonly<Record<string, string>> = {
  "suppression-unused": "Remove it.",
  "suppression-expired": "Fix what it excused, or give it a new date.",
  "suppression-reasonless":
    "Write the reason behind the brackets: @aphoria:ignore[cache-004] why this is fine.",
  "suppression-malformed": "Write @aphoria:ignore[claim-id] reason (until 2027-03-31).",
};
