/** `.gitignore` where git itself cannot be asked: nested files, each for its own folder. Owner of `ignore`. */
import ignore from "ignore";
import type { Ignore } from "ignore";
import { errorCode } from "./host.ts";
import type { Host } from "./host.ts";

/** Above this a `.gitignore` is not read: nobody wrote it by hand. */
const LIMIT = 1_000_000;

interface Rules {
  /** Absolute, with `/` at its end. */
  readonly folder: string;
  readonly rules: Ignore;
}

/** The rules that hold in one folder: its own, then those of the folders above. */
export type RuleChain = readonly Rules[];

/** The rules of a folder, given those of the folder above it. */
export function extendRules(host: Host, folder: string, above: RuleChain): RuleChain {
  const own = readRules(host, `${folder}/.gitignore`);
  return own === undefined ? above : [{ folder: withSlash(folder), rules: own }, ...above];
}

/** The rules that hold at the start folder: from `top` down to it, `.git/info/exclude` included. */
export function rulesAbove(host: Host, top: string, start: string): RuleChain {
  const exclude = readRules(host, `${top}/.git/info/exclude`);
  let chain: RuleChain = exclude === undefined ? [] : [{ folder: withSlash(top), rules: exclude }];
  if (start === top) return chain;
  chain = extendRules(host, top, chain);
  const steps = start.slice(withSlash(top).length).split("/");
  for (let depth = 1; depth < steps.length; depth++) {
    chain = extendRules(host, withSlash(top) + steps.slice(0, depth).join("/"), chain);
  }
  return chain;
}

/** The last word has the file nearest to the entry. */
export function isIgnored(chain: RuleChain, path: string, isFolder: boolean): boolean {
  for (const { folder, rules } of chain) {
    if (!path.startsWith(folder)) continue;
    const { ignored, unignored } = rules.test(path.slice(folder.length) + (isFolder ? "/" : ""));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function readRules(host: Host, path: string): Ignore | undefined {
  try {
    const { bytes } = host.readInto(path, LIMIT);
    return bytes && ignore({ ignorecase: false, allowRelativePaths: true }).add(bytes.toString());
  } catch (error) {
    if (errorCode(error) !== "") return undefined;
    throw error;
  }
}

function withSlash(folder: string): string {
  return folder.endsWith("/") ? folder : `${folder}/`;
}
