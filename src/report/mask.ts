/**
 * Keeps what a credentials claim found out of every report: no part of a secret, and not its length. A secret that
 * stands on a line which another finding shows, or that another message spells, is masked there too.
 */
import type { Claim } from "../model/claim.ts";
import type { Finding } from "../model/finding.ts";
import type { Trace } from "../model/observation.ts";
import type { Span } from "../model/source.ts";

export const MASK = "••••••";

export interface Secrets {
  /** The text without any secret in it. */
  hide(text: string): string;
  /** A part of a file without any secret in it; it keeps its lines. */
  hideIn(path: string, span: Span): string;
}

export type ReadSource = (path: string) => string | undefined;

export function isCredentialsClaim({ category, subject }: Claim): boolean {
  return category === "security" && subject.includes("credentials");
}

/** What it saw is to be shown nowhere. */
export function isSecret({ claim, verdict }: Pick<Finding, "claim" | "verdict">): boolean {
  return verdict !== "PASS" && isCredentialsClaim(claim);
}

/** A value that a credentials claim saw; words that give nothing away stay. */
export function maskValue(value: string): string {
  return HARMLESS.has(value) ? value : MASK;
}

export function findSecrets(findings: readonly Finding[], source: ReadSource): Secrets {
  const spans = new Map<string, Span[]>();
  const values = new Set<string>();
  for (const finding of findings) {
    if (!isSecret(finding)) continue;
    for (const { path, start, end } of secretSpans(finding, source)) {
      spans.set(path, [...(spans.get(path) ?? []), { start, end }]);
      // Where the value is open, the text at the place is no secret that others could spell.
      if (finding.verdict === "CONFLICT") addValue(values, source(path)?.slice(start, end));
    }
    for (const value of spelled(finding)) addValue(values, value);
  }
  const longestFirst = [...values].toSorted((a, b) => b.length - a.length);
  return {
    hide: (text) => longestFirst.reduce((rest, value) => rest.replace(anywhere(value), MASK), text),
    hideIn(path, span) {
      const text = source(path) ?? "";
      const hidden = [
        ...(spans.get(path) ?? []),
        ...longestFirst.flatMap((value) => occurrences(text, value, span)),
      ];
      return cutOut(text, span, hidden);
    },
  };
}

type Located = Span & { readonly path: string };

function secretSpans(finding: Finding, source: ReadSource): readonly Located[] {
  const { observation, evidence } = finding;
  if (observation === undefined) return [];
  const around: readonly Trace[] = [
    ...observation.derivation,
    ...observation.evidence,
    ...evidence,
  ];
  const literals = [observation, ...around].flatMap((place: Located) =>
    literalsIn(source(place.path)?.slice(place.start, place.end) ?? "").map(({ start, end }) => ({
      path: place.path,
      start: place.start + start,
      end: place.start + end,
    })),
  );
  if (literals.length > 0) return literals;
  // `requirepass foobared`, `REDIS_PASSWORD=hunter2`, or the bare word.
  const { path, start, end } = observation;
  const text = source(path)?.slice(start, end) ?? "";
  const name = /^\s*[\w.-]+(?:\s*[:=]\s*|\s+)["'`]?/.exec(text)?.[0].length ?? 0;
  return [{ path, start: start + (name < text.length ? name : 0), end }];
}

const LITERAL = /"((?:\\[^]|[^"\\])*)"|'((?:\\[^]|[^'\\\n])*)'|`((?:\\[^]|[^`\\])*)`/g;

/** The insides of the string literals. */
function literalsIn(text: string): readonly Span[] {
  return [...text.matchAll(LITERAL)].flatMap((found) =>
    found[0].length === 2
      ? []
      : [{ start: found.index + 1, end: found.index + found[0].length - 1 }],
  );
}

function spelled({ observation, evidence }: Finding): readonly string[] {
  if (observation === undefined) return [];
  const { observed, derivation } = observation;
  const own =
    observed.kind === "value" && typeof observed.value === "string" ? [observed.value] : [];
  const traces = [...derivation, ...observation.evidence, ...evidence];
  return [...own, ...traces.flatMap(({ value }) => (value === undefined ? [] : [value]))];
}

function addValue(values: Set<string>, value = ""): void {
  const password = /:\/\/[^/?#\s]*?:([^@\s]+)@/.exec(value)?.[1];
  for (const text of [value.trim(), password]) {
    if (text !== undefined && text !== "" && !HARMLESS.has(text)) values.add(text);
  }
}

const HARMLESS: ReadonlySet<string> = new Set(["true", "false", "null", "absent", "unknown"]);

/** Short ones only as words of their own, lest half of every sentence disappears. */
function anywhere(value: string): RegExp {
  const quoted = value.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return value.length >= SPELLED_OUT
    ? new RegExp(quoted, "g")
    : new RegExp(`(?<![\\p{L}\\p{N}_])${quoted}(?![\\p{L}\\p{N}_])`, "gu");
}

const SPELLED_OUT = 6;

/** Long ones anywhere, short ones as a whole string. */
function occurrences(text: string, value: string, within: Span): readonly Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(value, within.start); at !== -1 && at < within.end;) {
    const end = at + value.length;
    const whole = /["'`]/.test(text.charAt(at - 1)) && text.charAt(at - 1) === text.charAt(end);
    if (whole || value.length >= SPELLED_OUT) found.push({ start: at, end });
    at = text.indexOf(value, end);
  }
  return found;
}

function cutOut(text: string, span: Span, hidden: readonly Span[]): string {
  let [at, rest] = [span.start, ""];
  for (const { start, end } of hidden.toSorted((a, b) => a.start - b.start)) {
    if (end <= at || start >= span.end) continue;
    const last = Math.min(end, span.end);
    const from = Math.max(start, at);
    rest += text.slice(at, from) + masked(text.slice(from, last), from > at || start >= at);
    at = last;
  }
  return rest + text.slice(at, span.end);
}

/** Each line of a secret gets a mask of its own, so that the lines below stay where they are. */
function masked(secret: string, first: boolean): string {
  return secret
    .split("\n")
    .map((line, nth) => (nth === 0 && !first ? "" : line.trim() === "" ? line : MASK))
    .join("\n");
}
