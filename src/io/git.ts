/**
 * Asks git which files belong to the project. The repository is not trusted: its configuration may name programs
 * (fsmonitor, hooks, pager, transports), so all of them are turned off.
 */
import { resolve } from "node:path";
import { diagnostic } from "../load/codes.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Host, Ran } from "./host.ts";

export interface GitEntry {
  /** Relative to the root. */
  readonly path: string;
  /** `repository`: a submodule, or an untracked clone; git does not look inside. */
  readonly kind: "file" | "link" | "repository";
  readonly tracked: boolean;
}

export interface GitListing {
  /** Undefined when git could not tell. */
  readonly entries: readonly GitEntry[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const TIMEOUT = 60_000;

/** Tracked and untracked files below the root. Both lists are made at once; the untracked one takes longer. */
export async function listWithGit(host: Host, root: string, top: string): Promise<GitListing> {
  // A foreign repository's `core.worktree` must not make git list another folder than the one we read.
  const list = ["--work-tree", top, "ls-files", "-z"];
  const [tracked, untracked] = await Promise.all([
    runGit(host, root, [...list, "--stage"]),
    runGit(host, root, [...list, "--others", "--exclude-standard"]),
  ]);
  const failed = [tracked, untracked].find(({ code }) => code !== 0);
  if (failed !== undefined) return { entries: undefined, diagnostics: explainFailure(failed) };
  const entries = new Map<string, GitEntry>();
  for (const line of names(tracked.stdout)) addTracked(entries, line);
  for (const path of names(untracked.stdout)) addUntracked(entries, path, host, root);
  return { entries: [...entries.values()].filter(({ path }) => isBelow(path)), diagnostics: [] };
}

/** Runs git with everything off that the repository could make it run. */
export function runGit(
  host: Host,
  folder: string,
  args: readonly string[],
  index?: string,
): Promise<Ran> {
  const env = safeEnvironment(host.env);
  return host.run("git", [...SAFE, ...args], {
    cwd: folder,
    env: index === undefined ? env : { ...env, GIT_INDEX_FILE: index },
    timeout: TIMEOUT,
  });
}

export type Ask = (args: readonly string[]) => Promise<Ran>;

/**
 * For questions about what is staged: in a hook of `git commit FILE` that is another index than the repository's own. It
 * is believed where it lies in the repository's folder of git.
 */
export async function askGit(host: Host, folder: string, top: string): Promise<Ask> {
  const own = (args: readonly string[]) => ["--work-tree", top, ...args];
  const named = host.env["GIT_INDEX_FILE"];
  if (named === undefined || named === "") return (args) => runGit(host, folder, own(args));
  const found = await runGit(host, folder, ["rev-parse", "--absolute-git-dir"]);
  const place = found.code === 0 ? found.stdout.toString("utf8").trimEnd() : undefined;
  const path = resolve(top, named);
  const index = place !== undefined && path.startsWith(`${place}/`) ? path : undefined;
  return (args) => runGit(host, folder, own(args), index);
}

const SAFE = [
  "--no-pager",
  ...["core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat"].flatMap(setting),
  ...["core.sshCommand=false", "protocol.allow=never", "submodule.recurse=false"].flatMap(setting),
  // A folder of the project that looks like a bare repository is a folder of the project.
  ...["safe.bareRepository=explicit", "log.showSignature=false"].flatMap(setting),
];

function setting(pair: string): readonly string[] {
  return ["-c", pair];
}

/** Variables that would point git at another repository than the one in its folder; git sets them in hooks. */
const REPOSITORY_VARIABLES = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_EXTERNAL_DIFF",
  "GIT_SSH_COMMAND",
];

function safeEnvironment(env: Host["env"]): Host["env"] {
  const kept = Object.entries(env).filter(([name]) => !REPOSITORY_VARIABLES.includes(name));
  return {
    ...Object.fromEntries(kept),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_PAGER: "cat",
    LC_ALL: "C",
  };
}

/** `100644 <hash> <stage>\t<path>`; a file in conflict stands there up to three times. */
function addTracked(entries: Map<string, GitEntry>, line: string): void {
  const tab = line.indexOf("\t");
  const path = line.slice(tab + 1);
  const mode = line.slice(0, 6);
  const kind = mode === "120000" ? "link" : mode === "160000" ? "repository" : "file";
  if (tab > 0) entries.set(path, { path, kind, tracked: true });
}

/** git ends the name of an untracked repository with a slash, and says nothing of links. */
function addUntracked(
  entries: Map<string, GitEntry>,
  name: string,
  host: Host,
  root: string,
): void {
  const isRepository = name.endsWith("/");
  const path = isRepository ? name.slice(0, -1) : name;
  const kind = isRepository ? "repository" : isLink(host, `${root}/${path}`) ? "link" : "file";
  entries.set(path, { path, kind, tracked: false });
}

function isLink(host: Host, path: string): boolean {
  try {
    return host.lstat(path)?.kind === "link";
  } catch {
    return false;
  }
}

function names(bytes: Buffer): readonly string[] {
  const text = bytes.toString("utf8");
  return text === "" ? [] : text.slice(0, text.endsWith("\0") ? -1 : undefined).split("\0");
}

/** What git lists is data of a foreign repository. */
function isBelow(path: string): boolean {
  return path !== "" && !path.startsWith("/") && !path.split("/").includes("..");
}

/** No git and no repository are ordinary; all else is said, because ignored files may now be scanned. */
function explainFailure({ problem, stderr }: Ran): readonly Diagnostic[] {
  if (problem === "missing" || /not a git repository/i.test(stderr)) return [];
  if (/dubious ownership/i.test(stderr)) {
    return [
      notice(
        "git does not trust this repository, because another user owns it; its files were found without git",
        "Run `git config --global --add safe.directory <path>` if you trust it.",
      ),
    ];
  }
  const reason = problem ?? stderr.split("\n", 1)[0]?.trim();
  return [
    notice(
      `git could not list the files (${reason}); they were found without it`,
      "Run `git ls-files` there to see what is wrong with the repository.",
    ),
  ];
}

function notice(message: string, help: string): Diagnostic {
  return diagnostic("git-unusable", { message, help });
}
