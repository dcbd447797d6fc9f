/** Which files are analysed together: those that the gate let in, and those that these lead to. */
import { analyse, checkerOf, type Analysis, type AnalysisInputs } from "./analyse.ts";
import type { Candidates } from "./candidates.ts";
import { askedProvides } from "./gate/gate.ts";
import { clientImporters } from "./link/importers.ts";

/** A file that imports from a file that imports a client: as far as re-exports usually go. */
const IMPORT_ROUNDS = 2;

/**
 * Joins the files, and with them those whose own words say nothing of what is asked, but which import a client from one
 * that does, or hold the settings that one takes; round by round.
 */
export function analyseTogether(
  candidates: Candidates,
  shared: Omit<AnalysisInputs, "candidates" | "checked">,
  paths: readonly string[],
  read: (path: string) => string | undefined,
): Analysis {
  const joint = { ...shared, checked: checkerOf(shared, read) };
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
  for (let round = 0; round < IMPORT_ROUNDS; round += 1) {
    const { resolver } = analyse({ ...joint, candidates: candidates.chosen() });
    if (!choose(clientImporters(resolver, joint.files, rest(), read, asked))) break;
  }
  const analysis = analyse({ ...joint, candidates: candidates.chosen() });
  return choose(analysis.ownerPaths())
    ? analyse({ ...joint, candidates: candidates.chosen() })
    : analysis;
}
