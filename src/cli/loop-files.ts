/** The files of a five-day loop: recorded scans and pages, at the project's root until they are archived. */
import { relative, resolve } from "node:path";
import type { Scan, Scans } from "../dogfood/record.ts";
import { errorCode, errorHelp, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import { resolveConfigured } from "../io/project.ts";
import { failOn } from "./claims-file.ts";
import { readReportFile } from "./report-file.ts";
import { UsageError } from "./usage.ts";

export const SCANS = "scans";
export const SUMMARIES = "summaries";

const SCAN = /^scan-[\w.-]+\.json$/;
/** `scan-v1.md` beside `scan-v1.json` belongs to it. */
const COMPANION = /^scan-[\w.-]+\.md$/;

/** Where it is now and where it belongs in the end, relative to the root. */
export interface Located {
  readonly name: string;
  readonly path: string;
  readonly archived: string;
}

export function findScans(host: Host, root: string): readonly Located[] {
  const names = namesIn(host, root, "");
  const archived = namesIn(host, root, SCANS).filter((name) => SCAN.test(name));
  const scans = names.filter((name) => SCAN.test(name));
  const companions = names.filter(
    (name) => COMPANION.test(name) && scans.includes(name.replace(/\.md$/, ".json")),
  );
  const here = [...scans, ...companions].map((name) => locate(name, "", SCANS));
  const known = new Set(here.map(({ name }) => name));
  const there = archived.filter((name) => !known.has(name));
  return [...here, ...there.map((name) => locate(name, SCANS, SCANS))];
}

export function findPage(host: Host, root: string, name: string): Located | undefined {
  const folder = ["", SUMMARIES].find((one) => namesIn(host, root, one).includes(name));
  return folder === undefined ? undefined : locate(name, folder, SUMMARIES);
}

function locate(name: string, folder: string, archive: string): Located {
  return { name, path: folder === "" ? name : `${folder}/${name}`, archived: `${archive}/${name}` };
}

/** One by its name; a usage error that says which command records it. */
export function readScan(host: Host, root: string, scans: readonly Located[], name: string): Scan {
  const found = scans.find((one) => one.name === name);
  if (found === undefined) {
    throw new UsageError(
      `${name} is missing, both here and in ${SCANS}/, so nothing was written`,
      `\`aphoria scan --format json > ${name}\` records it.`,
    );
  }
  const shown = relative(host.cwd, resolve(root, found.path));
  return { name, report: readReportFile(host, shown) };
}

/** `scan-v1`, `scan-v2`, `scan-final`, and every other one as the scan after a fix, in the order of their numbers. */
export function readScans(host: Host, root: string, scans: readonly Located[]): Scans {
  const [first, second, final] = ["v1", "v2", "final"].map((name) =>
    readScan(host, root, scans, `scan-${name}.json`),
  ) as [Scan, Scan, Scan];
  const known = new Set([first, second, final].map(({ name }) => name));
  const fixes = scans
    .filter(({ name }) => SCAN.test(name) && !known.has(name))
    .toSorted((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : 1))
    .map(({ name }) => readScan(host, root, scans, name));
  return { first, second, fixes, final };
}

function sortKey(name: string): string {
  return name.replaceAll(/\d+/g, (digits) => digits.padStart(12, "0"));
}

/** Undefined when there is none. */
export function readPage(host: Host, root: string, path: string): string | undefined {
  const real = inside(host, root, path);
  if (host.stat(real) === undefined) return undefined;
  return attempt(path, "read", () => host.readFile(real).toString("utf8"));
}

/** The absolute path; a link out of the project is refused. */
export function inside(host: Host, root: string, path: string): string {
  const { value, diagnostics } = resolveConfigured(host, root, path, path);
  failOn(diagnostics);
  return value ?? resolve(root, path);
}

export function attempt<T>(path: string, verb: "read" | "written", act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(`${path} cannot be ${verb}: ${errorReason(error)}`, errorHelp(error));
  }
}

function namesIn(host: Host, root: string, folder: string): readonly string[] {
  const path = folder === "" ? root : inside(host, root, folder);
  if (host.stat(path)?.kind !== "folder") return [];
  return attempt(folder, "read", () => host.readdir(path))
    .filter(({ kind }) => kind !== "folder")
    .map(({ name }) => name)
    .toSorted();
}
