/**
 * Follows a skill as an agent would. Its convention, which the skills state and docs/skills.md explains: the commands of a
 * `sh` block are run in order and each must succeed; `<WORD>` is filled in; code that begins with a dot is a jq path
 * into what the block above it printed.
 */
import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";

export interface Surroundings {
  /** Where the executables are. */
  readonly bin: string;
  readonly project: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What went otherwise than the skill says. */
export function followSkill(body: string, surroundings: Surroundings): readonly string[] {
  const problems: string[] = [];
  let outputs: readonly unknown[] = [];
  for (const { commands, prose } of steps(body)) {
    if (commands.length > 0) outputs = commands.map((line) => obey(line, surroundings, problems));
    for (const path of jqPaths(prose)) {
      if (!outputs.some((output) => resolve(output, path))) problems.push(`no \`${path}\` in it`);
    }
  }
  return problems;
}

/** Every command, as it stands. */
export function commandsOf(body: string): readonly string[] {
  return steps(body).flatMap(({ commands }) => commands);
}

/** Flags that are named anywhere in the text. */
export function flagsOf(body: string): readonly string[] {
  return [...new Set(body.match(/(?<![\w-])--[a-z][a-z-]*/g))];
}

interface Step {
  readonly commands: readonly string[];
  /** The text up to the next block. */
  readonly prose: string;
}

function steps(body: string): readonly Step[] {
  return body.split(/^```/m).flatMap((part, index, parts): readonly Step[] => {
    if (index === 0) return [{ commands: [], prose: part }];
    if (index % 2 === 0) return [];
    const prose = parts[index + 1] ?? "";
    return [{ commands: part.startsWith("sh\n") ? lines(part.slice(3)) : [], prose }];
  });
}

function lines(block: string): readonly string[] {
  const joined = block.replaceAll(/\\\n\s*/g, "");
  return joined.split("\n").filter((line) => line.trim() !== "");
}

/** What the command printed, when that was JSON. */
function obey(line: string, { bin, project, values }: Surroundings, problems: string[]): unknown {
  const filled = line.replaceAll(/<([A-Z]+)>/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) problems.push(`no value for ${whole}`);
    return value ?? whole;
  });
  const { status, stdout, stderr } = spawnSync("bash", ["-c", filled], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, NO_COLOR: "1" },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) problems.push(`${filled}: exit code ${status}: ${stderr}${stdout}`);
  if (stdout === "") return undefined;
  try {
    return JSON.parse(stdout);
  } catch {
    problems.push(`${filled}: printed no JSON`);
    return undefined;
  }
}

/** Code that begins with a dot and is no path of a file. */
function jqPaths(prose: string): readonly string[] {
  const codes = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
  return codes.filter((code) => code.startsWith(".") && !code.includes("/"));
}

/** Whether at least one value stands there, `null` included. */
function resolve(output: unknown, path: string): boolean {
  let values = [output];
  for (const [, name] of path.matchAll(/\.?(?:\[\]|([^.[\]]+))/g)) {
    values = values.flatMap((value): unknown[] => {
      if (name === undefined) return Array.isArray(value) ? (value as unknown[]) : [];
      const isThere = typeof value === "object" && value !== null && Object.hasOwn(value, name);
      return isThere ? [(value as Record<string, unknown>)[name]] : [];
    });
  }
  return values.length > 0;
}
