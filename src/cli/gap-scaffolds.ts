/** `aphoria gaps --scaffold`: an extractor for every marked violation that no scan sees, or why none could be proved. */
import { assess, corrections, describeForm, firstCounterexample } from "../proof/choose-form.ts";
import type { Assessed, Wanted } from "../proof/choose-form.ts";
import { changedForms } from "../proof/changed-forms.ts";
import type { Gap } from "../gaps/gaps.ts";
import type { Host } from "../io/host.ts";
import { readModels } from "../io/inputs.ts";
import { findProject } from "../io/project.ts";
import { readSource } from "../io/read.ts";
import { markedCode } from "../proof/marked-code.ts";
import type { MarkedCode } from "../proof/marked-code.ts";
import type { Claim } from "../model/claim.ts";
import type { Language } from "../model/source.ts";
import { isBroken, readable } from "../proof/read-example.ts";
import { fixExamples, shippedExamples, wholeExample } from "../scaffold/examples.ts";
import { sidesOf } from "../scaffold/sides.ts";
import type { Context, Typed } from "./command.ts";
import { pathFor, shownPath, writeExtractor } from "./extractor-bench.ts";
import { build } from "./extractor-choice.ts";
import type { Bench, Scaffold } from "./extractor-choice.ts";
import { openPreviews } from "./extractor-preview.ts";
import type { Previews } from "./extractor-preview.ts";
import { findClaim, observing, slugOf, withFix } from "./extractor-request.ts";
import type { Request } from "./extractor-request.ts";
import type { ScanOptions } from "./pipeline.ts";
import { UsageError } from "./usage.ts";

/** What became of one gap. */
export interface GapScaffold {
  readonly gap: Gap;
  /** `covered`: an extractor of the same run sees it too. `exists`: another file has the name, and was left alone. */
  readonly result: "written" | "shown" | "covered" | "exists" | "nothing";
  readonly path: string | null;
  /** Where nothing was written; where it is covered, by what. */
  readonly why: string | null;
  readonly scaffold: Scaffold | undefined;
}

/** Writes nothing with `isDry`. Gaps whose marker names no claim are told so. */
export async function scaffoldGaps(
  gaps: readonly Gap[],
  typed: Typed,
  options: ScanOptions,
  isDry: boolean,
  onGap: (done: number) => void,
  context: Context,
): Promise<readonly GapScaffold[]> {
  const { host } = context;
  const { root } = findProject(host, options.paths[0]);
  // What a scan would see: the whole project, since an extractor is for all of it.
  const { paths: _, claimIds: __, ...choice } = options;
  const previews = new Map<string, Previews>();
  const covered = new Map<string, string>();
  const taken = new Set<string>();
  const done: GapScaffold[] = [];
  for (const gap of gaps.filter((one) => !one.detected)) {
    onGap(done.length);
    const key = `${gap.claim_id ?? ""} ${gap.path ?? ""}:${gap.line ?? 0}`;
    const before = covered.get(key);
    if (before !== undefined) {
      done.push({
        gap,
        result: "covered",
        path: before,
        why: `${before} sees it too`,
        scaffold: undefined,
      });
      continue;
    }
    const tried = await tryGap(gap, { root, typed, choice, previews, taken }, context);
    if (typeof tried === "string") {
      done.push({ gap, result: "nothing", path: null, why: tried, scaffold: undefined });
      continue;
    }
    const { bench, scaffold } = tried;
    taken.add(bench.request.id);
    const path = shownPath(bench.request.id);
    const state = isDry ? "shown" : writeExtractor(host, bench.path, path, scaffold.text);
    if (state === "other") {
      const why = `${path} is there already and was left alone`;
      done.push({ gap, result: "exists", path, why, scaffold });
      continue;
    }
    for (const place of scaffold.preview.detected)
      covered.set(`${gap.claim_id ?? ""} ${place}`, path);
    done.push({ gap, result: isDry ? "shown" : "written", path, why: null, scaffold });
  }
  return done;
}

interface Tried {
  readonly bench: Bench;
  readonly scaffold: Scaffold;
}

/** What is the same for all gaps of a run. */
interface Run {
  readonly root: string;
  readonly typed: Typed;
  readonly choice: Partial<ScanOptions>;
  /** By claim. */
  readonly previews: Map<string, Previews>;
  /** Names of this run's extractors. */
  readonly taken: ReadonlySet<string>;
}

/** The extractor, or why there is none. */
async function tryGap(
  gap: Gap,
  { root, typed, choice, previews: known, taken }: Run,
  context: Context,
): Promise<Tried | string> {
  const { host } = context;
  const { claim_id: id, path, line, why_not: whyNot } = gap;
  if (id === null || whyNot === "no-claim" || path === null) return gap.explanation;
  if (whyNot === "unknown" || whyNot === "out-of-scope") return gap.explanation;
  const source = readSource(host, root, path);
  const marked =
    source.kind === "text"
      ? markedCode(path, source.text).find((one) => one.line === line)
      : undefined;
  if (marked?.code === undefined) return "no code follows the marker";
  const { claim } = findClaim(id, root, typed, host);
  const request = requestOf(gap, claim, marked, root, taken, host);
  if (typeof request === "string") return request;
  const previews = known.get(id) ?? (await openPreviews(claim, choice, context));
  known.set(id, previews);
  const models = readModels(host, root).value;
  const { title, languages, shipped, examples } = request;
  const sides = sidesOf(claim);
  const wanted: Wanted = {
    id: request.id,
    title,
    claim,
    languages,
    sides: sides ?? { bad: false, good: true },
    shipped,
    // A marked item has lost its imports, so a shipped form is proved on its own examples, and here.
    examples: examples.filter(({ isRequired }) => !isRequired),
    models,
  };
  const bench: Bench = { request, wanted, previews, path: pathFor(request.id, root, host) };
  const at = `${path}:${line ?? 0}`;
  const whole = { ...wanted, examples };
  const own = sides === undefined ? [] : ownForms(marked, whole);
  const candidates = [
    ...corrections(undefined, wanted).map((one) => ({ one, bench })),
    ...own
      .filter(({ isClean }) => isClean)
      .slice(0, MOST)
      .map((one) => ({ one, bench: { ...bench, wanted: whole } })),
  ];
  for (const { one, bench: used } of candidates) {
    const how = one.form.kind === "built-in" ? "built-in" : "proposed";
    const from =
      how === "built-in"
        ? `the built-in \`${one.form.from}\``
        : `${at}, held against compliant code`;
    const scaffold = await build(how, one, used, [`From ${from}.`]);
    if (scaffold?.preview.detected.includes(at) === true && scaffold.preview.wrong.length === 0)
      return { bench, scaffold };
  }
  return whyNothing(claim, marked, own, wanted, sides !== undefined);
}

/** Each candidate is a scan. */
const MOST = 6;

function ownForms({ language, code = "" }: MarkedCode, wanted: Wanted): readonly Assessed[] {
  const good = wanted.examples.flatMap((one) => (one.whole === "good" ? [one.code] : []));
  return changedForms(language, readable(language, code), good, wanted.sides).map((form) =>
    assess(form, wanted),
  );
}

function requestOf(
  { violation }: Gap,
  claim: Claim,
  { language, code = "" }: MarkedCode,
  root: string,
  taken: ReadonlySet<string>,
  host: Host,
): Request | string {
  const languages = [language];
  const title = violation.replaceAll(/\s+/g, " ").trim();
  const bad = [wholeExample(language, readable(language, code), "bad", "the marked code", true)];
  const shipped = observing(claim, languages, host);
  const fixes = fixExamples(withFix(claim, host), languages).map((one) => ({
    ...one,
    code: readable(language, one.code),
  }));
  try {
    return {
      id: freeId(slugOf(title, host), language, taken),
      title,
      claim,
      corpus: undefined,
      languages,
      pattern: undefined,
      unit: undefined,
      bad,
      examples: [...bad, ...fixes, ...shippedExamples(shipped, languages)],
      shipped,
      root,
    };
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Two markers may say the same, in two languages or of two claims. */
function freeId(id: string, language: Language, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  const own = `${id}-${language}`;
  for (let number = 1; ; number += 1) {
    const next = number === 1 ? own : `${own}-${number}`;
    if (!taken.has(next)) return next;
  }
}

function whyNothing(
  claim: Claim,
  { language, code = "" }: MarkedCode,
  own: readonly Assessed[],
  { examples, shipped }: Wanted,
  hasSides: boolean,
): string {
  if (!hasSides)
    return `\`${claim.id}\` asks for \`${claim.operator}\`: a pattern has to capture $VALUE`;
  if (isBroken(language, readable(language, code)))
    return "the marked code cannot be read by itself";
  const wrong = own.find(({ proof }) => proof.counterexamples.length > 0);
  const counterexample = wrong === undefined ? undefined : firstCounterexample(wrong.proof);
  if (wrong !== undefined && counterexample !== undefined)
    return `${describeForm(wrong.form)} also matches ${counterexample.source}: ${counterexample.code}`;
  if (own.some(({ isClean }) => isClean)) return "what was proved sees nothing at this marker";
  const [first] = shipped;
  if (first !== undefined)
    return `\`${first.id}\` sees nothing here, and the claim's fix changes no call or setting of this code`;
  return examples.some(({ whole }) => whole === "good")
    ? "no call or setting of the marked code stands, changed, in the claim's fix"
    : `nothing compliant is known: \`${claim.id}\` has no fix in ${language}, and no extractor observes it`;
}
