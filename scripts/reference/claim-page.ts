/** docs/claims/: one page a claim that ships, and the list of them. */
import type { Extractor } from "../../src/model/extractor.ts";
import { CONFIDENCES } from "../../src/model/extractor.ts";
import { LANGUAGES } from "../../src/model/source.ts";
import { formatConstant } from "../../src/load/units.ts";
import { tierNumber, type Claim } from "../../src/model/claim.ts";
import { demand } from "../../src/report/wording.ts";
import {
  bestConfidence,
  breaks,
  escaped,
  isFor,
  known,
  reads,
  speaks,
  TITLES,
} from "../detection.ts";
import type { Known } from "../detection.ts";
import { whyNot } from "../not-detected.ts";
import { createExamples, type CodeExample, type FindExample, type Kind } from "./examples.ts";

const KINDS: readonly Kind[] = [...LANGUAGES, "files"];
const KIND_TITLES: Readonly<Record<Kind, string>> = { ...TITLES, files: "Files of servers" };

/** Every page by its name below docs/. */
export function claimPages(): Readonly<Record<string, () => string>> {
  const all = known();
  const find = createExamples(all.models);
  const claims = [...all.claims.values()].flat();
  const pages = claims.map(
    (claim) => [`claims/${claim.id}.md`, () => claimPage(claim, claims, all, find)] as const,
  );
  return { "claims/README.md": () => indexPage(all), ...Object.fromEntries(pages) };
}

function indexPage({ claims }: Known): string {
  const sections = [...claims].map(([name, own]) =>
    [
      `## ${name} (${own.length})`,
      "",
      "| claim | what must hold | category | tier |",
      "| --- | --- | --- | --- |",
      ...own.map(
        ({ id, invariant, category, tier }) =>
          `| [${id}](${id}.md) | ${prose(invariant)} | ${category} | ${tierNumber(tier)} ${tier} |`,
      ),
    ].join("\n"),
  );
  return `# The claims, one page each

What must hold, why, code that breaks it and code that keeps it, who says so, who looks for it, and how to have it otherwise.
[../claims-catalogue.md](../claims-catalogue.md) has the same claims as subject, predicate and value, and
[../detection.md](../detection.md) says in which language each is looked for. In a terminal, \`aphoria explain cache-004\` says
what its page says. Written by \`npm run docs\` from \`corpora/\` and \`extractors/\`; the code is cut out of the extractors' own
tests and observed again as it stands here.

${sections.join("\n\n")}
`;
}

function claimPage(claim: Claim, all: readonly Claim[], of: Known, find: FindExample): string {
  const { id, invariant, consequence, scenario, impact, testing } = claim;
  const seers = of.extractors.filter((one) => speaks(one, claim));
  const sections = [
    `# ${id}: ${claim.subject}`,
    `**${prose(invariant)}.**`,
    facts(claim),
    `## Why`,
    `${prose(consequence)}.`,
    ...(scenario === undefined ? [] : [`How it happens: ${prose(scenario)}`]),
    ...(impact === undefined ? [] : [`What it costs: ${prose(impact)}`]),
    ...(seers.length === 0 ? [] : [`## Code`]),
    ...KINDS.flatMap((kind) => codeOf(claim, seers, kind, find)),
    `## How to mend it`,
    ...Object.entries(claim.fix).flatMap(([language, code]) => [
      `${titleOf(language)}:`,
      fence(FENCES[language] ?? "text", code.trim()),
    ]),
    ...(testing === undefined ? [] : [`How to test it: ${prose(testing)}`]),
    `## Who looks for it`,
    ...lookers(claim, seers),
    `## To have it otherwise`,
    otherwise(claim),
    ...related(claim, all),
  ];
  return `${sections.join("\n\n")}\n`;
}

function facts(claim: Claim): string {
  const { subject, predicate, operator, value, category, severity, tier, provenance } = claim;
  const expected = value === undefined ? "" : `\`${formatConstant(value)}\``;
  const { source, section, url } = provenance;
  const says = url === undefined ? source : `[${source}](${url})`;
  const rows = [
    ["demands", `\`${subject}\` \`${predicate}\` ${demand(operator, expected)}`],
    ["category", `${category}, severity ${severity}`],
    [
      "authority",
      `tier ${tierNumber(tier)} (${tier}), ${says}${section === undefined ? "" : `: ${prose(section)}`}`,
    ],
    ["weaknesses", claim.cwe.map(cweLink).join(", ")],
    ["for code that is", (claim.traits ?? []).join(", ")],
  ];
  const shown = rows.filter(([, said]) => said !== "");
  return shown.map(([name, said]) => `- ${name}: ${said}`).join("\n");
}

function cweLink(id: string): string {
  return `[${id}](https://cwe.mitre.org/data/definitions/${id.replace(/^CWE-/, "")}.html)`;
}

function codeOf(
  claim: Claim,
  seers: readonly Extractor[],
  kind: Kind,
  find: FindExample,
): readonly string[] {
  const bad = find(claim, seers, kind, "breaks");
  const good = find(claim, seers, kind, "holds");
  if (bad === undefined && good === undefined) return [];
  return [
    `### ${KIND_TITLES[kind]}`,
    ...(bad === undefined
      ? ["Nothing that is looked for here can break it."]
      : [`Breaks it${shownFrom(bad)}:`, ...blocks(bad)]),
    ...(good === undefined
      ? ["Nothing here counts as proof that it is kept."]
      : [`Keeps it:`, ...blocks(good)]),
  ];
}

function shownFrom({ confidence, extractor }: CodeExample): string {
  const word = CONFIDENCES[confidence] ?? "";
  const flag = word === "low" ? ", shown with `--min-confidence low`" : "";
  return ` (seen by [${extractor}](../extractors.md#${extractor}), confidence ${word}${flag})`;
}

function blocks({ path, code, files }: CodeExample): readonly string[] {
  const others = Object.entries(files);
  if (others.length === 0) return [fence(fenceOf(path), code)];
  return [...others, [path, code] as const].flatMap(([name, text]) => [
    `\`${name}\`:`,
    fence(fenceOf(name), text.trim()),
  ]);
}

const FENCES: Readonly<Record<string, string>> = {
  typescript: "ts",
  rust: "rust",
  python: "python",
  rs: "rust",
  py: "python",
};

/** Words of a claim as Markdown: code spans as they are. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part.replaceAll("|", String.raw`\|`) : escaped(part)))
    .join("");
}

function fenceOf(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? "text";
  return FENCES[ending] ?? ending;
}

function fence(language: string, code: string): string {
  return ["```" + language, code, "```"].join("\n");
}

function titleOf(language: string): string {
  return (KIND_TITLES as Readonly<Record<string, string>>)[language] ?? language;
}

function lookers(claim: Claim, seers: readonly Extractor[]): readonly string[] {
  const open = LANGUAGES.filter(
    (language) =>
      isFor(claim, language) &&
      bestConfidence(seers, (match, of) => breaks(match, claim) && reads(match, of, language)) ===
        "",
  );
  const names = open.map((language) => TITLES[language]).join("; ");
  const gap =
    open.length === 0 ? [] : [`Not looked for in code (${names}): ${whyNot()(claim.id, open)}`];
  if (seers.length === 0) return ["Nothing does yet: a scan says `MISSING`, never a pass.", ...gap];
  const rows = seers.map((one) => {
    const cells = LANGUAGES.map((language) =>
      bestConfidence([one], (match, of) => breaks(match, claim) && reads(match, of, language)),
    );
    const isText =
      one.languages.length === 0 || one.matches.some(({ way }) => way.kind === "config");
    const files = isText
      ? bestConfidence(
          [one],
          (match) => breaks(match, claim) && ["config", "regex"].includes(match.way.kind),
        )
      : "";
    const link = `[${one.id}](../extractors.md#${one.id})`;
    return `| ${[link, escaped(one.title), ...cells, files].join(" | ")} |`;
  });
  const limits = seers.flatMap(({ limits: said }) =>
    said === undefined ? [] : [`Not seen: ${prose(said)}`],
  );
  return [
    "The best confidence that a conflict there can have; an empty cell means that nothing looks there.",
    [
      `| extractor | sees | ${KINDS.map((kind) => KIND_TITLES[kind]).join(" | ")} |`,
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n"),
    ...limits,
    ...gap,
  ];
}

function otherwise({ id, category, invariant, phrases }: Claim): string {
  const corpus = id.replace(/-\d+$/, "");
  return [
    `- why it does or does not speak of a line: \`aphoria explain ${id} --at FILE:LINE\``,
    `- one place that is right as it is, in a comment there: \`@aphoria:ignore[${id}] the reason (until 2027-03-31)\``,
    `- to announce it beside the code: \`\` @aphoria:claim[${category}, ${id}] ${phrases[0] ?? invariant} \`\``,
    `- other values, files or severity here: \`aphoria claims import --corpus ${corpus} --id ${id}\`, then \`aphoria claims edit ${id}\``,
    `- not at all here: after the import, \`aphoria claims deprecate ${id}\` keeps its text and ends it`,
    `- alone: \`aphoria scan --claim ${id}\``,
  ].join("\n");
}

/** Where a claim of an issue's origin says nothing about what it is about. */
const ORIGINS: ReadonlySet<string> = new Set([
  "cachewrap",
  "cacheflow",
  "coherence",
  "neurocache",
  "ast-cache",
]);
const MOST_RELATED = 6;

function related(claim: Claim, all: readonly Claim[]): readonly string[] {
  const aspect = (one: Claim) => one.subject.split("/").slice(1).join("/");
  const isCarried = (one: Claim) => one.reused_from === claim.id || claim.reused_from === one.id;
  const tags = new Set(claim.tags.filter((tag) => !ORIGINS.has(tag)));
  const ranked = all.flatMap((other) => {
    if (other === claim) return [];
    const shared = other.tags.filter((tag) => tags.has(tag));
    const isNear =
      other.subject.startsWith(`${claim.subject}/`) ||
      claim.subject.startsWith(`${other.subject}/`);
    const rank =
      (isCarried(other) ? 8 : 0) +
      (aspect(other) === aspect(claim) ? 4 : 0) +
      (isNear ? 4 : 0) +
      shared.length;
    return rank > 0 ? [{ other, rank }] : [];
  });
  const nearest = ranked.toSorted((a, b) => b.rank - a.rank).slice(0, MOST_RELATED);
  if (nearest.length === 0) return [];
  const lines = nearest.map(({ other }) => {
    const carried = isCarried(other) ? ", carried over between the two domains" : "";
    return `- [${other.id}](${other.id}.md) \`${other.subject}\`: ${prose(other.invariant)}${carried}`;
  });
  return ["## Related", lines.join("\n")];
}
