/** Walks a folder where git cannot say what is in it. The only owner of fast-glob; it follows no link. */
import glob from "fast-glob";
import type { FileSystemAdapter } from "fast-glob";
import { diagnostic } from "../load/codes.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { extendRules, isIgnored } from "./gitignore.ts";
import type { RuleChain } from "./gitignore.ts";
import { errorReason } from "./host.ts";
import type { Entry, Host } from "./host.ts";
import { below, relativeTo } from "./project.ts";

export interface Walked {
  /** Relative to the root. */
  readonly files: readonly string[];
  readonly links: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * All files and links of the folder (relative to the root, empty for the root itself) that no `.gitignore` hides.
 * `rules` hold in the folder beside its own; `enters` says no to folders that need not be walked.
 */
export function walk(
  host: Host,
  root: string,
  folder: string,
  rules: RuleChain,
  enters: (folder: string) => boolean,
): Walked {
  const links: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const start = below(root, folder);
  const chains = new Map<string, RuleChain>();

  function list(path: string): readonly Entry[] {
    const folderName = relativeTo(root, path) ?? "";
    const above =
      path === start ? rules : (chains.get(path.slice(0, path.lastIndexOf("/"))) ?? rules);
    const entries = read(path, folderName);
    const chain = entries.some(({ name }) => name === ".gitignore")
      ? extendRules(host, path, above)
      : above;
    chains.set(path, chain);
    return entries.filter(({ name, kind }) => {
      if (name === ".git" || isIgnored(chain, below(path, name), kind === "folder")) return false;
      const inside = folderName === "" ? name : `${folderName}/${name}`;
      if (kind === "link") links.push(inside);
      return kind === "file" || (kind === "folder" && enters(inside));
    });
  }

  function read(path: string, folderName: string): readonly Entry[] {
    try {
      return host.readdir(path);
    } catch (error) {
      const message = `the folder cannot be read: ${errorReason(error)}`;
      diagnostics.push(
        diagnostic("file-unreadable", { message, path: folderName === "" ? "." : folderName }),
      );
      return [];
    }
  }

  const found = glob.sync("**", {
    cwd: start,
    dot: true,
    followSymbolicLinks: false,
    unique: false,
    fs: adapt(list),
  });
  const prefix = folder === "" ? "" : `${folder}/`;
  return { files: found.map((path) => prefix + restore(path)), links, diagnostics };
}

/** fast-glob needs one function of its file system when it follows no links and reads folders with types. */
function adapt(list: (path: string) => readonly Entry[]): Partial<FileSystemAdapter> {
  const readdirSync = (path: string): readonly Dirent[] =>
    list(restore(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path)).map(toDirent);
  return { readdirSync: readdirSync as unknown as FileSystemAdapter["readdirSync"] };
}

/** To fast-glob a `*` fits no line break, so those in names go through it as letters of the private area. */
const BREAKS = ["\n", "\r", "\u2028", "\u2029"];
const STAND_IN = 0xf8_f0;

function disguise(name: string): string {
  return name.replaceAll(/[\n\r\u2028\u2029]/g, (found) =>
    String.fromCharCode(STAND_IN + BREAKS.indexOf(found)),
  );
}

function restore(path: string): string {
  return path.replaceAll(
    /[\uF8F0-\uF8F3]/g,
    (found) => BREAKS[found.charCodeAt(0) - STAND_IN] ?? "",
  );
}

interface Dirent {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function toDirent({ name, kind }: Entry): Dirent {
  return {
    name: disguise(name),
    isFile: () => kind === "file",
    isDirectory: () => kind === "folder",
    isSymbolicLink: () => false,
  };
}
