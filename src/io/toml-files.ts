/** Reads TOML files, one or a folder of them; what cannot be read is a diagnostic, as in `load`. */
import { isUtf8 } from "node:buffer";
import { diagnostic } from "../load/codes.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import { errorCode, errorHelp, errorReason } from "./host.ts";
import type { Host } from "./host.ts";

/** The loader refuses from 1 MB on; this only keeps a monster from being read into memory. */
const LIMIT = 8_000_000;

export interface TomlFile {
  /** Absolute. */
  readonly path: string;
  /** In messages: relative to the root, or as typed. */
  readonly shown: string;
}

/** The value is undefined when there is no text to load. */
export function readToml(host: Host, { path, shown }: TomlFile): Checked<string | undefined> {
  try {
    const real = host.realpath(path);
    if (real === undefined) {
      return failed(
        diagnostic("path-not-found", { message: "there is no such file", path: shown }),
      );
    }
    const { bytes } = host.readInto(real, LIMIT);
    if (bytes !== undefined) return decode(bytes, shown);
    return failed(
      diagnostic("toml-too-large", { message: "the file is larger than 1 MB", path: shown }),
    );
  } catch (error) {
    if (errorCode(error) === "") throw error;
    const message = `cannot be read: ${errorReason(error)}`;
    const help = errorHelp(error);
    return failed(diagnostic("path-unreadable", { message, path: shown, help }));
  }
}

/** The TOML files that stand in the folder itself, by name. A folder that is not there has none. */
export function listToml(host: Host, folder: TomlFile): Checked<readonly TomlFile[]> {
  try {
    if (host.stat(folder.path) === undefined) return { value: [], diagnostics: [] };
    const names = host.readdir(folder.path).filter(({ name }) => name.endsWith(".toml"));
    return {
      value: names
        .map(({ name }) => name)
        .sort()
        .map((name) => ({ path: `${folder.path}/${name}`, shown: `${folder.shown}/${name}` })),
      diagnostics: [],
    };
  } catch (error) {
    if (errorCode(error) === "") throw error;
    const message = `cannot be read: ${errorReason(error)}`;
    const unreadable = diagnostic("path-unreadable", { message, path: folder.shown });
    return { value: [], diagnostics: [unreadable] };
  }
}

/** What `load` makes of the file, or `missing` when there is no text to load. */
export function readLoaded<T>(
  host: Host,
  file: TomlFile,
  missing: T,
  load: (text: string, path: string) => Checked<T>,
): Checked<T> {
  const { value: text, diagnostics } = readToml(host, file);
  return text === undefined ? { value: missing, diagnostics } : load(text, file.shown);
}

/** What `load` makes of each file of the folders; what it makes nothing of is left out. */
export function readFolders<T>(
  host: Host,
  folders: readonly TomlFile[],
  load: (text: string, file: TomlFile) => Checked<T | undefined>,
): Checked<readonly T[]> {
  const lists = folders.map((folder) => listToml(host, folder));
  const diagnostics: Diagnostic[] = lists.flatMap((list) => list.diagnostics);
  const values: T[] = [];
  for (const file of lists.flatMap(({ value }) => value)) {
    const { value: text, diagnostics: unread } = readToml(host, file);
    const read = text === undefined ? undefined : load(text, file);
    diagnostics.push(...unread, ...(read?.diagnostics ?? []));
    if (read?.value !== undefined) values.push(read.value);
  }
  return { value: values, diagnostics };
}

function decode(bytes: Buffer, path: string): Checked<string | undefined> {
  const value = bytes.toString("utf8");
  if (isUtf8(bytes)) return { value, diagnostics: [] };
  const before = value.slice(0, value.indexOf("\uFFFD")).split("\n");
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const help = "TOML is always UTF-8: convert the file.";
  return failed(diagnostic("toml-syntax", { message: "is not UTF-8", path, ...place, help }));
}

function failed(problem: Diagnostic): Checked<undefined> {
  return { value: undefined, diagnostics: [problem] };
}
