/** From what somebody wants to see to the form that provably sees it: their own, a corrected one, or a shipped one. */
import type { Models } from "./run-example.ts";
import type { Claim } from "../model/claim.ts";
import type { Constant } from "../model/constant.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Language } from "../model/source.ts";
import { generated, made, silentExamples } from "./made-examples.ts";
import { clausesWithoutExample, failuresOf, prove, testsFrom, violationLines } from "./prove.ts";
import type { Counterexample, Proof } from "./prove.ts";
import { isBroken } from "./read-example.ts";
import { asDraftMatch, plainMatch } from "../scaffold/draft.ts";
import type { Draft, DraftMatch, Form } from "../scaffold/draft.ts";
import type { Example } from "../scaffold/examples.ts";
import { correctedForms, oppositeOf, tellingWords } from "../scaffold/regex-forms.ts";
import { renderDraft, wayText } from "../scaffold/render.ts";
import type { Sides } from "../scaffold/sides.ts";

export interface Wanted {
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  readonly languages: readonly Language[];
  readonly sides: Sides;
  /** Built-in extractors that observe what the claim asks for, in these languages. */
  readonly shipped: readonly Extractor[];
  readonly examples: readonly Example[];
  readonly models: Models;
}

export interface Assessed {
  readonly form: Form;
  readonly draft: Draft;
  readonly proof: Proof;
  /** Nothing speaks against it. */
  readonly isClean: boolean;
  /** It sees a known violation, or none is known. */
  readonly seesKnown: boolean;
}

export function assess(form: Form, wanted: Wanted): Assessed {
  const { examples, claim, models, shipped, sides } = wanted;
  const all = [...examples, ...generated(form, wanted.languages)];
  const draft = draftOf(form, wanted);
  const proof = prove(draft, all, claim, models);
  const isClean = proof.problems.length + proof.counterexamples.length + proof.missed.length === 0;
  const known = form.kind === "built-in" ? proof : prove(draft, examples, claim, models);
  const seesKnown = known.seen + known.passed > 0 || (known.violations === 0 && proof.seen > 0);
  const plain = { form, draft, proof, isClean, seesKnown };
  if (!isClean || form.kind === "built-in") return plain;
  const compliant = [
    ...form.compliant,
    ...opposites(form, sides.good),
    ...shipped.flatMap((one) => (hasGate(one) ? [] : keeping(one, sides.good))),
  ].map((match) => ({ ...match, message: `as \`${claim.id}\` asks` }));
  for (const match of compliant) {
    const both = { ...draft, matches: [...draft.matches, match] };
    const second = prove(both, [...all, ...made(match, wanted.languages)], claim, models);
    const isWrong = second.problems.length + second.counterexamples.length > 0;
    if (!isWrong && second.passed > 0) return { ...plain, draft: both, proof: second };
  }
  return plain;
}

/** Forms that are right where the given one is not, best first. */
export function corrections(given: Assessed | undefined, wanted: Wanted): readonly Assessed[] {
  const forms = [
    ...(given === undefined ? [] : repaired(given, wanted)),
    ...wanted.shipped.map((extractor) =>
      shippedForm(extractor, wanted.languages, wanted.sides.bad),
    ),
  ];
  return forms
    .map((form) => assess(form, wanted))
    .filter(({ isClean, seesKnown }) => isClean && seesKnown)
    .toSorted((a, b) => b.proof.seen - a.proof.seen || isShipped(b) - isShipped(a));
}

/** The file's text, with tests from what was seen; or why there is none. */
export function finish(
  { form, draft, proof }: Assessed,
  wanted: Wanted,
  comments: readonly string[],
): { readonly text: string; readonly tests: number } | { readonly problem: string } {
  const own = form.tests ?? ownTests(draft, proof, form, wanted);
  const isQuiet = own.some(({ code }) => code.includes("observe: nothing"));
  const tests = isQuiet
    ? own
    : [...own, ...testsFrom(draft, silentExamples(wanted.languages), wanted.models)];
  const matches = draft.status === "active" ? tested({ ...draft, tests }, wanted) : draft.matches;
  const text = renderDraft({ ...draft, matches, tests }, comments);
  const [failure] = failuresOf(text, `${wanted.id}.toml`, wanted.models);
  return failure === undefined ? { text, tests: tests.length } : { problem: failure };
}

/** A clause that no example shows at work is not written: a shipped form may have more than these languages need. */
function tested(draft: Draft, { models }: Wanted): Draft["matches"] {
  const unseen = clausesWithoutExample(renderDraft(draft, []), models);
  const seen = draft.matches.filter((_, at) => !unseen.has(at));
  return seen.length === 0 ? draft.matches : seen;
}

export function describeForm(form: Form): string {
  const [first] = form.matches;
  return first === undefined ? form.text : wayText(first.way);
}

/** The worst first: code that somebody gave, then the claim's own fix, then shipped examples, then made ones. */
export function firstCounterexample({ counterexamples }: Proof): Counterexample | undefined {
  const rank = ({ source }: Counterexample) =>
    ["--", "the fix", "an example"].findIndex((start) => source.startsWith(start)) >>> 0;
  return counterexamples.toSorted((a, b) => rank(a) - rank(b))[0];
}

function ownTests(draft: Draft, proof: Proof, form: Form, wanted: Wanted): Draft["tests"] {
  const { examples, models } = wanted;
  const given = examples.filter(({ isRequired, whole }) => isRequired || whole === "good");
  const usable = given.filter(({ language, code }) => !isBroken(language, code));
  const compliant = draft.matches.slice(form.matches.length);
  const own = [
    ...generated(form, wanted.languages),
    ...compliant.flatMap((match) => made(match, wanted.languages)),
  ];
  // What a draft gets wrong is no test.
  const kept = [...own, ...usable].filter(
    ({ whole }) => draft.status === "active" || whole === "bad",
  );
  const tests = testsFrom(draft, [...kept, ...silentExamples(wanted.languages)], models);
  const speaks = tests.some(({ code }) => /observe: (?!nothing)/.test(code));
  if (speaks || proof.seen === 0) return tests;
  const shipped = testsFrom(draft, examples, models).find(({ code }) =>
    /observe: (?!nothing)/.test(code),
  );
  return shipped === undefined ? tests : [shipped, ...tests];
}

function draftOf(form: Form, { id, title, claim, languages }: Wanted): Draft {
  const own = form.kind === "built-in" ? form.matches : withMessage(form, title);
  return {
    id,
    title,
    subject: claim.subject,
    predicate: claim.predicate,
    languages,
    status: "active",
    matches: own,
    tests: [],
    ...(form.when !== undefined && { when: form.when }),
    ...(form.limits !== undefined && { limits: form.limits }),
  };
}

function withMessage(form: Form, title: string): Form["matches"] {
  const message = title.replaceAll("$", "");
  return form.matches.map((match) => ({ ...match, message: match.message ?? message }));
}

function repaired(given: Assessed, wanted: Wanted): readonly Form[] {
  const { form, proof } = given;
  const { sides, examples } = wanted;
  if (form.kind === "pattern") {
    const open = form.text.replaceAll("()", "($$$)");
    if (open === form.text) return [];
    const way = { kind: "rule", rule: { pattern: open } } as const;
    return [{ ...form, text: open, from: "corrected", matches: [plainMatch(way, sides.bad)] }];
  }
  const [way] = form.matches.map((match) => match.way);
  if (way?.kind !== "regex") return [];
  const wrong = proof.counterexamples.filter(
    ({ is, source }) => is === "good" && !/made/.test(source),
  );
  const bad = violationLines(examples, wanted.claim);
  const good = wrong.map(({ code }) => code);
  const learnt = tellingWords(good, bad).slice(0, MOST_WORDS);
  const lists = learnt.length === 0 ? [[]] : [[], learnt];
  return lists.flatMap((words) =>
    correctedForms(way.regex, way.flags, words, sides.bad, sides.good),
  );
}

const MOST_WORDS = 6;

function opposites(form: Form, good: Constant): readonly DraftMatch[] {
  return form.matches.flatMap(({ way }) => {
    const regex = way.kind === "regex" ? oppositeOf(way.regex) : undefined;
    const flags = way.kind === "regex" ? way.flags : "";
    return regex === undefined ? [] : [plainMatch({ kind: "regex", regex, flags }, good)];
  });
}

function keeping(extractor: Extractor, good: Constant): readonly DraftMatch[] {
  return extractor.matches.filter((match) => says(match, good)).map(asDraftMatch);
}

function says({ value }: Extractor["matches"][number], side: Constant): boolean {
  return "constant" in value && value.constant === side;
}

/** What sees the violation comes first: it is what the form is named by. */
function shippedForm(extractor: Extractor, languages: readonly Language[], bad: Constant): Form {
  const fits = (own: readonly Language[] | undefined) =>
    own === undefined || own.some((language) => languages.includes(language));
  const [first] = extractor.languages;
  return {
    text: extractor.title,
    kind: "built-in",
    from: extractor.id,
    matches: extractor.matches
      .filter((match) => fits(match.languages))
      .toSorted((a, b) => Number(says(b, bad)) - Number(says(a, bad)))
      .map((match) => {
        const own = match.languages?.filter((language) => languages.includes(language));
        return asDraftMatch({ ...match, ...(own !== undefined && { languages: own }) });
      }),
    compliant: [],
    tests: extractor.tests.flatMap(({ language = first, path, files, code }) =>
      language === undefined || !languages.includes(language)
        ? []
        : [{ language, files, code, ...(path !== undefined && { path }) }],
    ),
    ...(hasGate(extractor) && { when: extractor.when }),
    ...(extractor.limits !== undefined && { limits: extractor.limits }),
  };
}

function hasGate({ when }: Extractor): boolean {
  return when.imports.length + when.words.length + when.paths.length > 0;
}

function isShipped({ form }: Assessed): number {
  return form.kind === "built-in" ? 1 : 0;
}
