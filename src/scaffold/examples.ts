/** Code that is known to keep or to break a claim: what a form is proved on. */
import type { Claim } from "../model/claim.ts";
import type { Extractor, ExtractorTest } from "../model/extractor.ts";
import type { Language } from "../model/source.ts";

/** `bad` breaks the claim, `good` keeps it, `silent` is none of its business. */
export type Side = "bad" | "good" | "silent";

export interface Example {
  readonly language: Language;
  readonly path?: string;
  readonly files: Readonly<Record<string, string>>;
  /** Without `observe:` comments. */
  readonly code: string;
  /** What is said of single lines, by their number from 1: texts of observed values, or `nothing`. */
  readonly labels: ReadonlyMap<number, readonly string[]>;
  /** What is said of the code as a whole: a bad one has a bad place, a good one has none. */
  readonly whole?: Side;
  /** Where it comes from, for people. */
  readonly source: string;
  /** Somebody gave it for this extractor, so the extractor must see it. */
  readonly isRequired: boolean;
}

/** The tests of other extractors that observe the same. */
export function shippedExamples(
  extractors: readonly Extractor[],
  languages: readonly Language[],
): readonly Example[] {
  return extractors.flatMap((extractor) =>
    extractor.tests.flatMap((test) => {
      const language = test.language ?? extractor.languages[0];
      if (language === undefined || !languages.includes(language)) return [];
      return [ofTest(test, language, `an example of \`${extractor.id}\``)];
    }),
  );
}

/** The compliant code that the claim itself shows. */
export function fixExamples(claim: Claim, languages: readonly Language[]): readonly Example[] {
  return languages.flatMap((language) => {
    const code = claim.fix[language];
    if (code === undefined) return [];
    return [wholeExample(language, code, "good", `the fix of \`${claim.id}\``, false)];
  });
}

export function wholeExample(
  language: Language,
  code: string,
  whole: Side,
  source: string,
  isRequired: boolean,
): Example {
  return { language, files: {}, code, labels: new Map(), whole, source, isRequired };
}

const LABEL = /\s*(?:\/\/|#|--|;|\/\*)\s*observe:\s*(.+?)\s*(?:\*\/)?$/;

function ofTest(test: ExtractorTest, language: Language, source: string): Example {
  const labels = new Map<number, readonly string[]>();
  const lines = test.code.split("\n").map((line, index) => {
    const said = LABEL.exec(line)?.[1];
    if (said !== undefined) labels.set(index + 1, said.split(/\s*,\s*/));
    return line.replace(LABEL, "");
  });
  return {
    language,
    ...(test.path !== undefined && { path: test.path }),
    files: test.files,
    code: lines.join("\n"),
    labels,
    source,
    isRequired: false,
  };
}

/** The comment that begins what a line is expected to say. */
export function labelled(line: string, said: string, language: Language): string {
  return `${line}  ${language === "python" ? "#" : "//"} observe: ${said}`;
}
