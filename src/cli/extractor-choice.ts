/** Which form becomes the extractor: the given one where it is proved, also in this repository, else one that is. */
import {
  assess,
  corrections,
  describeForm,
  finish,
  firstCounterexample,
} from "../proof/choose-form.ts";
import type { Assessed, Wanted } from "../proof/choose-form.ts";
import type { Counterexample } from "../proof/prove.ts";
import { proposeForms } from "../proof/read-example.ts";
import { capturesValue } from "../scaffold/draft.ts";
import type { Form } from "../scaffold/draft.ts";
import type { Example } from "../scaffold/examples.ts";
import { givenForm, kindOfPattern } from "../scaffold/pattern.ts";
import type { PatternKind } from "../scaffold/pattern.ts";
import { formsWithout } from "../scaffold/propose.ts";
import { tellingWords, vacuous } from "../scaffold/regex-forms.ts";
import { isBroken } from "./extractor-preview.ts";
import type { Preview, Previews } from "./extractor-preview.ts";
import type { Request } from "./extractor-request.ts";
import { UsageError } from "./usage.ts";

export interface Scaffold {
  readonly how: "given" | "corrected" | "built-in" | "proposed" | "draft";
  readonly assessed: Assessed;
  readonly text: string;
  readonly preview: Preview;
}

export interface Given {
  readonly text: string;
  readonly kind: PatternKind;
  readonly assessed: Assessed;
  /** Why it cannot be kept; undefined when it can. */
  readonly reason: string | undefined;
  readonly counterexample: Counterexample | undefined;
  /** Nothing speaks against it, but it sees nothing known. */
  readonly isUnseen: boolean;
}

export interface Decision {
  readonly given: Given | undefined;
  /** Undefined when nothing could be proved. */
  readonly chosen: Scaffold | undefined;
}

export interface Bench {
  readonly request: Request;
  readonly wanted: Wanted;
  readonly previews: Previews;
  /** Absolute. */
  readonly path: string;
}

export async function decide(bench: Bench): Promise<Decision> {
  const { request, wanted } = bench;
  const form =
    request.pattern === undefined ? undefined : readForm(request.pattern, request, wanted);
  if (form === undefined) return { given: undefined, chosen: await proposed(bench) };
  const assessed = assess(form, wanted);
  const [problem] = assessed.proof.problems;
  if (problem !== undefined) throw new UsageError(`\`--pattern\` cannot be used: ${problem}`);
  const scaffold = await build("given", assessed, bench, []);
  const given = judged(request.pattern ?? "", assessed, scaffold, bench);
  if (given.reason === undefined) return { given, chosen: scaffold };
  for (const candidate of corrections(assessed, wanted)) {
    const how = candidate.form.kind === "built-in" ? "built-in" : "corrected";
    const made = await build(how, candidate, bench, explanation(given, candidate));
    if (made?.preview.wrong.length !== 0) continue;
    // A shipped form for a pattern that means nothing here would be a guess.
    if (given.isUnseen && how === "built-in" && made.preview.places.length === 0) continue;
    return { given, chosen: made };
  }
  return { given, chosen: await proposed(bench) };
}

/** The given one as it is, for somebody who wants to go on with it. */
export async function asDraft(given: Given, bench: Bench): Promise<Scaffold | undefined> {
  const { assessed } = given;
  const draft = { ...assessed.draft, status: "draft" as const };
  const comments = ["A draft: no scan runs it until `status` is removed.", ...reasons(given)];
  return build("draft", { ...assessed, draft }, bench, comments);
}

function readForm(pattern: string, { unit }: Request, { sides }: Wanted): Form {
  const kind = kindOfPattern(pattern);
  const name = /\$(VALUE)\b|\(\?P?<(value)>/.exec(pattern)?.slice(1).find(Boolean);
  const read = givenForm(pattern, kind, name === undefined ? sides.bad : `$${name}`);
  if ("form" in read) {
    const { form } = read;
    if (unit === undefined) return form;
    return { ...form, matches: form.matches.map((match) => ({ ...match, unit })) };
  }
  throw new UsageError(
    `\`--pattern\` was taken for a regular expression, and ${read.problem}`,
    "A code pattern has metavariables: '$CONN.set($KEY, $VALUE)'.",
  );
}

export async function build(
  how: Scaffold["how"],
  assessed: Assessed,
  { wanted, previews, path }: Bench,
  comments: readonly string[],
): Promise<Scaffold | undefined> {
  if (assessed.proof.problems.length > 0) return undefined;
  const intro = `${wanted.title}: what \`${wanted.claim.id}\` forbids. Made by \`aphoria extractors new\`.`;
  const made = finish(assessed, wanted, [intro, ...comments]);
  if ("problem" in made) return undefined;
  const { text } = made;
  // A draft is run for the preview all the same.
  const shown = text.replace(/^status = "draft".*\n/m, "");
  return { how, assessed, text, preview: await previews.of(path, shown, wanted.id) };
}

function judged(
  text: string,
  assessed: Assessed,
  scaffold: Scaffold | undefined,
  { request }: Bench,
): Given {
  const { proof, isClean, seesKnown, form } = assessed;
  const kind = form.kind === "regex" ? "regex" : "pattern";
  const [wrong] = scaffold?.preview.wrong ?? [];
  const counterexample =
    wrong === undefined
      ? firstCounterexample(proof)
      : {
          source: `${wrong.path}:${wrong.line} of this repository`,
          line: wrong.line,
          code: wrong.message,
          ...({ is: "good", said: "bad" } as const),
        };
  const places = scaffold?.preview.places ?? [];
  const hits = capturesValue(form) ? places.length : places.filter(isBroken).length;
  const isUnseen = isClean && wrong === undefined && !seesKnown && hits === 0;
  return { text, kind, assessed, counterexample, reason: reasonOf(), isUnseen };

  function reasonOf(): string | undefined {
    if (wrong !== undefined || !isClean) {
      if (counterexample === undefined) return "it does not match an example that it must match";
      const what = {
        bad: "a violation",
        good: "compliant code",
        silent: "code that has nothing to do with it",
      };
      const verb = counterexample.said === "good" ? "passes" : "matches";
      return `it ${verb} ${what[counterexample.is]}`;
    }
    if (scaffold === undefined) return "no test that holds could be made for it";
    if (seesKnown || hits > 0) return undefined;
    const known = request.examples.length > 0 ? " and none of the known violations" : "";
    return `it matches nothing in this repository${known}`;
  }
}

/** What goes into the file's comment about a pattern that was not kept. */
function explanation(given: Given, { form, proof }: Assessed): readonly string[] {
  const origin =
    form.kind === "built-in"
      ? `Instead: what the built-in \`${form.from}\` looks for, which holds on its ${proof.violations + proof.compliant} examples.`
      : `Instead: ${describeForm(form)}, proved on known violations (${proof.violations}) and compliant places (${proof.compliant}).`;
  return [...reasons(given), origin];
}

function reasons({ text, reason, counterexample, kind, assessed }: Given): readonly string[] {
  const [way] = assessed.form.matches.map((match) => match.way);
  const why = kind === "regex" && way?.kind === "regex" ? vacuous(way.regex) : undefined;
  return [
    `Given: ${text}`,
    ...(reason === undefined
      ? []
      : [`It was not kept, because ${reason}${counterexample === undefined ? "." : ":"}`]),
    ...(counterexample === undefined
      ? []
      : [`  ${counterexample.code}  (${counterexample.source})`]),
    ...(why === undefined ? [] : [`Why: ${why}.`]),
  ];
}

async function proposed(bench: Bench): Promise<Scaffold | undefined> {
  const { request, wanted } = bench;
  const good = request.examples.filter(({ isRequired, whole }) => isRequired && whole === "good");
  const compliant = good.flatMap(({ language, code }) =>
    proposeForms(language, code, wanted.sides.good).flatMap(({ matches }) => matches),
  );
  const [first] = request.bad;
  if (first === undefined) return undefined;
  const forms = unique(proposeForms(first.language, first.code, wanted.sides.bad));
  const codes = (examples: readonly Example[]) => examples.map(({ code }) => code);
  const words = tellingWords(codes(good), codes(request.bad)).slice(0, MOST);
  const open = forms.filter((form) => form.text.endsWith("($$$)"));
  const clean = [
    ...open.map((form) => ({ ...form, compliant })),
    ...open.flatMap((form) => formsWithout(form, words, wanted.sides)),
    ...forms.filter((form) => !open.includes(form)).map((form) => ({ ...form, compliant })),
  ]
    .map((form) => assess(form, wanted))
    .filter(({ isClean }) => isClean)
    .slice(0, MOST);
  const made: Scaffold[] = [];
  for (const candidate of clean) {
    const scaffold = await build("proposed", candidate, bench, [
      `Proposed from ${request.bad.length} bad and ${good.length} good examples.`,
    ]);
    if (scaffold !== undefined) made.push(scaffold);
  }
  return made.toSorted((a, b) => precision(b.preview) - precision(a.preview))[0];
}

/** Each candidate is a scan. */
const MOST = 6;

function precision({ places, wrong }: Preview): number {
  const hits = places.filter(isBroken).length;
  return hits === 0 ? 1 : 1 - wrong.length / hits;
}

function unique(forms: readonly Form[]): readonly Form[] {
  return [...new Map(forms.map((form) => [form.text, form])).values()];
}
