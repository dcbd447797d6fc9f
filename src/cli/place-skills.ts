/** Puts the skills that ship where agents look for them. One that was edited is the project's own. */
import { dirname, join } from "node:path";
import { errorCode, errorHelp, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import { resolveConfigured } from "../io/project.ts";
import { shippedSkills } from "../io/skills.ts";
import { failOn } from "./claims-file.ts";
import { UsageError } from "./usage.ts";

export interface SkillPlan {
  /** Below the root. */
  readonly shown: string;
  readonly path: string;
  readonly text: string;
  /** `edited`: another text stands there; `same`: this one does. */
  readonly state: "new" | "same" | "edited";
}

const FOLDER = ".claude/skills";

/** What stands there now. A place that a link leads out of the project, or that cannot be read, is a usage error. */
export function planSkills(host: Host, root: string): readonly SkillPlan[] {
  return shippedSkills(host).map(({ name, text }) => {
    const shown = `${FOLDER}/${name}/SKILL.md`;
    failOn(resolveConfigured(host, root, shown, shown).diagnostics);
    const path = join(root, shown);
    return { shown, path, text, state: stateOf(host, path, shown, text) };
  });
}

/** Each is written whole or not at all; the paths by what became of them, or would when `isDry`. */
export function placeSkills(
  host: Host,
  plans: readonly SkillPlan[],
  { isForced, isDry }: { readonly isForced: boolean; readonly isDry: boolean },
): Readonly<Record<"written" | "kept" | "edited", readonly string[]>> {
  const isWritten = ({ state }: SkillPlan): boolean =>
    state === "new" || (state === "edited" && isForced);
  const paths = (some: readonly SkillPlan[]): readonly string[] => some.map(({ shown }) => shown);
  const chosen = plans.filter(isWritten);
  if (!isDry) for (const plan of chosen) write(host, plan);
  return {
    written: paths(chosen),
    kept: paths(plans.filter(({ state }) => state === "same")),
    edited: paths(plans.filter((plan) => plan.state === "edited" && !isWritten(plan))),
  };
}

function write(host: Host, { path, shown, text }: SkillPlan): void {
  guarded(shown, "written", () => {
    if (host.stat(dirname(path)) === undefined) host.makeFolder(dirname(path));
    host.writeFile(path, text);
  });
}

function stateOf(host: Host, path: string, shown: string, text: string): SkillPlan["state"] {
  return guarded(shown, "read", () => {
    const found = host.lstat(path);
    if (found === undefined) return "new";
    // What a link points to belongs to somebody else, and `--force` would write it.
    if (found.kind !== "file") throw new UsageError(`${shown} is not a regular file`);
    const own = host.readFile(path).toString("utf8");
    return own.replaceAll("\r\n", "\n") === text ? "same" : "edited";
  });
}

function guarded<T>(shown: string, verb: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (errorCode(error) === "") throw error;
    const help = errorHelp(error);
    throw new UsageError(`${shown} cannot be ${verb}: ${errorReason(error)}`, help);
  }
}
