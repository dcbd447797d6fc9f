/** What `extractors new` found out, as text and as JSON. */
import { describeForm } from "../proof/choose-form.ts";
import { capturesValue } from "../scaffold/draft.ts";
import type { Proof } from "../proof/prove.ts";
import { plainLine } from "../report/plain.ts";
import type { Decision, Given, Scaffold } from "./extractor-choice.ts";
import { isBroken } from "./extractor-preview.ts";
import type { Preview } from "./extractor-preview.ts";
import type { Request } from "./extractor-request.ts";
import { details } from "./table.ts";

const KINDS = { pattern: "a code pattern (AST)", regex: "a regular expression" } as const;

const HOW = {
  given: "kept as given",
  corrected: "corrected",
  "built-in": "replaced by a shipped form",
  proposed: "proposed from the examples",
  draft: "kept as a draft",
} as const;

export function decisionText(request: Request, { given }: Decision): string {
  const { claim, corpus } = request;
  const from = corpus === undefined ? "" : ` (of the ${corpus} corpus, not among this project's)`;
  return details([
    ["violation", request.title],
    ["claim", `${claim.id}  ${claim.invariant}${from}`],
    ["languages", request.languages.join(", ")],
    ...(given === undefined ? [] : givenRows(given)),
  ]);
}

export function scaffoldText(scaffold: Scaffold, request: Request): string {
  const { assessed, how, preview } = scaffold;
  const { proof, form } = assessed;
  const origin = form.kind === "built-in" ? `, from \`${form.from}\`` : "";
  const both = assessed.draft.matches.length > 1 || capturesValue(form);
  return details([
    [how === "draft" ? "draft" : "extractor", `${describeForm(form)}\n(${HOW[how]}${origin})`],
    ["proof", proofText(proof)],
    ["sides", both ? undefined : "only the violation is seen: a fix will read MISSING, not PASS"],
    ["here", hereText(preview)],
    [
      "markers",
      preview.markers === 0
        ? undefined
        : `${preview.before} -> ${preview.after} of ${preview.markers} of \`${request.claim.id}\` detected`,
    ],
  ]);
}

export function scaffoldJson(
  { given, chosen }: Decision,
  request: Request,
  written: { readonly path: string; readonly undo: string | null; readonly note: string | null },
): unknown {
  const used = chosen?.assessed;
  return {
    written: written.undo !== null,
    path: written.path,
    undo: written.undo,
    note: written.note,
    id: request.id,
    claim_id: request.claim.id,
    languages: request.languages,
    given:
      given === undefined
        ? null
        : {
            pattern: given.text,
            kind: given.kind,
            kept: given.reason === undefined,
            reason: given.reason ?? null,
            counterexample: given.counterexample ?? null,
          },
    how: chosen?.how ?? null,
    form: used === undefined ? null : describeForm(used.form),
    from: used?.form.kind === "built-in" ? used.form.from : null,
    proof:
      used === undefined
        ? null
        : {
            violations: used.proof.violations,
            seen: used.proof.seen,
            compliant: used.proof.compliant,
            passed: used.proof.passed,
            false_alarms: used.proof.counterexamples.length,
          },
    here: chosen?.preview.places ?? [],
    markers_detected:
      chosen === undefined ? null : { before: chosen.preview.before, after: chosen.preview.after },
    toml: chosen?.text ?? null,
  };
}

export function proofText({ seen, violations, passed, compliant, counterexamples }: Proof): string {
  return `sees ${seen} of ${violations} known violations and ${passed} of ${compliant} compliant places as such, ${falseAlarms(counterexamples.length)}`;
}

function givenRows({ text, kind, reason, counterexample }: Given) {
  const where =
    counterexample === undefined ? undefined : `${counterexample.code}\n(${counterexample.source})`;
  return [
    ["pattern", `${text}  taken for ${KINDS[kind]}`],
    ["wrong", reason],
    ["counterexample", reason === undefined ? undefined : where],
  ] as const;
}

function hereText({ places }: Preview): string {
  if (places.length === 0) return "nothing in this repository";
  const shown = places.slice(0, MOST).map(({ verdict, path, line, column, message }) => {
    return plainLine(`${verdict.padEnd(8)}  ${path}:${line}:${column}  ${message}`);
  });
  const more = places.length > MOST ? [`… and ${places.length - MOST} more`] : [];
  const conflicts = places.filter(isBroken).length;
  const head = `${conflicts} ${conflicts === 1 ? "conflict" : "conflicts"}, ${places.length - conflicts} other ${places.length - conflicts === 1 ? "place" : "places"}`;
  return [head, ...shown, ...more].join("\n");
}

const MOST = 12;

function falseAlarms(count: number): string {
  return count === 0 ? "no false alarm" : `${count} false ${count === 1 ? "alarm" : "alarms"}`;
}
