/** Which files changed, by git: since a revision, or in what is staged for the next commit. */
import { diagnostic } from "../load/codes.ts";
import type { Checked } from "../model/diagnostic.ts";
import { askGit, type Ask } from "./git.ts";
import type { Host, Ran } from "./host.ts";
import type { Project } from "./project.ts";

export type Changes =
  /** Since the last commit that the revision and the present have in common; what is not committed or tracked yet counts. */
  { readonly kind: "since"; readonly revision: string } | { readonly kind: "staged" };

/** Relative to the root. Files that are gone are not among them. Undefined where git cannot tell, which is an error. */
export async function changedFiles(
  host: Host,
  { root, gitTop }: Project,
  changes: Changes,
): Promise<Checked<readonly string[] | undefined>> {
  const flag = changes.kind === "staged" ? "--staged" : `--since ${changes.revision}`;
  const fail = (message: string, help?: string): Checked<undefined> => ({
    value: undefined,
    diagnostics: [diagnostic("changes-unknown", { message: `\`${flag}\`: ${message}`, help })],
  });
  if (gitTop === undefined) return fail("there is no git repository here");
  const ask = await askGit(host, root, gitTop);
  const diff = [...(await diffCommand(ask)), "--name-only", "-z"];
  const listed = ["--relative", "--no-renames", "--diff-filter=ACMT"];
  if (changes.kind === "staged") {
    const staged = await ask([...diff, "--cached", ...listed]);
    return staged.code === 0 ? fine([staged]) : fail(reasonOf(staged));
  }
  const base = await mergeBase(ask, changes.revision);
  if (base === undefined) {
    return fail("there is no such revision, or it has nothing in common with the present", FETCH);
  }
  const found = await Promise.all([
    ask([...diff, ...listed, base, "--"]),
    ask(["ls-files", "-z", "--others", "--exclude-standard"]),
  ]);
  const failed = found.find(({ code }) => code !== 0);
  return failed === undefined ? fine(found) : fail(reasonOf(failed));
}

const FETCH = "In CI, fetch the history too (fetch-depth: 0).";

function fine(answers: readonly Ran[]): Checked<readonly string[]> {
  const paths = answers.flatMap(({ stdout }) => stdout.toString("utf8").split("\0"));
  return { value: [...new Set(paths.filter((path) => path !== ""))].sort(), diagnostics: [] };
}

/** `git diff` with everything off that the repository could make it run. */
export async function diffCommand(ask: Ask): Promise<readonly string[]> {
  const quiet = (await filterNames(ask)).flatMap(withoutFilter);
  return [...quiet, "diff", "--no-ext-diff", "--no-textconv"];
}

async function mergeBase(ask: Ask, revision: string): Promise<string | undefined> {
  const commit = await ask([
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  const [id] = wordsIn(commit);
  if (id === undefined) return undefined;
  const base = await ask(["merge-base", id, "HEAD"]);
  return wordsIn(base)[0];
}

/** To compare a file with what is committed git runs the filters that a repository's configuration names. */
async function filterNames(ask: Ask): Promise<readonly string[]> {
  const pattern = String.raw`^filter\..*\.(clean|smudge|process|required)$`;
  return wordsIn(await ask(["config", "--name-only", "--get-regexp", pattern]));
}

function withoutFilter(name: string): readonly string[] {
  return ["-c", name.endsWith(".required") ? `${name}=false` : `${name}=`];
}

function wordsIn({ code, stdout }: Ran): readonly string[] {
  const lines = code === 0 ? stdout.toString("utf8").split("\n") : [];
  return lines.filter((line) => line !== "");
}

export function reasonOf({ problem, stderr }: Ran): string {
  return problem ?? stderr.split("\n", 1)[0]?.trim() ?? "git failed";
}
