/** The scripts, in the shells that they are for. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type } from "./real-project.ts";

const folder = mkdtempSync(join(tmpdir(), "aphoria-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));
const has = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { out } = await type(folder, `completion ${shell}`);
    writeFileSync(join(folder, shell), out);
  }
});

/** What the last word of a line could become. */
type Complete = (line: readonly string[]) => readonly string[];

const bash: Complete = (line) => {
  const words = line.map((word) => `'${word}'`).join(" ");
  const script = `source ./bash; COMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _aphoria; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return lines(execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" }));
};

const fish: Complete = (line) => {
  const script = `source ./fish; complete -C '${line.join(" ")}'`;
  const out = execFileSync("fish", ["--no-config", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, HOME: folder },
  });
  return lines(out).map((one) => one.split("\t")[0] ?? "");
};

/** The functions that only a line editor has print what they are handed, as far as it fits. */
const zsh: Complete = (line) => {
  const words = line.map((word) => `'${word}'`).join(" ");
  const script = `
    compdef() { :; }
    _files() { :; }
    compadd() { print -l -- "\${(@P)2}"; }
    _describe() { local -a all; all=("\${(@P)2}"); print -l -- "\${all[@]%%:*}"; }
    source ./zsh
    words=(${words}); CURRENT=${line.length}
    _aphoria`;
  const out = lines(execFileSync("zsh", ["-f", "-c", script], { cwd: folder, encoding: "utf8" }));
  return out.filter((word) => word.startsWith(line.at(-1) ?? ""));
};

function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

describe.each([
  ["bash", bash],
  ["zsh", zsh],
  ["fish", fish],
] as const)("%s", (shell, complete) => {
  test.runIf(has(shell)).each([
    [["aphoria", "sca"], ["scan"]],
    [["aphoria", "claims", "de"], ["deprecate"]],
    [["aphoria-claims", "de"], ["deprecate"]],
    [["aphoria", "scan", "--min-t"], ["--min-tier"]],
    [["aphoria", "scan", "--fail-on", "m"], ["missing"]],
    [["aphoria", "baseline", "create", "--re"], ["--reason"]],
  ])("%j", (line, expected) => {
    expect(complete(line)).toEqual(expected);
  });
});

test("an unknown shell is refused", async () => {
  const { code, err } = await type(folder, "completion fisch");
  expect(code).toBe(2);
  expect(err).toContain("there is no completion for `fisch`; did you mean `fish`?");
});
