/** The project's claims file, for the commands that write it: found, read and changed under a lock. */
import { dirname, resolve } from "node:path";
import { loadFindRanges } from "../author/claim-ranges.ts";
import type { FindRanges } from "../author/claim-ranges.ts";
import { editClaims } from "../author/edit-claims.ts";
import type { Edit } from "../author/edit-claims.ts";
import { openBuiltins } from "../io/builtins.ts";
import { errorCode, errorHelp, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import { readClaims, readConfig } from "../io/inputs.ts";
import { withLock } from "../io/lock.ts";
import { findProject, resolveConfigured } from "../io/project.ts";
import { readToml } from "../io/toml-files.ts";
import { loadClaims } from "../load/claims.ts";
import { parseToml } from "../load/toml.ts";
import type { Claim } from "../model/claim.ts";
import type { Config } from "../model/config.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Typed } from "./command.ts";
import { valueOf } from "./options.ts";
import { UsageError } from "./usage.ts";
import { diagnosticPlace } from "../report/wording.ts";

export interface ClaimsFile {
  readonly path: string;
  readonly shown: string;
  readonly root: string;
  readonly config: Config;
}

/** The file as it stands while it is locked. */
export interface Current {
  readonly text: string;
  readonly claims: readonly Claim[];
  readonly findRanges: FindRanges;
}

export interface Change<T> {
  readonly edits: readonly Edit[];
  readonly result: T;
}

export interface Changed<T> {
  readonly result: T;
  readonly before: string;
  readonly after: string;
}

const OWN = ".aphoria/claims.toml";
const HEADER =
  "# What must hold in this code, who says so, and what breaks otherwise.\n" +
  "# Written by hand or with `aphoria claims`, which keeps every comment.\n";

/** As a scan finds it: `--claims`, else the configuration, else `.aphoria/claims.toml` of the project. */
export function findClaimsFile(typed: Typed, host: Host): ClaimsFile {
  const { root } = findProject(host, undefined);
  const { value: config, diagnostics } = readConfig(host, root, valueOf(typed, "config"));
  failOn(diagnostics);
  const named = valueOf(typed, "claims");
  if (named !== undefined) return { path: resolve(host.cwd, named), shown: named, root, config };
  const shown = config.claims ?? OWN;
  const { value: path, diagnostics: outside } = resolveConfigured(host, root, shown, OWN);
  failOn(outside);
  return { path: path ?? resolve(root, shown), shown, root, config };
}

/** Reads, changes and writes while no other aphoria does. A file that is not there is empty. */
export async function changeClaims<T>(
  host: Host,
  file: ClaimsFile,
  change: (current: Current) => Change<T>,
  header = HEADER,
): Promise<Changed<T>> {
  const findRanges = await loadFindRanges();
  try {
    makeFolder(host, file);
    const locked = await withLock(host, file.path, (isMine) => {
      const { changed, isSame } = plan(host, file, change, findRanges, header);
      if (isSame) return changed;
      if (!isMine()) throw busy(file.shown, "another process took the lock over");
      host.writeFile(file.path, changed.after);
      return changed;
    });
    if (locked.kind === "done") return locked.value;
    throw busy(
      file.shown,
      `${locked.owner} has been changing it for over five seconds`,
      locked.lock,
    );
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(
      `${file.shown} cannot be written: ${errorReason(error)}`,
      errorHelp(error),
    );
  }
}

/** What a change would give; nothing is written. */
export async function previewClaims<T>(
  host: Host,
  file: ClaimsFile,
  change: (current: Current) => Change<T>,
): Promise<Changed<T>> {
  return plan(host, file, change, await loadFindRanges()).changed;
}

/** Undefined when the project has no claims file. */
export function readText(host: Host, file: ClaimsFile): string | undefined {
  if (host.lstat(file.path) === undefined) return undefined;
  const { value, diagnostics } = readToml(host, file);
  failOn(diagnostics);
  return value;
}

/** A project's first own claim ends the use of the corpus that stood in for them: that is not to go unsaid. */
export function noteFirstClaims(host: Host, typed: Typed, { shown, config }: ClaimsFile): void {
  if (valueOf(typed, "claims") !== undefined || config.corpus !== undefined) return;
  host.stderr.write(
    `From now on a scan uses ${shown} instead of the cache corpus; --corpus cache, ` +
      'or corpus = ["cache"] in .aphoria/config.toml, adds that.\n',
  );
}

export function readOwnClaims(host: Host, file: ClaimsFile): readonly Claim[] {
  return loadClaims(readText(host, file) ?? "", file.shown).value;
}

/** The claims of all corpora that ship. */
export function shippedClaims(host: Host): readonly Claim[] {
  const { corpus, corpusNames } = openBuiltins(host);
  return corpusNames().flatMap((name) => corpus(name).value);
}

/** The claims of corpora that the configuration adds to the project's own. */
export function configuredClaims(host: Host, { root, config }: ClaimsFile): readonly Claim[] {
  const { corpus = [] } = config;
  return corpus.length === 0 ? [] : readClaims(host, root, { corpus }, {}).value.claims;
}

function plan<T>(
  host: Host,
  file: ClaimsFile,
  change: (current: Current) => Change<T>,
  findRanges: FindRanges,
  header = HEADER,
): { readonly changed: Changed<T>; readonly isSame: boolean } {
  const before = readText(host, file);
  const text = before ?? header;
  const { value: toml, diagnostics } = parseToml(text, file.shown);
  if (toml === undefined) failOn(diagnostics);
  const { edits, result } = change({
    text,
    claims: loadClaims(text, file.shown).value,
    findRanges,
  });
  const edited = editClaims(text, edits, findRanges);
  if (edited.kind === "refused") {
    throw new UsageError(`${file.shown} was left as it is: ${edited.why}`);
  }
  failOnNew(text, edited.text, file.shown);
  const isSame = edited.text === before || edits.length === 0;
  return { changed: { result, before: text, after: edited.text }, isSame };
}

/** What was wrong before may stay wrong, so that it can be corrected piece by piece. */
function failOnNew(before: string, after: string, shown: string): void {
  const known = new Set(
    loadClaims(before, shown).diagnostics.map(({ message }) => unplaced(message)),
  );
  const added = loadClaims(after, shown).diagnostics.find(
    ({ severity, message }) => severity === "error" && !known.has(unplaced(message)),
  );
  if (added !== undefined) throw new UsageError(added.message, added.help);
}

function unplaced(message: string): string {
  return message.replaceAll(/\bline \d+/g, "line");
}

function makeFolder(host: Host, { path, shown }: ClaimsFile): void {
  const folder = dirname(path);
  if (host.stat(folder) !== undefined) return;
  if (!shown.startsWith(".aphoria/")) {
    throw new UsageError(`the folder of \`${shown}\` does not exist`);
  }
  try {
    host.makeFolder(folder);
  } catch (error) {
    // Somebody else made it in the meantime.
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

function busy(shown: string, why: string, lock?: string): UsageError {
  const hint =
    lock === undefined ? "Try again." : `Try again; if nothing is running, remove ${lock}.`;
  return new UsageError(`${shown} is in use: ${why}, so nothing was written`, hint);
}

/** The first error stands for all: nothing can be written before it is corrected. */
export function failOn(diagnostics: readonly Diagnostic[]): void {
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error === undefined) return;
  const { message, help } = error;
  const place = diagnosticPlace(error);
  throw new UsageError(place === "" ? message : `${place}: ${message}`, help);
}
