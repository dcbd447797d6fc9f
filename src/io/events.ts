/** The file that events are appended to: `events.jsonl`, bounded, in a folder that keeps itself out of git. */
import { errorCode, errorReason } from "./host.ts";
import type { Host } from "./host.ts";

/** Half of it goes, the older one, when it is this large. */
const LARGEST = 4 << 20;

/** Why nothing could be written, in words. Lines are written in one piece, so that processes do not mix theirs. */
export async function appendEvents(
  host: Host,
  folder: string,
  events: readonly unknown[],
): Promise<string | undefined> {
  if (events.length === 0) return undefined;
  const path = `${folder}/events.jsonl`;
  try {
    if (host.lstat(folder) === undefined) {
      host.makeFolder(folder);
      host.writeBytes(`${folder}/.gitignore`, Buffer.from("*\n"));
    }
    const stat = host.lstat(path);
    if (host.lstat(folder)?.kind !== "folder" || (stat !== undefined && stat.kind !== "file")) {
      return "its place is taken by something else";
    }
    if (stat !== undefined && stat.size > LARGEST) halve(host, path);
    host.append(path, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    return undefined;
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return errorReason(error);
  }
}

export function readEventFile(host: Host, folder: string): string {
  try {
    return host.readFile(`${folder}/events.jsonl`).toString("utf8");
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return "";
  }
}

function halve(host: Host, path: string): void {
  const bytes = host.readFile(path);
  const start = bytes.indexOf("\n", bytes.length - LARGEST / 2) + 1;
  host.writeBytes(path, bytes.subarray(start));
}
