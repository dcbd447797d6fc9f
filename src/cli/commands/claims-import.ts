/** `aphoria claims import`: claims of a corpus, or one for each marker that has none. */
import { fieldsOf } from "../../author/render-claim.ts";
import type { ClaimFields } from "../../author/render-claim.ts";
import { domainOf } from "../../author/choose-id.ts";
import { readCorpus } from "../../io/inputs.ts";
import { didYouMean } from "../../load/closest.ts";
import type { Claim } from "../../model/claim.ts";
import type { ReportMarker } from "../../model/report.ts";
import { checkClaim, planAdditions } from "../add-claims.ts";
import { claimJson } from "../claim-json.ts";
import {
  changeClaims,
  configuredClaims,
  findClaimsFile,
  noteFirstClaims,
  previewClaims,
  readText,
  shippedClaims,
} from "../claims-file.ts";
import type { Current } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { claimOfMarker, draftFromMarker } from "../marker-claims.ts";
import { isOn, listOf, valueOf, wordOf } from "../options.ts";
import { CONFIG_FLAG, JSON_FLAG, toJson } from "../project-inputs.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage.ts";
import { NOT_NARROWED } from "../pipeline.ts";

const NOTES = `A marker whose words are those of a shipped claim becomes a copy of it in the marker's words; of any other the invariant and
the consequence are kept, and the subject is drafted from them: \`aphoria claims edit\` gives it a better one. Run it
again as often as you like: a marker that has a claim is left alone.

Exit codes: 0 written, or nothing to write · 2 not written.`;

export default {
  summary: "Copy claims from a corpus, or write one for each marker that has none.",
  words: { spec: "[paths...]", help: "with --from-markers: where to look (default: everywhere)" },
  flags: [
    {
      name: "corpus",
      takes: "NAMES",
      isList: true,
      help: "a shipped corpus, or a path to one: cache …",
    },
    { name: "id", takes: "IDS", isList: true, help: "which of its claims" },
    { name: "all", help: "all of its claims that are not there yet" },
    { name: "from-markers", help: "one claim per @aphoria:claim comment that has none" },
    { name: "domain", takes: "WORD", help: "first word of a drafted subject (default: cache)" },
    { name: "status", takes: "WORD", help: "draft, active: of the new claims (default: active)" },
    { name: "include-tests", help: "look for markers in test code too" },
    { name: "force", help: "record claims although they repeat or contradict others" },
    { name: "dry-run", help: "list what would be written, write nothing" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria claims import --corpus cache --id cache-001,cache-004", says: "two claims" },
    { line: "aphoria claims import --from-markers", says: "what the code's comments claim" },
  ],
  notes: NOTES,
  run,
} satisfies Command;

type Plan = (current: Current) => readonly ClaimFields[];

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const byMarkers = isOn(typed, "from-markers");
  const corpora = listOf(typed, "corpus");
  if (byMarkers === (corpora !== undefined)) {
    throw new UsageError(
      "claims are imported either from a corpus or from markers",
      "Give --corpus cache --id cache-004, or --from-markers.",
    );
  }
  if (!byMarkers && typed.words.length > 0) {
    throw new UsageError(`\`${typed.words[0]}\`: paths go with --from-markers`);
  }
  const status = wordOf(typed, "status", ["draft", "active"]);
  const file = findClaimsFile(typed, host);
  const isNew = readText(host, file) === undefined;
  const shipped = shippedClaims(host);
  const fieldsFor: Plan = byMarkers
    ? await planMarkers(typed, shipped, context)
    : planCorpora(typed, corpora ?? [], context);
  const isDry = isOn(typed, "dry-run");
  const { result } = await (isDry ? previewClaims : changeClaims)(host, file, (current) => {
    const additions = fieldsFor(current).map((fields) =>
      status === "draft" ? { ...fields, status } : fields,
    );
    return planAdditions(current, additions, {
      shipped,
      configured: configuredClaims(host, file),
      force: isOn(typed, "force"),
    });
  });
  if (isNew && !isDry && result.length > 0) noteFirstClaims(host, typed, file);
  if (isOn(typed, "json")) {
    host.stdout.write(toJson(result.map(claimJson)));
    return;
  }
  const rows = result.map((claim) => [claim.id, claim.invariant]);
  const count = result.length === 1 ? "1 claim" : `${result.length} claims`;
  const verb = isDry ? "would be" : result.length === 1 ? "is" : "are";
  host.stdout.write(
    result.length === 0
      ? `nothing to import: every one is in ${file.shown} already\n`
      : `${table(rows, host.stdout)}${count} ${verb} written to ${file.shown}\n`,
  );
}

function planCorpora(typed: Typed, names: readonly string[], { host }: Context): Plan {
  const ids = listOf(typed, "id");
  const isAll = isOn(typed, "all");
  if ((ids === undefined) === !isAll) {
    throw new UsageError(
      "say which claims of the corpus: --id or --all",
      `\`aphoria claims list --corpus ${names.join(",")}\` shows them.`,
    );
  }
  const corpora = names.map((name) => readCorpus(host, name));
  const error = corpora
    .flatMap(({ diagnostics }) => diagnostics)
    .find(({ severity }) => severity === "error");
  if (error !== undefined) throw new UsageError(error.message, error.help);
  const known = corpora.flatMap(({ value }) => value);
  const chosen = (ids ?? known.map(({ id }) => id)).map((id) => {
    const claim = known.find((one) => one.id === id);
    if (claim !== undefined) return claim;
    const near = didYouMean(
      id,
      known.map((one) => one.id),
    );
    throw new UsageError(
      `there is no claim \`${id}\` in ${names.join(", ")}${near}`,
      `\`aphoria claims list --corpus ${names.join(",")}\` shows them.`,
    );
  });
  return ({ claims }) =>
    chosen
      .filter((claim) => !isAll || !claims.some(({ id }) => id === claim.id))
      .map((claim) => fieldsOf(claim));
}

async function planMarkers(
  typed: Typed,
  shipped: readonly Claim[],
  { host, pipeline }: Context,
): Promise<Plan> {
  const domain = domainOf(valueOf(typed, "domain") ?? "cache");
  const stages = await pipeline();
  const claims = valueOf(typed, "claims");
  const config = valueOf(typed, "config");
  const isThere = claims === undefined || host.stat(findClaimsFile(typed, host).path) !== undefined;
  const { report } = await stages.scan(
    {
      ...NOT_NARROWED,
      paths: typed.words,
      minTier: 5,
      ...(claims !== undefined && isThere && { claims }),
      ...(config !== undefined && { config }),
      ...(isOn(typed, "include-tests") && { includeTests: true }),
    },
    host,
  );
  const unread = report.diagnostics.find(({ code }) => UNREAD.includes(code));
  if (unread !== undefined) throw new UsageError(unread.message, unread.help);
  return (current) => {
    const drafts: { readonly claim: Claim; readonly fields: ClaimFields }[] = [];
    for (const marker of report.markers) {
      const own = [...current.claims, ...drafts.map(({ claim }) => claim)];
      const fields = draftFor(marker, own, shipped, domain);
      // An id stands in until the real one is chosen.
      const id = `draft-${drafts.length + 1}`;
      if (fields !== undefined) drafts.push({ claim: checkClaim({ ...fields, id }), fields });
    }
    return drafts.map(({ fields }) => fields);
  };
}

const UNREAD: readonly string[] = ["path-not-found", "path-unreadable", "no-source-file"];

/** Undefined when the marker has a claim, in its own words or in those of a shipped claim that was copied. */
function draftFor(
  marker: ReportMarker,
  own: readonly Claim[],
  shipped: readonly Claim[],
  domain: string,
): ClaimFields | undefined {
  // A category that is none is a diagnostic of the scan.
  if (marker.category === null || claimOfMarker(marker, own) !== undefined) return undefined;
  const like = claimOfMarker(marker, shipped);
  const isCopied = own.some(
    ({ subject, predicate }) => subject === like?.subject && predicate === like.predicate,
  );
  if (isCopied) return undefined;
  return draftFromMarker(marker, like, domain, new Set(own.map(({ subject }) => subject)));
}
