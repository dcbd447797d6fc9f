/**
 * Holds an extractor in the making against examples: what it sees in each, where that is wrong, and its tests from what
 * was seen. It runs through the loader and the engine as a scan does, so what is proved is what will be written.
 */
import { checkExtractors } from "./check-extractors.ts";
import type { Models } from "./run-example.ts";
import { spelled } from "../extract/regexes.ts";
import { satisfies } from "../judge/operators.ts";
import { loadExtractor } from "../load/extractor.ts";
import { formatConstant, readScalar } from "../load/units.ts";
import { unseenClauses } from "./mutate-extractors.ts";
import type { Claim } from "../model/claim.ts";
import type { Draft, DraftTest } from "../scaffold/draft.ts";
import { labelled, type Example, type Side } from "../scaffold/examples.ts";
import { renderDraft } from "../scaffold/render.ts";

export interface Counterexample {
  readonly source: string;
  readonly line: number;
  readonly code: string;
  /** What the code does, and what the extractor says. */
  readonly is: Side;
  readonly said: Side;
}

export interface Proof {
  /** Why it cannot run at all. */
  readonly problems: readonly string[];
  readonly counterexamples: readonly Counterexample[];
  /** Known violations, and how many of them it sees. */
  readonly violations: number;
  readonly seen: number;
  /** Compliant places, and how many of them it sees as such. */
  readonly compliant: number;
  readonly passed: number;
  /** Examples that somebody gave and it does not see. */
  readonly missed: readonly Example[];
}

/** `languages` of the examples must be among those of the draft. */
export function prove(
  draft: Draft,
  examples: readonly Example[],
  claim: Claim,
  models: Models,
): Proof {
  const seen = look(draft, examples, models);
  const counterexamples: Counterexample[] = [];
  const missed: Example[] = [];
  const count = { violations: 0, seen: 0, compliant: 0, passed: 0 };
  for (const [index, example] of examples.entries()) {
    const found = seen.lines[index] ?? new Map<number, readonly string[]>();
    const sidesAt = (line: number) => (found.get(line) ?? []).map((text) => sideOf(text, claim));
    const wrong = (line: number, is: Side, said: Side): void => {
      const code = example.code.split("\n")[line - 1]?.trim() ?? "";
      counterexamples.push({ source: example.source, line, code, is, said });
    };
    for (const [line, texts] of example.labels) {
      const sides = texts.map((text) => (text === "nothing" ? "silent" : sideOf(text, claim)));
      const said = sidesAt(line);
      const isBad = sides.includes("bad");
      const isGood = !isBad && sides.includes("good");
      if (isBad) count.violations += 1;
      if (isGood) count.compliant += 1;
      if (isBad && said.includes("bad")) count.seen += 1;
      if (isGood && said.includes("good")) count.passed += 1;
      if (!isBad && said.includes("bad") && !sides.includes(undefined))
        wrong(line, isGood ? "good" : "silent", "bad");
      if (isBad && said.includes("good") && !said.includes("bad")) wrong(line, "bad", "good");
    }
    if (example.whole === undefined) continue;
    const all = [...found.keys()].flatMap((line) => sidesAt(line).map((side) => ({ line, side })));
    const bad = all.find(({ side }) => side === "bad");
    const good = all.find(({ side }) => side === "good");
    if (example.whole === "bad") {
      count.violations += 1;
      if (bad !== undefined) count.seen += 1;
      else if (example.isRequired) missed.push(example);
      if (bad === undefined && good !== undefined) wrong(good.line, "bad", "good");
    } else {
      if (example.whole === "good") count.compliant += 1;
      if (example.whole === "good" && good !== undefined && bad === undefined) count.passed += 1;
      if (bad !== undefined) wrong(bad.line, example.whole, "bad");
    }
  }
  return { problems: seen.problems, counterexamples, missed, ...count };
}

/** The lines that are known to break the claim. */
export function violationLines(examples: readonly Example[], claim: Claim): readonly string[] {
  return examples.flatMap(({ code, labels, whole }) => {
    const lines = code.split("\n");
    if (whole === "bad") return lines;
    return [...labels].flatMap(([line, texts]) =>
      texts.some((text) => text !== "nothing" && sideOf(text, claim) === "bad")
        ? [lines[line - 1] ?? ""]
        : [],
    );
  });
}

/** The examples as tests, each line with what the draft says there; nothing where it cannot be parsed. */
export function testsFrom(
  draft: Draft,
  examples: readonly Example[],
  models: Models,
): readonly DraftTest[] {
  const seen = look(draft, examples, models);
  return examples.flatMap((example, index): DraftTest[] => {
    if (seen.broken.has(index)) return [];
    const found = seen.lines[index] ?? new Map<number, readonly string[]>();
    const lines = example.code.split("\n");
    const quiet = found.size > 0 ? -1 : lines.findLastIndex((line) => /\w.*[);]/.test(line));
    const code = lines.map((line, at) => {
      const texts = found.get(at + 1);
      if (texts !== undefined) return labelled(line, texts.join(", "), example.language);
      return at === quiet ? labelled(line, "nothing", example.language) : line;
    });
    const { language, path, files } = example;
    return [{ language, files, code: code.join("\n"), ...(path !== undefined && { path }) }];
  });
}

/** What is wrong with a finished extractor by its own tests. */
export function failuresOf(text: string, path: string, models: Models): readonly string[] {
  const loaded = loadExtractor(text, path);
  if (loaded.value === undefined) return loaded.diagnostics.map(({ message }) => message);
  const run = checkExtractors([loaded.value], models);
  return [...run.diagnostics.filter(({ severity }) => severity === "error"), ...run.failures].map(
    ({ message }) => message,
  );
}

/** Positions of the matches that see none of the tests. */
export function clausesWithoutExample(text: string, models: Models): ReadonlySet<number> {
  const { value } = loadExtractor(text, "new extractor");
  return value === undefined ? new Set() : unseenClauses(value, models);
}

interface Seen {
  readonly problems: readonly string[];
  /** By example: line → texts of what is observed there. */
  readonly lines: readonly ReadonlyMap<number, readonly string[]>[];
  readonly broken: ReadonlySet<number>;
}

/** Tests without expectations: every observation is a failure that says what was seen where. */
function look(draft: Draft, examples: readonly Example[], models: Models): Seen {
  const tests = examples.map(({ language, path, files, code }) => ({
    language,
    files,
    code,
    ...(path !== undefined && { path }),
  }));
  const text = renderDraft({ ...draft, tests }, []);
  const loaded = loadExtractor(text, "new extractor");
  const lines = examples.map(() => new Map<number, readonly string[]>());
  const broken = new Set<number>();
  if (loaded.value === undefined) {
    return { problems: loaded.diagnostics.map(({ message }) => message), lines, broken };
  }
  const run = checkExtractors([loaded.value], models);
  for (const { kind, test, code_line: line, observed } of run.failures) {
    if (kind === "broken") broken.add(test - 1);
    if (kind === "noisy") lines[test - 1]?.set(line, observed.split(", "));
  }
  const errors = run.diagnostics.filter(({ severity }) => severity === "error");
  return { problems: errors.map(({ message }) => message), lines, broken };
}

function sideOf(text: string, { operator, value }: Claim): Side | undefined {
  if (text === "unknown") return undefined;
  const plain = spelled(text);
  const observed =
    text === "absent"
      ? ({ kind: "absent" } as const)
      : ({ kind: "value", value: typeof plain === "string" ? readScalar(plain) : plain } as const);
  const outcome = satisfies(observed, operator, value, formatConstant);
  if (outcome.kind === "holds") return "good";
  return outcome.kind === "breaks" ? "bad" : undefined;
}
