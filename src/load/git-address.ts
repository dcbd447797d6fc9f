/**
 * Where git may fetch from. git takes an address for a flag, a program or a local folder as soon as it looks like one, so
 * an address is one of four plain kinds, and holds no secret: it stands in files, in the queue and in reports.
 */

export interface GitAddress {
  readonly protocol: "https" | "ssh" | "file";
  /** Lower case; empty for `file`. */
  readonly host: string;
}

export interface AddressProblem {
  readonly message: string;
  readonly help: string;
}

const HELP =
  "Write https://host/path.git, ssh://git@host/path.git, git@host:path.git or file:///folder.";
const LONGEST = 500;
/** Printable characters without spaces, quotes and what a shell reads. */
const PLAIN = /^[A-Za-z0-9._~:/@%+,=-]+$/;
const HOST = /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/;
const SCP = /^(?<user>[A-Za-z0-9][\w.-]*)@(?<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?<path>[^/-].*)$/;

/** Undefined where it is none of the kinds. */
export function readGitAddress(text: string): GitAddress | undefined {
  if (text.length > LONGEST || !PLAIN.test(text)) return undefined;
  const scp = SCP.exec(text)?.groups;
  if (scp !== undefined && !text.includes("://")) {
    return { protocol: "ssh", host: (scp["host"] ?? "").toLowerCase() };
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const protocol = url?.protocol.slice(0, -1);
  if (url === undefined || url.pathname.length < 2) return undefined;
  if (protocol === "file") {
    return url.hostname === "" && text.startsWith("file:///") ? { protocol, host: "" } : undefined;
  }
  if (protocol !== "https" && protocol !== "ssh") return undefined;
  const host = url.hostname.toLowerCase();
  return HOST.test(host) ? { protocol, host } : undefined;
}

export function gitAddressProblem(text: string): AddressProblem | undefined {
  if (/^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(text) || /^https?:\/\/[^/]*@/i.test(text)) {
    return {
      message:
        "the address holds credentials, which do not belong into a file, a queue or a report",
      help: "Give them to the workers: an ssh agent, or a git configuration that APHORIA_GIT_CONFIG names.",
    };
  }
  if (readGitAddress(text) !== undefined) return undefined;
  return { message: "this is no address that git is let fetch from", help: HELP };
}
