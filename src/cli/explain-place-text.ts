/** The answer to `explain ID --at FILE:LINE`, as text and as JSON. */
import { spell } from "../proof/run-example.ts";
import type { ClauseWhy, ExtractorWhy, Reason } from "../proof/explain-at.ts";
import { wrap } from "../formats/text/width.ts";
import type { Output } from "../io/host.ts";
import type { Observation, Trace } from "../model/observation.ts";
import { createLines } from "../report/lines.ts";
import { plainLine } from "../report/plain.ts";
import { wayText } from "../scaffold/render.ts";
import type { PlaceWhy } from "./explain-place.ts";

export function placeText(id: string, why: PlaceWhy, { isTTY, columns }: Output): string {
  const width = isTTY ? (columns ?? 80) : 80;
  const { place, file, extractors } = why;
  const source = place.text.split("\n")[place.line - 1]?.trim() ?? "";
  const head = [`${id} at ${place.path}:${place.line}`, `  ${source}`];
  const blocks = extractors.flatMap((one) => extractorBlock(one, why, width));
  const lines = [...head, ...file.flatMap((one) => reasonLines(one, 2, width, why)), ...blocks];
  const none =
    file.every(({ ok }) => ok) && extractors.length === 0
      ? ["", "No extractor looks for this."]
      : [];
  return [...lines, ...none].map((line) => `${plainLine(clip(line, width))}\n`).join("");
}

export function placeJson(id: string, why: PlaceWhy): unknown {
  const { place, file, extractors, claimsOf } = why;
  const reasonJson = ({ ok, says, via }: Reason) => ({
    ok,
    says,
    via: via.map((one) => traceJson(one, why)),
  });
  return {
    kind: "place",
    id,
    path: place.path,
    line: place.line,
    file: file.map(reasonJson),
    extractors: extractors.map(({ extractor, gate, clauses }) => ({
      id: extractor.id,
      gate: gate.map(reasonJson),
      clauses: clauses.map(({ clause, fired, reasons, observations }) => ({
        clause,
        looks_for: wayText(
          extractor.matches[clause - 1]?.way ?? { kind: "regex", regex: "", flags: "" },
        ),
        fired,
        reasons: reasons.map(reasonJson),
        observations: observations.map((one) => ({
          value: spell(one.observed),
          message: one.message,
          confidence: one.confidence,
          ...position(one, why),
          derivation: one.derivation.map((trace) => traceJson(trace, why)),
          claims: claimsOf(one),
        })),
      })),
    })),
  };
}

function extractorBlock(
  { extractor, gate, clauses }: ExtractorWhy,
  why: PlaceWhy,
  width: number,
): readonly string[] {
  return [
    "",
    `${extractor.id}: ${extractor.title}`,
    ...gate.flatMap((one) => reasonLines(one, 2, width, why)),
    ...runsOf(clauses).flatMap((run) => clauseBlock(run, why, width)),
  ];
}

/** Neighbours that are silent for the same reason are told together. */
function runsOf(clauses: readonly ClauseWhy[]): readonly (readonly ClauseWhy[])[] {
  const runs: ClauseWhy[][] = [];
  for (const clause of clauses) {
    const before = runs.at(-1);
    const isAlike =
      before?.[0]?.fired === false && !clause.fired && failure(before[0]) === failure(clause);
    if (before !== undefined && isAlike) before.push(clause);
    else runs.push([clause]);
  }
  return runs;
}

function failure({ reasons }: ClauseWhy): string {
  return reasons.flatMap(({ ok, says }) => (ok ? [] : [says])).join("\n");
}

/** Of clauses that were silent only what failed: the rest is in the JSON. */
function clauseBlock(run: readonly ClauseWhy[], why: PlaceWhy, width: number): readonly string[] {
  const [clause] = run;
  if (clause === undefined) return [];
  const { fired, reasons, observations } = clause;
  const last = run.at(-1)?.clause;
  const name = run.length === 1 ? `clause ${clause.clause}` : `clauses ${clause.clause} to ${last}`;
  if (!fired) {
    const [first, ...others] = reasons.filter(({ ok }) => !ok);
    const text = `${name} ${run.length === 1 ? "is" : "are"} silent: ${first?.says ?? "nothing is known"}`;
    return [
      ...wrap(text, width - 4).map((line, at) => `${at === 0 ? "  " : "    "}${line}`),
      ...others.flatMap((one) => reasonLines(one, 4, width, why)),
    ];
  }
  return [
    `  ${name} speaks`,
    ...reasons.flatMap((one) => reasonLines(one, 4, width, why)),
    ...observations.flatMap((one) => observationLines(one, why, width)),
  ];
}

function observationLines(one: Observation, why: PlaceWhy, width: number): readonly string[] {
  const { line, column } = position(one, why);
  const head = `${spell(one.observed)} at ${one.path}:${line}:${column}, confidence ${one.confidence}: ${one.message}`;
  return [
    ...row("says", head, 4, width),
    ...one.derivation.flatMap((trace) => row("by", traceText(trace, why), 4, width)),
    ...why.claimsOf(one).flatMap(({ claim_id: id, verdict, says, hidden }) => {
      const note = hidden === null ? "" : `; a scan does not show it: ${hidden}`;
      return row("claim", `${id} ${verdict}: ${says}${note}`, 4, width);
    }),
  ];
}

function reasonLines(
  { ok, says, via }: Reason,
  indent: number,
  width: number,
  why: PlaceWhy,
): readonly string[] {
  return [
    ...row(ok ? "ok" : "fails", says, indent, width),
    ...via.flatMap((trace) => row("by", traceText(trace, why), indent, width)),
  ];
}

const NAME = 7;

function row(name: string, text: string, indent: number, width: number): readonly string[] {
  return wrap(text, width - indent - NAME).map(
    (line, at) => `${" ".repeat(indent)}${(at === 0 ? name : "").padEnd(NAME)}${line}`,
  );
}

function traceText(trace: Trace, why: PlaceWhy): string {
  const { line, column } = position(trace, why);
  const value = trace.value === undefined ? "" : ` = ${trace.value}`;
  return `${trace.path}:${line}:${column} ${trace.note}${value}`;
}

function traceJson(trace: Trace, why: PlaceWhy) {
  const { path, note, value } = trace;
  return { path, ...position(trace, why), note, value: value ?? null };
}

function position(
  { path, start }: { readonly path: string; readonly start: number },
  { outcome }: PlaceWhy,
) {
  return createLines(outcome.sources(path) ?? "").position(start);
}

function clip(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
