/** What `gaps --scaffold` made, as text and as JSON. */
import { relative } from "node:path";
import { describeForm } from "../proof/choose-form.ts";
import { wrap } from "../formats/text/width.ts";
import type { Output } from "../io/host.ts";
import { plainLine } from "../report/plain.ts";
import { proofText } from "./extractor-text.ts";
import type { GapScaffold } from "./gap-scaffolds.ts";

/** `root` and `cwd` are absolute: what undoes it is typed where the command was. */
export function scaffoldsText(
  scaffolds: readonly GapScaffold[],
  { root, cwd }: { readonly root: string; readonly cwd: string },
  { isTTY, columns }: Output,
): string {
  if (scaffolds.length === 0) return "\nNo gap to scaffold.\n";
  const width = isTTY ? (columns ?? 80) : 80;
  const blocks = scaffolds.flatMap((one) => blockOf(one, width));
  const made = scaffolds.filter(({ result }) => result === "written" || result === "shown");
  const paths = made.map(({ path }) => relative(cwd, `${root}/${path ?? ""}`));
  const isDry = made.some(({ result }) => result === "shown");
  const closed = scaffolds.filter(({ result }) => result !== "nothing" && result !== "exists");
  const verb = isDry ? "would close" : "closes";
  const tail = [
    `${made.length} ${made.length === 1 ? "extractor" : "extractors"} ${isDry ? "shown" : "written"}, which ${made.length === 1 ? verb : isDry ? verb : "close"} ${closed.length} of ${scaffolds.length} gaps.`,
    ...(made.length === 0 || isDry ? [] : [`Undo with: rm ${paths.join(" ")}`]),
  ];
  return `\nScaffolds:\n${[...blocks, "", ...tail].map((line) => `${line}\n`).join("")}`;
}

export function scaffoldsJson(scaffolds: readonly GapScaffold[]): unknown {
  return scaffolds.map(({ gap, result, path, why, scaffold }) => ({
    claim_id: gap.claim_id,
    path: gap.path,
    line: gap.line,
    result,
    extractor: path,
    why,
    how: scaffold?.how ?? null,
    form: scaffold === undefined ? null : describeForm(scaffold.assessed.form),
    from: scaffold?.assessed.form.kind === "built-in" ? scaffold.assessed.form.from : null,
    sides: scaffold === undefined ? null : sidesOf(scaffold),
    here: scaffold?.preview.places ?? [],
    toml: scaffold?.text ?? null,
  }));
}

function blockOf({ gap, result, path, why, scaffold }: GapScaffold, width: number) {
  const head = `${gap.claim_id ?? "no claim"}  ${gap.path ?? ""}:${gap.line ?? 0}`;
  const rows: readonly (readonly [string, string])[] =
    scaffold === undefined || why !== null
      ? [[WORDS[result], why ?? ""]]
      : [
          [WORDS[result], path ?? ""],
          ["sees", formText(scaffold)],
          ["proof", proofText(scaffold.assessed.proof)],
          ["sides", sidesOf(scaffold) === 2 ? "" : "only the violation: a fix will read MISSING"],
          ["here", hereText(scaffold)],
        ];
  return [
    plainLine(head),
    ...rows.flatMap(([name, text]) =>
      text === ""
        ? []
        : wrap(plainLine(text), width - 11).map(
            (line, at) => `  ${(at === 0 ? name : "").padEnd(7)}  ${line}`,
          ),
    ),
  ];
}

function formText({ assessed: { form } }: NonNullable<GapScaffold["scaffold"]>): string {
  return form.kind === "built-in" ? `${form.text}, as \`${form.from}\` does` : describeForm(form);
}

const WORDS = {
  written: "written",
  shown: "shown",
  covered: "covered",
  exists: "kept",
  nothing: "nothing",
} as const;

function sidesOf({ assessed }: NonNullable<GapScaffold["scaffold"]>): 1 | 2 {
  return assessed.proof.passed > 0 || assessed.draft.matches.length > 1 ? 2 : 1;
}

function hereText({ preview }: NonNullable<GapScaffold["scaffold"]>): string {
  const shown = preview.places.slice(0, MOST);
  const places = shown.map(({ verdict, path, line }) => `${verdict} ${path}:${line}`);
  const more = preview.places.length - shown.length;
  return [...places, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

const MOST = 4;
