/** The agent skills that ship: a folder each, with one SKILL.md in the open agent-skill format. */
import type { Host } from "./host.ts";
import { below } from "./project.ts";
import { packageFolder } from "./version.ts";

export interface Skill {
  readonly name: string;
  readonly text: string;
}

/** By name. */
export function shippedSkills(host: Host): readonly Skill[] {
  const folder = below(packageFolder(), "skills");
  return host
    .readdir(folder)
    .filter(({ kind }) => kind === "folder")
    .map(({ name }) => ({
      name,
      text: host.readFile(`${folder}/${name}/SKILL.md`).toString("utf8"),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
