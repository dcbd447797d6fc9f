/** Examples that are made from a form's own words, and one that has none of them. */
import type { Language } from "../model/source.ts";
import { isBroken } from "./read-example.ts";
import { capturesValue, type DraftMatch, type Form } from "../scaffold/draft.ts";
import { wholeExample, type Example, type Side } from "../scaffold/examples.ts";
import { exampleCode, instanceOfPattern } from "../scaffold/pattern.ts";
import { variantsOf } from "../scaffold/regex-forms.ts";

/** Examples made from the form's own words. */
export function generated(form: Form, languages: readonly Language[]): readonly Example[] {
  // What a capture would hold in a made example is nobody's fault.
  const side = capturesValue(form) ? "silent" : "bad";
  if (form.kind === "pattern") {
    const instance = instanceOfPattern(form.text);
    return inFiles([instance], "code", side, "a made example of the pattern", languages);
  }
  const [way] = form.matches.map((match) => match.way);
  if (way?.kind !== "regex") return [];
  const { bad, good } = variantsOf(way.regex);
  return [
    ...inFiles(bad, "text", side, "a made violation", languages),
    ...good.flatMap((line) =>
      inFiles([line], "text", "good", "a made compliant variant", languages),
    ),
  ];
}

/** Compliant code made from the words of a match that is to see it. */
export function made({ way }: DraftMatch, languages: readonly Language[]): readonly Example[] {
  const lines = way.kind === "regex" ? variantsOf(way.regex).bad : [];
  return inFiles(lines, "text", "good", "a made compliant variant", languages);
}

function inFiles(
  lines: readonly string[],
  as: "code" | "text",
  whole: Side,
  source: string,
  languages: readonly Language[],
): readonly Example[] {
  if (lines.length === 0) return [];
  return languages.flatMap((language) => {
    const code = exampleCode(language, lines, as);
    return isBroken(language, code) ? [] : [wholeExample(language, code, whole, source, false)];
  });
}

/** A file with nothing to see. */
export function silentExamples(languages: readonly Language[]): readonly Example[] {
  return languages.slice(0, 1).map((language) => {
    const code = exampleCode(language, ["nothing of the kind"], "text");
    return wholeExample(language, code, "silent", "a made silent one", false);
  });
}
