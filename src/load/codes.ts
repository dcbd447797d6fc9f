/**
 * Every diagnostic code of the product: how bad it is, what it means and what to do. Codes are public and stable;
 * `aphoria explain <code>` prints the entry. A new kind of problem starts with a line here.
 */
import type { Diagnostic, DiagnosticSeverity } from "../model/diagnostic.ts";
import { CACHE_CODES } from "./cache-codes.ts";

interface DiagnosticInfo {
  readonly severity: DiagnosticSeverity;
  /** What the code means, in one sentence. */
  readonly title: string;
  /** What to do when the diagnostic itself has nothing better to say. */
  readonly help: string;
}

export interface DiagnosticFields {
  readonly message: string;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Replaces the help of the table. */
  readonly help?: string | undefined;
}

/** A diagnostic of this code; severity and help come from the table. */
export function diagnostic(code: Code, fields: DiagnosticFields): Diagnostic {
  const { severity, help } = diagnosticInfo[code];
  return {
    code,
    severity,
    message: fields.message,
    ...(fields.path !== undefined && { path: fields.path }),
    ...(fields.line !== undefined && { line: fields.line }),
    ...(fields.column !== undefined && { column: fields.column }),
    help: fields.help ?? help,
  };
}

export function isCode(word: string): word is Code {
  return Object.hasOwn(diagnosticInfo, word);
}

export type Code = keyof typeof diagnosticInfo;

export const diagnosticInfo = {
  // What the command line asked for.
  "path-not-found": {
    severity: "error",
    title: "A path named on the command line does not exist.",
    help: "Check the spelling; paths are relative to the working directory.",
  },
  "path-unreadable": {
    severity: "error",
    title: "A path named on the command line cannot be read.",
    help: "Check its permissions.",
  },
  "no-source-file": {
    severity: "error",
    title: "There is no source file to scan.",
    help: "Name a folder with TypeScript, JavaScript, Rust or Python files; --show-files says why files were left out.",
  },
  "stdin-empty": {
    severity: "warning",
    title: "The source that was to come from stdin is empty, so there was nothing to check.",
    help: "Pipe the file's text into aphoria, as it is in the editor.",
  },
  "nothing-scanned": {
    severity: "warning",
    title: "Every file that was asked for was left out, so nothing was checked.",
    help: "--show-files says why; loosen `exclude`, or name other files.",
  },
  "nothing-observed": {
    severity: "warning",
    title: "No extractor saw a place that any claim speaks of, so nothing was checked.",
    help: "`aphoria doctor` says what was scanned; `aphoria claims list` and `--corpus` what it was held against.",
  },
  "claim-unobserved": {
    severity: "warning",
    title: "A claim can find no place in this code, whatever the code says.",
    help: "Write an extractor (`aphoria extractors new`), correct the claim's scope, or make the claim a draft.",
  },
  "no-claim-selected": {
    severity: "error",
    title: "No claim is left after the selection.",
    help: "Loosen --claim, --category, --min-tier or --corpus, or add claims to .aphoria/claims.toml.",
  },
  "unknown-claim": {
    severity: "error",
    title: "A claim id does not exist.",
    help: "`aphoria claims list` shows the ids.",
  },
  "unknown-flag-value": {
    severity: "error",
    title: "A flag has a value that it does not know.",
    help: "`aphoria scan --help` lists the values of each flag.",
  },
  "claims-missing": {
    severity: "info",
    title: "The project has no claims file, so the `cache` corpus is used.",
    help: "`aphoria init` writes .aphoria/claims.toml with the claims that have places in this code.",
  },

  // TOML files, whatever they are for.
  "toml-syntax": {
    severity: "error",
    title: "A TOML file cannot be parsed.",
    help: "See https://toml.io/en/v1.0.0 for the syntax.",
  },
  "toml-too-large": {
    severity: "error",
    title: "A TOML file is over 1 MB.",
    help: "Split it: extractors and library models are one file each; --claims takes one file at a time.",
  },
  "toml-too-deep": {
    severity: "error",
    title: "A TOML file is nested over 100 levels deep.",
    help: "Flatten the tables, arrays or dotted keys.",
  },
  "toml-bare-date": {
    severity: "error",
    title: "A TOML file holds a date without quotes.",
    help: 'Quote the date: "2026-01-31".',
  },
  "unknown-key": {
    severity: "error",
    title: "A TOML table has a key that aphoria does not know.",
    help: "Correct or remove the key.",
  },
  "missing-key": {
    severity: "error",
    title: "A TOML table lacks a key that it must have.",
    help: "Add the key.",
  },
  "wrong-type": {
    severity: "error",
    title: "A key has a value of the wrong type.",
    help: "Give a value of the type named.",
  },
  "wrong-value": {
    severity: "error",
    title: "A key has a value that it does not know.",
    help: "Use one of the values named.",
  },
  "duplicate-id": {
    severity: "error",
    title: "An id is used twice.",
    help: "Rename one of the two, or remove it.",
  },
  // Claims that can be read, and still are not in order.
  "claim-name": {
    severity: "error",
    title: "A claim is not named as the others are.",
    help: "Ids are domain-number (cache-046), subjects domain/aspect; what a corpus has a name for keeps that name.",
  },
  "claim-reference": {
    severity: "error",
    title: "A claim refers to one that does not exist.",
    help: "Correct the id in `supersedes` or `reused_from`, or remove the key.",
  },
  "claim-provenance": {
    severity: "error",
    title: "A claim's provenance cannot be followed.",
    help: "Give the source's name, an http(s) URL, and dates as 2026-01-31.",
  },
  "claim-incomplete": {
    severity: "warning",
    title: "A claim leaves open what a reader needs.",
    help: "Say what MUST hold, and where the authority says so.",
  },
  "claim-duplicate": {
    severity: "warning",
    title: "Two claims say something about the same subject, predicate and scope.",
    help: "Deprecate one, let one supersede the other, or give one a `scope`.",
  },
  "claim-contradiction": {
    severity: "warning",
    title: "Two claims contradict each other.",
    help: "Correct the one with less authority, or give each a `scope` of its own.",
  },
  "bad-regex": {
    severity: "error",
    title: "A regular expression does not compile, or can take forever.",
    help: "Regular expressions use JavaScript syntax.",
  },
  "bad-pattern": {
    severity: "error",
    title: "A code pattern is not valid in its language.",
    help: "Give a `context` that makes it valid code, and a `selector` for the part that is meant.",
  },
  "bad-constraint": {
    severity: "error",
    title: "A constraint of a rule cannot work.",
    help: "Constrain a single capture (`$NAME`) that the pattern has.",
  },
  "bad-value": {
    severity: "error",
    title: "A value and the operator or the unit that goes with it do not fit together.",
    help: "Compare like with like: a duration with a duration, a size with a size.",
  },

  // Extractors and library models.
  "regex-timeout": {
    severity: "error",
    title: "A regular expression ran out of time on a file.",
    help: "Remove nested quantifiers such as (a+)+ from the expression.",
  },
  "extractor-replaced": {
    severity: "info",
    title: "A project's extractor replaces the built-in one with the same id.",
    help: "Rename it to run both.",
  },
  "library-replaced": {
    severity: "info",
    title: "A project's library model replaces the built-in one with the same id.",
    help: "Rename it to use both.",
  },
  "extractor-inert": {
    severity: "warning",
    title: "An extractor cannot match anything in the files that were scanned.",
    help: "Change its `languages` or `[when]`, or remove it.",
  },
  "extractors-none": {
    severity: "warning",
    title: "A folder that is named for its extractors holds none.",
    help: "Extractors are files that end in .toml, in the folder itself.",
  },
  "extractor-draft": {
    severity: "info",
    title: "An extractor is a draft, so it was not run.",
    help: 'Remove `status = "draft"` when its tests hold.',
  },

  // Source files that were found but not fully understood.
  "file-unreadable": {
    severity: "warning",
    title: "A source file cannot be read.",
    help: "Check its permissions, or exclude it.",
  },
  "file-not-utf8": {
    severity: "warning",
    title: "A source file is not UTF-8.",
    help: "Convert it to UTF-8, or exclude it.",
  },
  "file-half-observed": {
    severity: "warning",
    title:
      "A mechanism of aphoria failed on a source file, so what it looks for is not known there.",
    help: "This is a bug in aphoria: please report it with the file.",
  },
  "file-parse-error": {
    severity: "warning",
    title: "A part of a source file cannot be parsed; the rest of it was used.",
    help: "Correct the syntax, or exclude the file.",
  },
  "config-parse-error": {
    severity: "warning",
    title: "A configuration file cannot be parsed; nothing that it says was checked.",
    help: "Correct the syntax, or exclude the file.",
  },
  "config-template": {
    severity: "info",
    title: "A template of a configuration file was not read.",
    help: "Scan what is rendered from it.",
  },
  "config-too-long": {
    severity: "info",
    title: "A configuration file is too long to be read.",
    help: "Nothing that it says of servers was checked.",
  },
  "line-too-long": {
    severity: "warning",
    title: "A source file has a line too long to be written by hand.",
    help: "Exclude the file if it is generated.",
  },
  "symlink-loop": {
    severity: "info",
    title: "A symbolic link leads back to a folder above it; it was not followed.",
    help: "Remove the link, or exclude it.",
  },
  "git-unusable": {
    severity: "info",
    title: "The files of the project could not be listed by git; they were found without it.",
    help: "Run `git ls-files` there to see what is wrong with the repository.",
  },

  // Reports.
  "results-cut": {
    severity: "info",
    title:
      "A report holds fewer results than there are, as the service that it is for takes no more.",
    help: "--report sarif=all.sarif, json and html have all of them.",
  },

  // Comments that speak to aphoria.
  "baseline-invalid": {
    severity: "error",
    title: "The baseline cannot be read.",
    help: "Restore it from version control, or write it anew with `aphoria baseline create`.",
  },
  "baseline-expired": {
    severity: "warning",
    title: "An entry of the baseline has ended; its finding counts again.",
    help: "Fix it, or take it over again with a new date: `aphoria baseline update --expires DATE`.",
  },
  "baseline-stale": {
    severity: "warning",
    title: "An entry of the baseline has no finding any more.",
    help: "`aphoria baseline prune` takes it out; outside CI a scan of the whole project does so by itself.",
  },
  "suppression-unused": {
    severity: "warning",
    title: "A suppression suppresses nothing.",
    help: "Remove it.",
  },
  "suppression-expired": {
    severity: "warning",
    title: "A suppression is past its date, so it suppresses nothing.",
    help: "Fix what it excused, or give it a new date.",
  },
  "suppression-reasonless": {
    severity: "warning",
    title: "A suppression has no reason, so it suppresses nothing.",
    help: "Write the reason behind the brackets: @aphoria:ignore[cache-004] why this is fine.",
  },
  "suppression-malformed": {
    severity: "warning",
    title: "A suppression cannot be read, so it suppresses nothing.",
    help: "Write @aphoria:ignore[claim-id] reason (until 2027-03-31).",
  },
  "marker-malformed": {
    severity: "warning",
    title: "A marker cannot be read.",
    help: "Write @aphoria:claim[category] invariant -- consequence.",
  },

  ...CACHE_CODES,

  "internal-error": {
    severity: "error",
    title: "aphoria has a bug.",
    help: "Please report it with the command and the stack trace.",
  },
} as const satisfies Record<string, DiagnosticInfo>;
