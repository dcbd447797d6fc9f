/**
 * Reads `@aphoria:claim[…]` and `@aphoria:ignore[…]` from a module's comments. One must be the first thing on its
 * comment line. It goes on over the comment lines right below that are indented deeper than its `@`, until one
 * is empty or has an `@` of its own:
 *
 *     // `@aphoria:claim[safety] TTL MUST be set for cached values`
 *     //   `-- missing TTL causes memory leak`
 */
import { CATEGORIES } from "../model/claim.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Marker, Suppression } from "../model/marker.ts";
import type { Span } from "../model/source.ts";
import type { Module } from "../model/syntax.ts";
import { commentLines, type CommentLine } from "./comment-lines.ts";
import { itemSpansOf } from "./items.ts";
import { createLines } from "./lines.ts";
import { itemOf } from "./marked-item.ts";
import { markerHelp, markerProblems, type MarkerProblem } from "./wording.ts";
import { isDay } from "../model/day.ts";

export interface MarkerReading {
  readonly markers: readonly Marker[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `text` is the module's source. Suppressions with a `problem` are diagnosed when they are applied. */
export function readMarkers(
  module: Module,
  text: string,
  itemsOf: (module: Module) => readonly Span[] = itemSpansOf,
): MarkerReading {
  const markers: Marker[] = [];
  const suppressions: Suppression[] = [];
  const diagnostics: Diagnostic[] = [];
  if (!text.includes("@aphoria:")) return { markers, suppressions, diagnostics };
  const comments = module.comments.toSorted((a, b) => a.start - b.start);
  const around = { text, comments, items: itemsOf(module) };
  const lines = createLines(text);
  for (const { word, rest, span, line } of notesIn(commentLines(comments, text))) {
    const item = itemOf(line.comment, around);
    const at = { path: module.path, ...span, ...(item !== undefined && { item }) };
    if (word === "ignore") suppressions.push({ ...at, ...readSuppression(rest) });
    else {
      const { marker, problem } =
        word === "claim" ? readMarker(rest) : { marker: undefined, problem: misplacedOr(word) };
      if (marker !== undefined) markers.push({ ...at, ...marker });
      if (problem !== undefined) {
        diagnostics.push({
          code: "marker-malformed",
          severity: "warning",
          message: markerProblems[problem],
          path: module.path,
          ...lines.position(span.start),
          help: markerHelp,
        });
      }
    }
  }
  return { markers, suppressions, diagnostics };
}

interface Note {
  /** `claim`, `ignore`; a word that means nothing; empty when it does not stand first on its line. */
  readonly word: string;
  readonly rest: string;
  readonly span: Span;
  readonly line: CommentLine;
}

function notesIn(lines: readonly CommentLine[]): readonly Note[] {
  return lines.flatMap((line, at) => {
    const found = NOTE.exec(line.text);
    if (found === null) {
      const late = LATE.exec(line.text);
      if (late === null) return [];
      const start = line.start + late.index + late[0].indexOf("@");
      return [{ word: "", rest: "", span: { start, end: line.end }, line }];
    }
    const more = continuation(lines, at);
    const rest = [found[2] ?? "", ...more.map(({ text }) => text)].join(" ").trim();
    const end = more.at(-1)?.end ?? line.end;
    return [{ word: found[1] ?? "", rest, span: { start: line.start, end }, line }];
  });
}

const NOTE = /^@aphoria:([\w-]*)(.*)$/s;
/** In the middle of a line, but not quoted as an example. */
const LATE = /[^`'"\w]@aphoria:(?:claim|ignore)\[/;

function continuation(lines: readonly CommentLine[], first: number): readonly CommentLine[] {
  let end = first + 1;
  while (continues(lines[end - 1], lines[end], lines[first]?.indent ?? 0)) end++;
  return lines.slice(first + 1, end);
}

function continues(
  above: CommentLine | undefined,
  line: CommentLine | undefined,
  indent: number,
): boolean {
  if (above === undefined || line === undefined || line.line !== above.line + 1) return false;
  return line.text !== "" && !line.text.includes("@") && line.indent > indent;
}

type MarkerParts = Omit<Marker, "path" | "start" | "end" | "item">;

function readMarker(rest: string): {
  readonly marker?: MarkerParts;
  readonly problem?: MarkerProblem;
} {
  const found = BRACKETS.exec(rest);
  if (found === null) return { problem: "brackets" };
  const [category = "", claimId, ...others] = (found[1] ?? "")
    .split(",")
    .map((part) => part.trim());
  const [invariant = "", ...consequence] = (found[2] ?? "").split(/\s+--(?:\s+|$)/);
  const said = consequence.join(" -- ").trim();
  if (invariant.trim() === "") return { problem: "invariant" };
  const known = CATEGORIES.some((word) => word === category);
  const marker = {
    ...(known && { category }),
    ...(claimId !== undefined && claimId !== "" && { claim_id: claimId }),
    invariant: invariant.trim(),
    ...(said !== "" && { consequence: said }),
  };
  if (!known) return { marker, problem: "category" };
  return others.length > 0 || claimId === "" ? { marker, problem: "brackets" } : { marker };
}

type SuppressionParts = Omit<Suppression, "path" | "start" | "end" | "item">;

function readSuppression(rest: string): SuppressionParts {
  const found = BRACKETS.exec(rest);
  const id = found?.[1]?.trim() ?? "";
  const said = found?.[2]?.trim() ?? "";
  const dated = UNTIL.exec(said);
  const until = dated?.[1];
  const reason = (dated === null ? said : said.slice(0, dated.index)).replace(/^--\s*/, "").trim();
  const parts = {
    ...(ID.test(id) && { claim_id: id }),
    reason,
    ...(until !== undefined && { until }),
  };
  if (!ID.test(id) || (until === undefined ? SLIP.test(said) : !isDay(until))) {
    return { ...parts, problem: "malformed" };
  }
  return /[\p{L}\p{N}]/u.test(reason) ? parts : { ...parts, problem: "reasonless" };
}

const BRACKETS = /^\[([^\]]*)\](.*)$/s;
const ID = /^[\w.:/-]+$/;
const UNTIL = /\(\s*until\s+(\d{4}-\d{2}-\d{2})\s*\)\s*\.?$/;
/** Meant as a date at the end, but not one: it must not silently become a suppression for ever. */
const SLIP = /\(\s*until\b[^()]*\)?\s*\.?$/i;

function misplacedOr(word: string): MarkerProblem {
  return word === "" ? "misplaced" : "word";
}
