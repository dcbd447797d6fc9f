/** Whether the claims of a file are in order beyond being readable: names, references, provenance, each other. */
import { isSlip } from "../load/closest.ts";
import { diagnostic, type Code } from "../load/codes.ts";
import type { Toml } from "../load/toml.ts";
import { tierNumber } from "../model/claim.ts";
import type { Claim } from "../model/claim.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { domainOf, numberIn } from "./choose-id.ts";
import { describeClash, findClashes } from "./clashes.ts";

export interface Verified {
  readonly claims: readonly Claim[];
  /** The claims of the corpora, whose names are kept to. */
  readonly shipped: readonly Claim[];
  readonly toml: Toml;
  readonly path: string;
}

/** In the order of the file. */
export function verifyClaims({ claims, shipped, toml, path }: Verified): readonly Diagnostic[] {
  const rows = Array.isArray(toml.table["claim"]) ? toml.table["claim"] : [];
  const ids = rows.map((row: unknown) => (row as { readonly id?: unknown }).id);
  return claims.flatMap((claim) => {
    const index = ids.indexOf(claim.id);
    const earlier = claims.slice(0, claims.indexOf(claim));
    const complaints = [
      ...nameComplaints(claim, earlier, shipped),
      ...referenceComplaints(claim, claims, shipped),
      ...provenanceComplaints(claim),
      ...wordComplaints(claim),
      ...clashComplaints(claim, earlier),
    ];
    return complaints.map(({ code, key, message, help }) =>
      diagnostic(code, { message, help, path, ...toml.at(["claim", index, key], "value") }),
    );
  });
}

interface Complaint {
  readonly code: Code;
  readonly key: string;
  readonly message: string;
  readonly help?: string;
}

function nameComplaints(
  claim: Claim,
  earlier: readonly Claim[],
  shipped: readonly Claim[],
): readonly Complaint[] {
  const complaint = (key: string, message: string, help?: string): Complaint => ({
    code: "claim-name",
    key,
    message: `\`${claim.id}\` ${message}`,
    ...(help !== undefined && { help }),
  });
  const found: Complaint[] = [];
  const domain = domainOf(claim.subject);
  const twin = shipped.find(({ id }) => id === claim.id);
  // A name of the project's own (shop-001 on cache/ttl) is fine; one of a corpus is that corpus's.
  const corpora = new Set(shipped.map(({ subject }) => domainOf(subject)));
  const prefix = claim.id.replace(/-\d+$/, "");
  if (prefix === claim.id || numberIn(claim.id, prefix) === undefined) {
    found.push(complaint("id", "does not end in a number", `Name it ${prefix}-001, or so.`));
  } else if (/-\d{1,2}$/.test(claim.id)) {
    const padded = claim.id.replace(/\d+$/, (digits) => digits.padStart(3, "0"));
    found.push(complaint("id", "has a number of fewer than three digits", `Name it ${padded}.`));
  } else if (corpora.has(prefix) && prefix !== domain) {
    found.push(complaint("id", `is named after \`${prefix}\` but about \`${claim.subject}\``));
  } else if (twin !== undefined && !isAbout(twin, claim)) {
    const taken = `${twin.subject} ${twin.predicate}`;
    found.push(complaint("id", `is the id of the ${prefix} corpus for \`${taken}\``));
  }
  const known = [...shipped, ...earlier];
  if (known.some((one) => isAbout(one, claim))) return found;
  const subjects = known.map(({ subject }) => subject);
  const meant = subjects.includes(claim.subject)
    ? undefined
    : subjects.find((subject) => isSlip(claim.subject, subject));
  if (meant !== undefined) {
    found.push(complaint("subject", `is about \`${claim.subject}\`; did you mean \`${meant}\`?`));
  }
  const predicates = known.flatMap((one) => (one.subject === claim.subject ? [one.predicate] : []));
  const word = predicates.find((predicate) => isSlip(claim.predicate, predicate));
  if (word !== undefined) {
    found.push(
      complaint("predicate", `has the predicate \`${claim.predicate}\`; did you mean \`${word}\`?`),
    );
  }
  return found;
}

function referenceComplaints(
  claim: Claim,
  claims: readonly Claim[],
  shipped: readonly Claim[],
): readonly Complaint[] {
  const ids = new Set([...claims, ...shipped].map(({ id }) => id));
  return (["supersedes", "reused_from"] as const).flatMap((key): Complaint[] => {
    const id = claim[key];
    if (id === undefined) return [];
    const at = { code: "claim-reference", key } as const;
    if (id === claim.id) return [{ ...at, message: `\`${claim.id}\` ${key} itself` }];
    if (!ids.has(id))
      return [{ ...at, message: `\`${claim.id}\` ${key} \`${id}\`, which is no claim` }];
    const old = claims.find((one) => one.id === id);
    if (key === "reused_from" || old === undefined || old.status === "deprecated") return [];
    const message = `\`${claim.id}\` supersedes \`${id}\`, which is still ${old.status}`;
    const help = `\`aphoria claims deprecate ${id}\` ends it.`;
    return [{ code: "claim-incomplete", key, message, help }];
  });
}

function provenanceComplaints({ id, provenance, created, tier }: Claim): readonly Complaint[] {
  const at = { code: "claim-provenance", key: "provenance" } as const;
  const { source, url, accessed, section } = provenance;
  const found: Complaint[] = [];
  if (url !== undefined && !/^https?:\/\/[^\s/]+\S*$/.test(url)) {
    found.push({ ...at, message: `the URL of \`${id}\` is no http(s) address: ${url}` });
  }
  if (accessed !== undefined && !isDate(accessed)) {
    found.push({ ...at, message: `\`${id}\` was read on \`${accessed}\`, which is no date` });
  }
  if (created !== undefined && !isDate(created)) {
    found.push({
      ...at,
      key: "created",
      message: `\`created\` of \`${id}\` is no date: ${created}`,
    });
  }
  if (/^(?:todo|tbd|fixme|unknown|none|n\/?a|\?+|-+|x+)\b\W*$/i.test(source.trim())) {
    found.push({ ...at, message: `\`${id}\` names no source: ${source}` });
  }
  if (tierNumber(tier) <= 3 && url === undefined && section === undefined) {
    const message = `\`${id}\` has the authority of a ${tier}, but says neither where nor at which URL`;
    found.push({ ...at, code: "claim-incomplete", message });
  }
  return found;
}

function wordComplaints({ id, invariant, consequence }: Claim): readonly Complaint[] {
  const found: Complaint[] = [];
  if (!/\b(?:must|shall|never|always|required)\b/i.test(invariant)) {
    const message = `the invariant of \`${id}\` does not say what MUST hold`;
    found.push({ code: "claim-incomplete", key: "invariant", message });
  }
  if (consequence.trim().toLowerCase() === invariant.trim().toLowerCase()) {
    const message = `the consequence of \`${id}\` only repeats the invariant`;
    found.push({ code: "claim-incomplete", key: "consequence", message });
  }
  return found;
}

function clashComplaints(claim: Claim, earlier: readonly Claim[]): readonly Complaint[] {
  return findClashes(claim, earlier).map((clash) => ({
    code: clash.kind === "duplicate" ? "claim-duplicate" : "claim-contradiction",
    key: "id",
    message: describeClash(claim, clash, `\`${claim.id}\``),
  }));
}

function isAbout(left: Claim, right: Claim): boolean {
  return left.subject === right.subject && left.predicate === right.predicate;
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  const isWritten = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return isWritten && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
