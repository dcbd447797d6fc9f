/**
 * A SARIF report that aphoria wrote (`--format sarif`), turned back into the report it was made from, as far as that can
 * be: what compares scans needs no more. What anybody else wrote is refused, and so is the part that code scanning takes.
 */
import { isRecord, type Data } from "./data.ts";

/** The report's fields, not yet checked; or why there are none. */
export type FromSarif = { readonly report: Data } | { readonly problem: string };

export function fromSarif(log: Data): FromSarif {
  const runs = listOf(log["runs"]);
  const [run] = runs;
  if (run === undefined || runs.length > 1) {
    return { problem: `is a SARIF report of ${runs.length} runs, and one is compared` };
  }
  const driver = recordOf(recordOf(run["tool"])["driver"]);
  if (driver["name"] !== "aphoria") {
    const name = typeof driver["name"] === "string" ? `of \`${driver["name"]}\`` : "of no tool";
    return { problem: `is a SARIF report ${name}, not of aphoria` };
  }
  const properties = recordOf(run["properties"]);
  const rules = listOf(driver["rules"]);
  const results = listOf(run["results"]);
  if (properties["results"] === "open-conflicts") {
    return {
      problem: "is a SARIF report for code scanning, which holds the open conflicts alone",
    };
  }
  const byId = new Map(rules.map((rule) => [rule["id"], rule]));
  return {
    report: {
      schema_version: 1,
      tool: { name: "aphoria", version: driver["version"] },
      root: ".",
      summary: properties["summary"],
      claims: rules.map(claimOf),
      findings: results.map((result) => findingOf(result, byId.get(result["ruleId"]) ?? {})),
      markers: properties["markers"],
      skipped: properties["skipped"],
      diagnostics: [],
    },
  };
}

function claimOf(rule: Data): Data {
  const { verdict, conflicts, unknowns, passes, subject, predicate } = recordOf(rule["properties"]);
  const invariant = textOf(rule["shortDescription"]);
  return { id: rule["id"], verdict, conflicts, unknowns, passes, subject, predicate, invariant };
}

function findingOf(result: Data, rule: Data): Data {
  const own = recordOf(result["properties"]);
  const { subject, predicate } = recordOf(rule["properties"]);
  const invariant = textOf(rule["shortDescription"]);
  const [place] = listOf(result["locations"]);
  const physical = recordOf(place?.["physicalLocation"]);
  const region = recordOf(physical["region"]);
  const [excuse] = listOf(result["suppressions"]);
  return {
    claim_id: result["ruleId"],
    verdict: own["verdict"],
    reason: own["reason"] ?? null,
    subject,
    predicate,
    invariant,
    message: messageOf(textOf(result["message"]), invariant),
    fingerprint: recordOf(result["partialFingerprints"])["aphoriaPlace/v1"],
    extractor_id: own["extractor_id"] ?? null,
    symbol: own["symbol"] ?? null,
    path: pathOf(recordOf(physical["artifactLocation"])["uri"]),
    line: region["startLine"] ?? null,
    snippet: recordOf(region["snippet"])["text"] ?? null,
    evidence: [],
    suppressed: excuse === undefined ? null : { reason: excuse["justification"] },
    baseline: own["baseline"] ?? null,
  };
}

/** A conflict's message goes on with its claim, which code scanning shows nowhere else. */
function messageOf(text: unknown, invariant: unknown): unknown {
  if (typeof text !== "string" || typeof invariant !== "string") return text;
  const end = text.indexOf(`. ${invariant}: `);
  return end < 0 ? text : text.slice(0, end);
}

/** Null without a place; what cannot be read stays, and is refused with the report. */
function pathOf(uri: unknown): unknown {
  if (uri === undefined) return null;
  try {
    return typeof uri === "string" ? decodeURIComponent(uri) : false;
  } catch {
    return false;
  }
}

function textOf(message: unknown): unknown {
  return recordOf(message)["text"];
}

function recordOf(value: unknown): Data {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}
