/** The exit code of a run: a repository of which something is not known outranks whatever was found. */
import type { FailOn } from "../model/config.ts";
import type { Organisation } from "../model/organisation.ts";

export function fleetExitCode(
  { repositories, claims, summary }: Organisation,
  failOn: FailOn,
): 0 | 1 | 2 {
  if (repositories.some(({ accepted }) => !accepted)) return 2;
  const found = {
    conflict: summary.conflicts > 0,
    unknown: summary.conflicts + summary.unknowns > 0,
    missing: summary.conflicts + summary.unknowns > 0 || claims.some(({ missing }) => missing > 0),
    never: false,
  } satisfies Record<FailOn, boolean>;
  return found[failOn] ? 1 : 0;
}
