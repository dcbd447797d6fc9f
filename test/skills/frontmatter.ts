/** The rules of the open agent-skill format (agentskills.io) for the lines above a skill's text. */

const KEYS = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export interface SkillText {
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Plain scalars on one line each are all that our skills need of YAML; anything else is a problem. */
export function readSkill(text: string): SkillText {
  const [, head = "", body = ""] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  const fields = Object.fromEntries(
    head.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  return { fields, body };
}

/** What the format forbids. */
export function frontmatterProblems(folder: string, { fields, body }: SkillText): string[] {
  const { name = "", description = "", compatibility = "" } = fields;
  const problems = Object.keys(fields)
    .filter((key) => !KEYS.includes(key))
    .map((key) => `the format has no key \`${key}\``);
  for (const [key, value] of Object.entries(fields)) {
    if (value.trim() === "") problems.push(`\`${key}\` is empty`);
    // YAML would read a map, a comment, or another kind of scalar.
    if (/: |:$| #|^[\s"'[\]{}>|*&!%#`@,?-]/.test(value)) problems.push(`\`${key}\` needs quotes`);
  }
  if (name !== folder) problems.push(`the name is \`${name}\`, the folder \`${folder}\``);
  if (!NAME.test(name) || name.length > 64) problems.push(`\`${name}\` is no name of the format`);
  if (description.length > 1024) problems.push("the description has over 1024 characters");
  if (!description.includes("Use when"))
    problems.push("the description does not say when to use it");
  if (compatibility.length > 500) problems.push("the compatibility has over 500 characters");
  if (body.split("\n").length > 500) problems.push("the text has over 500 lines");
  return problems;
}
