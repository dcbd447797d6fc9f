/**
 * Proves that an extractor's tests can fail. Each clause must see an example; each example that must be observed is
 * changed, and what is observed must change with it; each condition of a clause is taken away, and some example should
 * tell. One analysis an example runs all the changed extractors side by side, so this costs little more than the tests.
 */
import { expectationOf, lineInFile, waysOf } from "./check-extractors.ts";
import { relaxations, relaxedGates } from "../extract/relaxed.ts";
import type { Extractor, ExtractorTest } from "../model/extractor.ts";
import { blankLines, renameLines } from "./mutate-code.ts";
import { distinct, pathOfTest, runExample } from "./run-example.ts";
import type { Models, Said } from "./run-example.ts";

export interface Survivor {
  readonly extractor_id: string;
  readonly origin: string;
  /** What was changed: a clause taken away, one of its conditions, or the code of an example. */
  readonly kind: "clause" | "condition" | "example";
  /** True where it cannot be right: the clause sees no example, or the example is observed though nothing is left of it. */
  readonly is_failure: boolean;
  /** From 1. */
  readonly clause: number | null;
  readonly condition: string | null;
  /** From 1. */
  readonly test: number | null;
  /** In the extractor's own file. */
  readonly line: number;
  readonly message: string;
}

export interface MutationRun {
  readonly mutations: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/** The extractors must be ones whose tests hold. */
export function mutateExtractors(extractors: readonly Extractor[], models: Models): MutationRun {
  const runs = extractors.flatMap((extractor) => [
    mutateExtractor(extractor, models),
    mutateExamples(extractor, models),
  ]);
  const survivors = runs.flatMap((run) => run.survivors);
  const sum = (of: (run: MutationRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  return {
    mutations: sum((run) => run.mutations),
    killed: sum((run) => run.killed),
    survivors,
  };
}

/** Positions of the clauses that see none of the extractor's examples. */
export function unseenClauses(extractor: Extractor, models: Models): ReadonlySet<number> {
  const mutants = clausesOf(extractor);
  const all = mutants.map((mutant) => mutant.extractor);
  const ways = waysOf(all, models);
  const unseen = new Set(mutants.map(({ clause }) => clause));
  for (const test of extractor.tests) {
    const { said } = runExample(test, pathOfTest(test, extractor), all, models, ways);
    for (const one of mutants) if (said(one.extractor.id).size > 0) unseen.delete(one.clause);
  }
  return unseen;
}

/** The extractor with one thing changed, under an id of its own. */
interface Mutant {
  readonly extractor: Extractor;
  /** Its one clause stands for this one; undefined where it is the whole extractor, changed. */
  readonly clause: number | undefined;
  readonly condition: string | undefined;
}

function mutateExtractor(extractor: Extractor, models: Models): MutationRun {
  const mutants = mutantsOf(extractor);
  const all = mutants.map((mutant) => mutant.extractor);
  const ways = waysOf(all, models);
  const runs = extractor.tests.map((test) =>
    runExample(test, pathOfTest(test, extractor), all, models, ways),
  );
  const clauses = mutants.filter(({ condition }) => condition === undefined);
  const survivors = mutants.flatMap((mutant): Survivor[] => {
    const { clause, condition } = mutant;
    const isKilled = runs.some(({ said }) => {
      const own = said(mutant.extractor.id);
      if (condition === undefined) return own.size > 0;
      const others = clauses.filter((one) => clause !== undefined && one.clause !== clause);
      const before = clauses.map((one) => said(one.extractor.id));
      return !isSame(before, [own, ...others.map((one) => said(one.extractor.id))]);
    });
    return isKilled ? [] : [survivorOf(extractor, mutant)];
  });
  // Of a clause that sees nothing, no condition can be needed.
  const dead = new Set(
    survivors.flatMap(({ kind, clause }) => (kind === "clause" ? [clause] : [])),
  );
  const told = survivors.filter(({ kind, clause }) => kind === "clause" || !dead.has(clause));
  return { mutations: mutants.length, killed: mutants.length - survivors.length, survivors: told };
}

function mutantsOf(extractor: Extractor): readonly Mutant[] {
  const { id, matches } = extractor;
  const conditions = matches.flatMap((match, at) =>
    relaxations(match).map(({ condition, match: relaxed }, nth) => ({
      extractor: { ...extractor, id: `${id} ${at} ${nth}`, matches: [relaxed] },
      clause: at,
      condition,
    })),
  );
  const gates = relaxedGates(extractor).map(({ condition, when }) => ({
    extractor: { ...extractor, id: `${id} ${condition}`, when },
    clause: undefined,
    condition,
  }));
  return [...clausesOf(extractor), ...conditions, ...gates];
}

function clausesOf(extractor: Extractor) {
  return extractor.matches.map((match, clause) => ({
    extractor: { ...extractor, id: `${extractor.id} ${clause}`, matches: [match] },
    clause,
    condition: undefined,
  }));
}

function survivorOf(extractor: Extractor, { clause, condition }: Mutant): Survivor {
  const { id, origin, matches } = extractor;
  const places = clause === undefined ? undefined : matches[clause]?.places;
  const name = clause === undefined ? "the extractor" : `clause ${clause + 1}`;
  return {
    extractor_id: id,
    origin,
    kind: condition === undefined ? "clause" : "condition",
    is_failure: condition === undefined,
    clause: clause === undefined ? null : clause + 1,
    condition: condition ?? null,
    test: null,
    line: places?.value?.line ?? 1,
    message:
      condition === undefined
        ? `${name} sees no example: all tests hold without it`
        : `${name} without ${condition} gives the same on every example`,
  };
}

function mutateExamples(extractor: Extractor, models: Models): MutationRun {
  const ways = waysOf([extractor], models);
  let mutations = 0;
  const survivors: Survivor[] = [];
  for (const [index, test] of extractor.tests.entries()) {
    const path = pathOfTest(test, extractor);
    const look = (code: string) =>
      runExample({ code, files: test.files }, path, [extractor], models, ways).said(extractor.id);
    const before = look(test.code);
    for (const line of spokenLines(test)) {
      if (!before.has(line)) continue;
      mutations += 1;
      const isOther = (code: string) => !sameAt(line, before, look(code));
      if (isOther(renameLines(test.code, (one) => one === line))) continue;
      // What decides may stand on another line: the import, the loop around it, the definition of a name.
      if (isOther(renameLines(test.code, () => true))) continue;
      const isEndless = !isOther(blankLines(test.code, (one) => one === line));
      survivors.push({
        extractor_id: extractor.id,
        origin: extractor.origin,
        kind: "example",
        is_failure: isEndless,
        clause: null,
        condition: null,
        test: index + 1,
        line: lineInFile(test, line),
        message: isEndless
          ? `\`${wordsAt(line, before)}\` is observed although the line is empty`
          : `\`${wordsAt(line, before)}\` is observed whatever names and values stand there`,
      });
    }
  }
  return { mutations, killed: mutations - survivors.length, survivors };
}

/** Lines of the example, from 1, on which something must be observed. */
function spokenLines({ code }: ExtractorTest): readonly number[] {
  return code
    .split("\n")
    .flatMap((text, at) => ((expectationOf(text)?.length ?? 0) > 0 ? [at + 1] : []));
}

function wordsAt(line: number, all: Said): string {
  return (all.get(line) ?? []).join(", ");
}

function sameAt(line: number, before: Said, after: Said): boolean {
  return wordsAt(line, before) === wordsAt(line, after);
}

function isSame(one: readonly Said[], other: readonly Said[]): boolean {
  const lines = distinct([...one, ...other].flatMap((all) => [...all.keys()].map(String)));
  return lines.every((line) => textAt(one, Number(line)) === textAt(other, Number(line)));
}

function textAt(all: readonly Said[], line: number): string {
  return distinct(all.flatMap((one) => one.get(line) ?? [])).join(", ");
}
