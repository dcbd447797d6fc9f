/** Which files are analysed together: those that the gate let in, and those that these lead to. */
import { analyse, checkerOf, type Analysis, type AnalysisInputs } from "./analyse.ts";
import type { Candidates } from "./candidates.ts";
import { askedProvides } from "../gate/gate.ts";
import { clientHolders, clientImporters } from "../link/importers.ts";

/** A file that imports from a file that imports a client: as far as re-exports usually go. */
const IMPORT_ROUNDS = 2;

/** What the files say together, and which of them hold clients: files that import from one of those matter. */
export interface Together {
  readonly analysis: Analysis;
  readonly clientPaths: readonly string[];
}

export interface Texts {
  /** Whether the file matters is asked, and nothing else. */
  readonly textOf: (path: string) => string | undefined;
  /** What the text says bears on the findings. */
  readonly useText: (path: string) => string | undefined;
}

/**
 * Joins the files, and with them those whose own words say nothing of what is asked, but which import a client from one
 * that does, or hold the settings that one takes; round by round.
 */
export function analyseTogether(
  candidates: Candidates,
  shared: Omit<AnalysisInputs, "candidates" | "checked">,
  paths: readonly string[],
  texts: Texts,
): Together {
  const joint = { ...shared, checked: checkerOf(shared, texts.useText) };
  const own = new Set(paths);
  const choose = (found: readonly string[]): boolean => {
    const known = new Set(candidates.chosen().map(({ path }) => path));
    const fresh = found.filter((path) => own.has(path) && !known.has(path));
    for (const path of fresh) candidates.choose(path);
    return fresh.length > 0;
  };
  const rest = (): readonly string[] => {
    const known = new Set(candidates.chosen().map(({ path }) => path));
    return paths.filter((path) => !known.has(path));
  };
  const asked = askedProvides(shared.extractors);
  const clientPaths = new Set<string>();
  for (let round = 0; round < IMPORT_ROUNDS; round += 1) {
    const { resolver } = analyse({ ...joint, candidates: candidates.chosen() });
    // Who imports from those of the round before was found then.
    const fresh = clientHolders(resolver, joint.files, asked).filter(
      ({ path }) => !clientPaths.has(path),
    );
    for (const { path } of fresh) clientPaths.add(path);
    if (!choose(clientImporters(fresh, joint.files, rest(), texts.textOf))) break;
  }
  const first = analyse({ ...joint, candidates: candidates.chosen() });
  const analysis = choose(first.ownerPaths())
    ? analyse({ ...joint, candidates: candidates.chosen() })
    : first;
  return { analysis, clientPaths: [...clientPaths] };
}
