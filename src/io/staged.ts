/** The files as the next commit would have them: what is staged may be another text than the one on disk. */
import { diffCommand, reasonOf } from "./git-changes.ts";
import { askGit } from "./git.ts";
import type { Host } from "./host.ts";
import { withFiles } from "./overlay.ts";
import { below, type Project } from "./project.ts";

export interface Staged {
  readonly host: Host;
  /** Some file is another than on disk. */
  readonly isOther: boolean;
  /** Why it cannot be told. */
  readonly problem?: string;
}

/** Asked of git at once. */
const AT_ONCE = 4;

export async function asStaged(host: Host, { root, gitTop }: Project): Promise<Staged> {
  if (gitTop === undefined) return { host, isOther: false };
  const ask = await askGit(host, root, gitTop);
  const diff = await ask([
    ...(await diffCommand(ask)),
    "--raw",
    "--no-abbrev",
    "-z",
    "--relative",
    "--no-renames",
  ]);
  if (diff.code !== 0) return { host, isOther: false, problem: reasonOf(diff) };
  const waiting = stagedBlobs(diff.stdout.toString("utf8"));
  const files = new Map<string, Buffer>();
  let problem: string | undefined;
  const fetch = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const blob = await ask(["cat-file", "blob", next.hash]);
      if (blob.code === 0) files.set(below(root, next.path), blob.stdout);
      else problem ??= reasonOf(blob);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetch));
  return {
    host: files.size === 0 ? host : withFiles(host, files),
    isOther: files.size > 0,
    ...(problem !== undefined && { problem }),
  };
}

interface Blob {
  readonly path: string;
  readonly hash: string;
}

/** `:100644 100644 <staged> <on disk> M\0path\0`: plain files that are staged, and something else on disk. */
function stagedBlobs(raw: string): Blob[] {
  const parts = raw.split("\0");
  const found: Blob[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const hash = /^:100(?:644|755) \d{6} ([0-9a-f]{40,64}) /.exec(parts[at] ?? "")?.[1];
    const path = parts[at + 1] ?? "";
    if (hash !== undefined && !/^0+$/.test(hash) && !path.split("/").includes(".."))
      found.push({ path, hash });
  }
  return found;
}
