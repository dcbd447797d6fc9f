/** A project's own extractors that cannot speak in this scan: nobody should take their silence for a pass. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { OwnExtractor } from "../model/part.ts";
import type { Language } from "../model/source.ts";

/** `languages` are those of the files that were scanned, `imported` the extractors whose imports one has. */
export function inertExtractors(
  extractors: readonly OwnExtractor[],
  languages: ReadonlySet<Language>,
  imported: ReadonlySet<string>,
): readonly Diagnostic[] {
  return extractors.flatMap((extractor) => {
    const why = extractor.status === "draft" ? DRAFT : reasonOf(extractor, languages, imported);
    return why === undefined ? [] : [{ path: extractor.origin, ...why(extractor) }];
  });
}

type Said = Pick<Diagnostic, "code" | "severity" | "message" | "help">;

const DRAFT = ({ id }: OwnExtractor): Said => ({
  code: "extractor-draft",
  severity: "info",
  message: `\`${id}\` is a draft: it was not run`,
  help: 'Remove `status = "draft"` when its tests hold.',
});

function reasonOf(
  extractor: OwnExtractor,
  languages: ReadonlySet<Language>,
  imported: ReadonlySet<string>,
): ((extractor: OwnExtractor) => Said) | undefined {
  if (extractor.languages.length === 0) return undefined;
  if (!extractor.languages.some((language) => languages.has(language))) {
    return inert(`no ${extractor.languages.join(" or ")} file was scanned`);
  }
  if (imported.has(extractor.id)) return undefined;
  return extractor.when.imports.length === 0
    ? undefined
    : inert(`no scanned file imports ${extractor.when.imports.join(" or ")}`);
}

function inert(why: string): (extractor: OwnExtractor) => Said {
  return ({ id }) => ({
    code: "extractor-inert",
    severity: "warning",
    message: `\`${id}\` cannot match anything here: ${why}`,
    help: "Change its `languages` or `[when]`, or remove it.",
  });
}
