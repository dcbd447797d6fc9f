/** docs/detection.md and docs/extractors.md: what is looked for, in which language, how, and what is not seen. */
import { builtinsOfFolders, type Models } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";
import type { Claim } from "../src/model/claim.ts";
import { PACKS } from "../src/model/config.ts";
import type { Extractor, ExtractorTest, Match } from "../src/model/extractor.ts";
import { LANGUAGES, type Language } from "../src/model/source.ts";
import { whyNot } from "./not-detected.ts";

export const TITLES: Readonly<Record<Language, string>> = {
  typescript: "TypeScript, JavaScript",
  rust: "Rust",
  python: "Python",
};

export interface Known {
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  readonly extractors: readonly Extractor[];
  readonly models: Models;
}

export function known(): Known {
  const builtins = builtinsOfFolders(nodeHost());
  const names = PACKS.filter((name) => builtins.corpusNames().includes(name));
  return {
    claims: new Map(names.map((name) => [name, builtins.corpus(name).value])),
    extractors: PACKS.flatMap((pack) => builtins.extractors(pack).value),
    models: builtins.models().value,
  };
}

/** Claim × language × how. */
export function detectionPage(): string {
  const { claims, extractors } = known();
  const reasonFor = whyNot();
  const sections = [...claims].map(([name, own]) => {
    const gaps: string[] = [];
    const rows = own.map((claim) => {
      const seers = extractors.filter((one) => speaks(one, claim));
      const cells = LANGUAGES.map((language) =>
        bestConfidence(seers, (match, of) => breaks(match, claim) && reads(match, of, language)),
      );
      const files = bestConfidence(
        seers,
        (match, of) =>
          breaks(match, claim) && (match.way.kind === "config" || isTextOnly(match.way.kind, of)),
      );
      const open = LANGUAGES.filter((language, at) => isFor(claim, language) && cells[at] === "");
      if (open.length > 0) {
        const names = open.map((language) => TITLES[language]).join("; ");
        gaps.push(
          `- [${claim.id}](claims/${claim.id}.md) (${names}): ${reasonFor(claim.id, open)}`,
        );
      }
      const by = seers.map(({ id }) => `[${id}](extractors.md#${id})`).join(", ");
      return `| ${[`[${claim.id}](claims/${claim.id}.md)`, `\`${claim.subject}\``, ...cells, files, by || "nothing yet"].join(" | ")} |`;
    });
    const seen = own.filter((claim) => extractors.some((one) => speaks(one, claim))).length;
    return [
      `## ${name}: ${seen} of ${own.length}`,
      "",
      `| claim | subject | ${LANGUAGES.map((language) => TITLES[language]).join(" | ")} | files of servers | seen by |`,
      `| --- | --- | ${LANGUAGES.map(() => "---").join(" | ")} | --- | --- |`,
      ...rows,
      ...(gaps.length === 0 ? [] : ["", `Why not, in code for ${name}:`, "", ...gaps]),
    ].join("\n");
  });
  return `# What is detected

Each claim that ships, the languages that are looked at for it, and the best confidence that a conflict there can have:
\`high\` and \`medium\` are shown by default, \`low\` with \`--min-confidence low\`. An empty cell means that nothing looks there; a
claim that nothing looks for is \`MISSING\` with the reason \`no-extractor\`, never a pass. What each extractor cannot see stands with
it in [extractors.md](extractors.md); why a cell of a language is empty is said below each table. Written by \`npm run docs\` from
\`corpora/\` and \`extractors/\`.

${sections.join("\n\n")}
`;
}

/** Every built-in extractor: its claim, what it says and when, an example, and its limits. */
export function extractorsPage(): string {
  const { claims, extractors } = known();
  const all = [...claims.values()].flat();
  const sections = [...extractors]
    .sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.id < b.id ? -1 : 1))
    .map((extractor) =>
      sectionOf(
        extractor,
        all.filter((claim) => speaks(extractor, claim)),
      ),
    );
  return `# The extractors that ship

${extractors.length} extractors, in order of their subjects. Each entry says what is observed where, with the confidence that a conflict there has,
and what cannot be seen; the example is the extractor's own test, in which \`observe:\` says what its line must give.
[writing-extractors.md](writing-extractors.md) says how to write one. Written by \`npm run docs\` from \`extractors/\`.

${sections.join("\n\n")}
`;
}

function sectionOf(extractor: Extractor, claims: readonly Claim[]): string {
  const { id, title, subject, predicate, pack, languages, matches, limits, tests } = extractor;
  const of =
    claims.map((one) => `[${one.id}](claims/${one.id}.md)`).join(", ") || "no shipped claim";
  const where =
    languages.length === 0 ? "files of servers" : languages.map((one) => TITLES[one]).join("; ");
  const said = matches.map(
    (match) => `| ${[value(match), match.confidence, when(match)].join(" | ")} |`,
  );
  const [example] = tests;
  return [
    `## ${id}`,
    "",
    `${sentence(title)} ${of} (\`${subject}\` \`${predicate}\`), pack \`${pack}\`; ${where}.`,
    "",
    "| observes | confidence | when |",
    "| --- | --- | --- |",
    ...said,
    "",
    ...(limits === undefined ? [] : [`Not seen: ${limits}`, ""]),
    ...(example === undefined ? [] : block(example, languages[0])),
  ].join("\n");
}

function when({ message, way, where }: Match): string {
  const text = message ?? way.kind;
  const also = where.map(
    ({ predicate, argument, negated }) =>
      `${negated ? "not " : ""}${predicate}${argument === undefined ? "" : `:${argument}`}`,
  );
  return also.length === 0 ? escaped(text) : `${escaped(text)} (${also.join(", ")})`;
}

function value(match: Match): string {
  return "capture" in match.value
    ? `\`$${match.value.capture}\``
    : `\`${JSON.stringify(match.value.constant)}\``;
}

/** Long examples are for those who open the file. */
const MOST_LINES = 30;

function block(
  { code, language, path }: ExtractorTest,
  first: Language | undefined,
): readonly string[] {
  const fence = path?.split(".").at(-1) ?? language ?? first ?? "text";
  const lines = code.trim().split("\n");
  const cut = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), "…"] : lines;
  return ["```" + (/^[a-z]+$/.test(fence) ? fence : "text"), ...cut, "```"];
}

export function isFor({ languages }: Claim, language: Language): boolean {
  return languages === undefined || languages.length === 0 || languages.includes(language);
}

export function speaks(extractor: Extractor, claim: Claim): boolean {
  return extractor.subject === claim.subject && extractor.predicate === claim.predicate;
}

/** What the match observes can break the claim. */
export function breaks({ value: observed }: Match, { operator, value: wanted }: Claim): boolean {
  return operator !== "eq" || "capture" in observed || observed.constant !== wanted;
}

export function reads(match: Match, of: Extractor, language: Language): boolean {
  return (
    match.way.kind !== "config" &&
    of.languages.includes(language) &&
    (match.languages?.includes(language) ?? true)
  );
}

export function isTextOnly(kind: string, of: Extractor): boolean {
  return kind === "regex" && of.languages.length === 0;
}

const ORDER = ["high", "medium", "low"];

export function bestConfidence(
  extractors: readonly Extractor[],
  test: (match: Match, of: Extractor) => boolean,
): string {
  const found = extractors.flatMap((one) =>
    one.matches.filter((match) => test(match, one)).map(({ confidence }) => confidence),
  );
  return ORDER.find((one) => found.some((confidence) => confidence === one)) ?? "";
}

function sentence(text: string): string {
  const clean = text.replace(/\.$/, "");
  return `${clean.charAt(0).toUpperCase()}${clean.slice(1)}:`;
}

export function escaped(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("<", "&lt;");
}
