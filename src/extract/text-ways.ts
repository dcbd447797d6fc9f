/** The ways that need only one file's text: `rule` on its tree, `regex` on its characters, `config` on its settings. */
import type { MatchNode, ParseTree } from "../languages/language.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Extractor, Match } from "../model/extractor.ts";
import type { ServerReader } from "../model/server.ts";
import type { Language, SourceFile, Span } from "../model/source.ts";
import { configHits, type ConfigEntry } from "./config-ways.ts";
import { blank, runRegexes } from "./regexes.ts";
import { compileRule, type CompiledRule } from "./rules.ts";

/** A place that a rule or regex found, before its value is resolved. */
export interface RawHit {
  readonly extractor: Extractor;
  readonly match: Match;
  readonly span: Span;
  readonly captures: Readonly<
    Record<string, { readonly text: string; readonly start?: number; readonly end?: number }>
  >;
}

export interface TextWays {
  readonly diagnostics: readonly Diagnostic[];
  /** True when some rule or regex wants to see the file. */
  wants(file: SourceFile): boolean;
  /** `root` parses files with a grammar, when a rule is to run on them; `comments` are the spans of theirs. */
  run(
    file: SourceFile,
    root: (() => MatchNode) | undefined,
    comments: readonly Span[],
  ): { readonly hits: readonly RawHit[]; readonly diagnostics: readonly Diagnostic[] };
}

interface RuleEntry {
  readonly extractor: Extractor;
  readonly match: Match;
  readonly rule: CompiledRule;
}

interface RegexEntry {
  readonly extractor: Extractor;
  readonly match: Match;
  readonly regex: string;
  readonly flags: string;
}

/** Compiles every rule and regex once. `fitsPath` is the glob matcher for `when.paths`. */
export function compileTextWays(
  extractors: readonly Extractor[],
  grammarsOf: (language: Language) => readonly string[],
  parse: ParseTree,
  fitsPath: (globs: readonly string[], path: string) => boolean,
  servers?: ServerReader,
): TextWays {
  const diagnostics: Diagnostic[] = [];
  const rules: RuleEntry[] = [];
  const regexes: RegexEntry[] = [];
  const configs: ConfigEntry[] = [];
  for (const extractor of extractors) {
    for (const match of extractor.matches) {
      const { way } = match;
      if (way.kind === "regex")
        regexes.push({ extractor, match, regex: way.regex, flags: way.flags });
      if (way.kind === "config") configs.push({ extractor, match, asked: way.asked });
      if (way.kind !== "rule") continue;
      const grammars = (match.languages ?? extractor.languages).flatMap((language) =>
        grammarsOf(language),
      );
      const compiled = compileRule(extractor, match, way, grammars, parse);
      for (const problem of compiled.problems) {
        diagnostics.push({
          severity: "error",
          path: extractor.origin,
          ...match.places?.rule,
          ...problem,
        });
      }
      if (compiled.rule !== undefined) rules.push({ extractor, match, rule: compiled.rule });
    }
  }
  const allowed = (entry: { extractor: Extractor; match: Match }, file: SourceFile): boolean => {
    const { extractor, match } = entry;
    const languages = match.languages ?? extractor.languages;
    if (file.language !== undefined && !languages.includes(file.language)) return false;
    if (
      file.language === undefined &&
      (match.way.kind !== "regex" || extractor.when.paths.length === 0)
    )
      return false;
    if (extractor.when.paths.length > 0 && !fitsPath(extractor.when.paths, file.path)) return false;
    const { words } = extractor.when;
    return words.length === 0 || words.some((word) => file.text.includes(word));
  };
  const anchored = (entry: RuleEntry, file: SourceFile): boolean =>
    entry.rule.anchors.every((word) => file.text.includes(word));
  const isConfig = (file: SourceFile): boolean =>
    file.language === undefined && configs.length > 0 && servers?.reads(file.path) === true;
  return {
    diagnostics,
    wants: (file) =>
      isConfig(file) ||
      rules.some((entry) => allowed(entry, file) && anchored(entry, file)) ||
      regexes.some((entry) => allowed(entry, file)),
    run(file, root, comments) {
      const hits: RawHit[] = [];
      if (root !== undefined && file.grammar !== undefined) {
        for (const entry of rules) {
          if (!allowed(entry, file) || !anchored(entry, file)) continue;
          for (const found of entry.rule.run(root(), file.grammar))
            hits.push({ extractor: entry.extractor, match: entry.match, ...found });
        }
      }
      const read = isConfig(file) ? servers?.read(file.path, file.text) : undefined;
      hits.push(...configHits(configs, read?.sites ?? []));
      const said = read?.diagnostics ?? [];
      const tasks = regexes.filter((entry) => allowed(entry, file));
      if (tasks.length === 0) return { hits, diagnostics: said };
      const text = blank(file.text, comments);
      const result = runRegexes(
        text,
        tasks.map((entry) => ({ source: entry.regex, flags: entry.flags })),
      );
      for (const hit of result.hits) {
        const entry = tasks[hit.task];
        if (entry === undefined) continue;
        hits.push({
          extractor: entry.extractor,
          match: entry.match,
          span: hit.span,
          captures: groupsOf(hit.groups),
        });
      }
      return {
        hits,
        diagnostics: [
          ...said,
          ...result.timedOut.flatMap((index) => {
            const entry = tasks[index];
            return entry === undefined ? [] : [timeout(entry, file.path)];
          }),
        ],
      };
    },
  };
}

function groupsOf(groups: Readonly<Record<string, string>>): RawHit["captures"] {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, text]) =>
      typeof text === "string" ? [[name, { text }]] : [],
    ),
  );
}

function timeout({ extractor, match }: RegexEntry, path: string): Diagnostic {
  return {
    code: "regex-timeout",
    severity: "error",
    message: `the regex of match ${match.index + 1} of \`${extractor.id}\` (${extractor.origin}) did not end in time on this file; its observations here are missing`,
    path,
    help: "Remove nested or overlapping repetitions from the regex, such as `(a+)+`.",
  };
}
