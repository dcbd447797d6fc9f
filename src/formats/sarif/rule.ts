/** A claim as a SARIF rule: what must hold, who says so, what breaks otherwise, how to mend it. */
import type { ReportClaim } from "../../model/report.ts";
import { claimText, claimWords } from "../claim-words.ts";
import { fence, inline, link } from "../markdown/escape.ts";
import { levelOf } from "./level.ts";

export function sarifRule(claim: ReportClaim): unknown {
  const invariant = claimText(claim, "invariant");
  const consequence = claimText(claim, "consequence");
  const url = provenanceOf(claim).url;
  const severity = claimText(claim, "severity");
  const category = claimText(claim, "category");
  return {
    id: claim.id,
    name: nameOf(claimText(claim, "subject")),
    shortDescription: { text: invariant },
    fullDescription: { text: consequence === "" ? invariant : `${invariant}. ${consequence}` },
    ...(url !== undefined && /^https?:\/\//.test(url) && { helpUri: url }),
    help: { text: helpText(claim), markdown: helpMarkdown(claim) },
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      tags: [category, "aphoria", claimText(claim, "subject")].filter((tag) => tag !== ""),
      "problem.severity": PROBLEM[severity] ?? "recommendation",
      ...(category === "security" && { "security-severity": SCORES[severity] ?? "3.0" }),
      subject: claim["subject"] ?? null,
      predicate: claim["predicate"] ?? null,
      tier: claim["tier"] ?? null,
      verdict: claim.verdict,
      conflicts: claim.conflicts,
      unknowns: claim.unknowns,
      passes: claim.passes,
    },
  };
}

/** What code scanning groups by, on the scale of CVSS: its bands for critical, high, medium and low. */
const SCORES: Readonly<Record<string, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

const PROBLEM: Readonly<Record<string, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "recommendation",
};

/** `cache/tls/verification` → `CacheTlsVerification`. */
function nameOf(subject: string): string {
  return subject
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

function helpText(claim: ReportClaim): string {
  const { scenario, impact, testing, fix } = claimWords(claim);
  const { source, section, url } = provenanceOf(claim);
  const says = [source, section, url].filter((part) => part !== undefined).join(", ");
  const parts = [
    ["What must hold", claimText(claim, "invariant")],
    ["Otherwise", claimText(claim, "consequence")],
    ["Who says so", says],
    ["How it happens", scenario ?? ""],
    ["What it costs", impact ?? ""],
    ...Object.entries(fix).map(([language, code]) => [`Fix (${language})`, code]),
    ["How to test it", testing ?? ""],
  ];
  return parts
    .filter(([, said]) => said !== "")
    .map(([head, said]) => `${head}: ${said}`)
    .join("\n");
}

function helpMarkdown(claim: ReportClaim): string {
  const { scenario, impact, testing, fix } = claimWords(claim);
  const { source = "", section, url } = provenanceOf(claim);
  const says = section === undefined ? source : `${source}, ${section}`;
  const blocks = [
    ["What must hold", inline(claimText(claim, "invariant"))],
    ["Otherwise", inline(claimText(claim, "consequence"))],
    ["Who says so", link(says, url)],
    ["How it happens", inline(scenario ?? "")],
    ["What it costs", inline(impact ?? "")],
    ...Object.entries(fix).map(([language, code]) => [`Fix (${language})`, fence(code, language)]),
    ["How to test it", inline(testing ?? "")],
  ];
  return blocks
    .filter(([, said]) => said !== "")
    .map(([head, said]) => `**${head}**\n\n${said}`)
    .join("\n\n");
}

function provenanceOf(claim: ReportClaim): Readonly<Record<string, string | undefined>> {
  const provenance = claim["provenance"];
  return typeof provenance === "object" && provenance !== null
    ? (provenance as Readonly<Record<string, string>>)
    : {};
}
