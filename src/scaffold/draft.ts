/** An extractor in the making: what is decided about it before it has a file. */
import type { Constant } from "../model/constant.ts";
import type { Extractor, Match, Way } from "../model/extractor.ts";
import type { Language } from "../model/source.ts";

/** A match as TOML has it; `value` is a constant or `$NAME`. */
export interface DraftMatch {
  readonly value: Constant;
  readonly way: Way;
  readonly unit?: string;
  readonly where: readonly string[];
  readonly message?: string;
  readonly confidence: Match["confidence"];
  readonly languages?: readonly Language[];
}

export interface DraftTest {
  readonly language?: Language;
  readonly path?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly code: string;
}

export interface Draft {
  readonly id: string;
  readonly title: string;
  readonly subject: string;
  readonly predicate: string;
  readonly languages: readonly Language[];
  readonly status: "active" | "draft";
  readonly limits?: string;
  readonly when?: Extractor["when"];
  readonly matches: readonly DraftMatch[];
  readonly tests: readonly DraftTest[];
}

/** A way to see the violation, before it is an extractor. */
export interface Form {
  /** How it reads, for people. */
  readonly text: string;
  readonly kind: "pattern" | "regex" | "built-in";
  /** Where it comes from: `given`, `corrected`, `proposed`, or the id of a built-in extractor. */
  readonly from: string;
  readonly matches: readonly DraftMatch[];
  /** The same form's view of compliant code; the first that proves itself is taken. */
  readonly compliant: readonly DraftMatch[];
  readonly when?: Extractor["when"];
  readonly limits?: string;
  /** Tests that come with it. */
  readonly tests?: readonly DraftTest[];
}

/** It says what the code says, so it sees both sides. */
export function capturesValue({ matches }: Form): boolean {
  return matches.some(({ value }) => typeof value === "string" && value.startsWith("$"));
}

export function plainMatch(way: Way, value: Constant, message?: string): DraftMatch {
  return { way, value, where: [], confidence: "high", ...(message !== undefined && { message }) };
}

/** A loaded match, back to what its TOML said. */
export function asDraftMatch(match: Match): DraftMatch {
  const { value, unit, message, confidence, languages, way } = match;
  return {
    way,
    value: "constant" in value ? value.constant : `$${value.capture}`,
    where: match.where.map(
      ({ predicate, argument, negated }) =>
        `${negated ? "not " : ""}${predicate}${argument === undefined ? "" : `:${argument}`}`,
    ),
    confidence,
    ...(unit !== undefined && { unit }),
    ...(message !== undefined && { message }),
    ...(languages !== undefined && { languages }),
  };
}
