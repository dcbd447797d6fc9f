/**
 * Brings one revision of a foreign repository into an empty folder. git runs nothing that the repository or the machine's
 * configuration names: no hooks, filters, credential prompts, submodules or large files unless they are asked for, and
 * only the protocols that the worker allows.
 */
import { readGitAddress } from "../load/git-address.ts";
import { runTool, type ChildEnd } from "./child.ts";
import type { Host } from "./host.ts";
import type { FolderBounds } from "./work-folder.ts";

export interface Checkout {
  /** Of git, or an absolute path. */
  readonly address: string;
  /** A branch, a tag or a commit; the default branch where it is absent. */
  readonly revision?: string;
  readonly submodules: boolean;
  readonly lfs: boolean;
}

export interface CheckoutManner {
  readonly folder: string;
  readonly bounds: FolderBounds;
  /** Hosts that may be fetched from; absent: all. */
  readonly hosts?: readonly string[];
  /** Whether an address may be a folder of this machine. */
  readonly files: boolean;
  readonly timeout: number;
  readonly signal: AbortSignal;
}

export type CheckedOut =
  | { readonly commit: string }
  /** `isFinal`: trying again would not help, here or on another worker. */
  | { readonly problem: string; readonly isFinal: boolean; readonly isStopped: boolean };

export async function checkOut(
  host: Pick<Host, "env">,
  { address, revision = "HEAD", submodules, lfs }: Checkout,
  manner: CheckoutManner,
): Promise<CheckedOut> {
  const { folder, bounds, timeout, signal } = manner;
  const refused = refusal(address, manner);
  if (refused !== undefined) return { problem: refused, isFinal: false, isStopped: false };
  const env = environment(host.env, manner.files);
  const git = (...args: readonly string[]) =>
    runTool("git", [...SETTINGS, ...args], {
      cwd: folder,
      env,
      timeout,
      fills: { path: folder, bounds },
      signal,
    });
  const steps: readonly (readonly string[])[] = [
    ["init", "--quiet", "--template="],
    ["fetch", ...FETCH, "--no-recurse-submodules", "--", address, revision],
    ["checkout", "--quiet", "--detach", "--no-recurse-submodules", "FETCH_HEAD"],
    ...(submodules ? [["submodule", "update", "--init", "--recursive", "--depth=1"]] : []),
    ...(lfs ? [["lfs", "pull"]] : []),
  ];
  for (const step of steps) {
    if (step[0] === "submodule") {
      const modules = await git("config", "--file", ".gitmodules", "--get-regexp", "\\.url$");
      const stranger = strangeModule(modules.stdout, manner);
      if (stranger !== undefined) return { problem: stranger, isFinal: false, isStopped: false };
    }
    const ended = await git(...step);
    if (ended.code !== 0 || ended.problem !== undefined) return failure(step[0] ?? "", ended);
  }
  const { code, stdout } = await git("rev-parse", "HEAD");
  const commit = stdout.trim();
  if (code === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return { commit };
  return { problem: "git does not say which commit it fetched", isFinal: false, isStopped: false };
}

const FETCH = ["--quiet", "--depth=1", "--no-tags", "--force", "--no-write-commit-graph"];

const SETTINGS = [
  "--no-pager",
  ...[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.autocrlf=false",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.askPass=",
    "credential.interactive=never",
    "submodule.recurse=false",
    "fetch.fsckObjects=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    // Ownership of a foreign folder says nothing here: nothing that it names is run.
    "safe.directory=*",
  ].flatMap((pair) => ["-c", pair]),
];

/**
 * No configuration of the machine or of a user, where filters, helpers and other addresses may stand; the operator may name
 * one with APHORIA_GIT_CONFIG, which is where credentials for private repositories come from.
 */
function environment(env: Host["env"], files: boolean): Host["env"] {
  const own = env["APHORIA_GIT_CONFIG"];
  const kept = Object.entries(env).filter(([name]) => !/^GIT_|^SSH_ASKPASS/.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: own === undefined || own === "" ? "/dev/null" : own,
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ALLOW_PROTOCOL: files ? "https:ssh:file" : "https:ssh",
    GIT_TERMINAL_PROMPT: "0",
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_SSH_COMMAND:
      "ssh -oBatchMode=yes -oConnectTimeout=20 -oForwardAgent=no -oClearAllForwardings=yes",
    LC_ALL: "C",
  };
}

const NO_FOLDER = "this worker fetches from no such folder of its machine: see --paths";

/** Why the worker does not fetch from there. */
function refusal(
  text: string,
  { hosts, files }: Pick<CheckoutManner, "hosts" | "files">,
): string | undefined {
  if (text.startsWith("/")) return files ? undefined : NO_FOLDER;
  const address = readGitAddress(text);
  if (address === undefined) return "its address is none that git is let fetch from";
  if (address.protocol === "file") {
    return files ? undefined : NO_FOLDER;
  }
  if (hosts === undefined || hosts.includes(address.host)) return undefined;
  return `this worker does not fetch from ${address.host}: see --hosts`;
}

/** `submodule.NAME.url URL` lines; an address that is relative stays on the same host. */
function strangeModule(lines: string, manner: CheckoutManner): string | undefined {
  for (const line of lines.split("\n")) {
    const url = line.slice(line.indexOf(" ") + 1).trim();
    if (url === "" || /^\.\.?\//.test(url)) continue;
    const refused = refusal(url, manner);
    if (refused !== undefined) return `a submodule: ${refused}`;
  }
  return undefined;
}

const WORDS = {
  missing: "git is not installed here",
  timeout: "git took longer than an attempt may",
  memory: "git took more memory than it may",
  size: "it is larger than this worker takes: see --max-size and --max-files",
  stopped: "it was stopped",
  killed: "git was killed",
} as const;

function failure(step: string, { code, problem, stderr }: ChildEnd): CheckedOut {
  if (problem !== undefined) {
    return {
      problem: WORDS[problem],
      isFinal: problem === "size",
      isStopped: problem === "stopped",
    };
  }
  const isFinal =
    /couldn't find remote ref|repository .* (?:not found|does not exist)|not our ref/i.test(stderr);
  if (step === "lfs" && /not a git command/.test(stderr)) {
    return { problem: "git-lfs is not installed here", isFinal: true, isStopped: false };
  }
  return {
    problem: `git ${step} ended with ${code}: ${lastLine(stderr)}`,
    isFinal,
    isStopped: false,
  };
}

/** What git says may repeat an address that it was redirected to, with what stood in it. */
function lastLine(stderr: string): string {
  const lines = stderr.trim().split("\n");
  const line = lines.findLast((one) => /^(?:fatal|error|remote):/.test(one)) ?? lines.at(-1) ?? "";
  return line.replaceAll(/\/\/[^/@\s]*@/g, "//").slice(0, 300);
}
