/** `aphoria report --dogfood`: the pages on a five-day loop, from its claims, extractors and recorded scans. */
import { dirname } from "node:path";
import { dayFive } from "../../dogfood/day-5.ts";
import { dayFour } from "../../dogfood/day-4.ts";
import { dayOne } from "../../dogfood/day-1.ts";
import { dayThree } from "../../dogfood/day-3.ts";
import { dayTwo } from "../../dogfood/day-2.ts";
import { countBlanks, renderPage, renderSection } from "../../dogfood/page.ts";
import type { Page, Rendered } from "../../dogfood/page.ts";
import type { Record } from "../../dogfood/record.ts";
import { statusBlock } from "../../dogfood/status.ts";
import type { Host } from "../../io/host.ts";
import { findProject } from "../../io/project.ts";
import { findClaimsFile, readOwnClaims } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import {
  attempt,
  findPage,
  findScans,
  inside,
  readPage,
  readScan,
  readScans,
  SCANS,
  SUMMARIES,
} from "../loop-files.ts";
import type { Located } from "../loop-files.ts";
import { offerOf } from "../offer.ts";
import { isOn, numberOf } from "../options.ts";
import { CLAIM_FLAGS, JSON_FLAG, projectExtractors, toJson } from "../project-inputs.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage.ts";
import { verifyOwn } from "../verify-own.ts";

const NOTES = `It reads scan-v1.json (before there are extractors for what it misses), scan-v2.json (with them), scan-final.json (after the
fixes) and any other scan-*.json as the scans in between, in the order of their numbers; the claims; and .aphoria/extractors/.
Of all five days it writes DAY1- to DAY4-SUMMARY.md into summaries/, DAY5-DOGFOODING-REPORT.md, and the Status of the
README, and moves the scans into scans/. With --day it writes one page beside the code and moves nothing.

Every number is measured. What only a person knows is a blank, ___: what you write in its place is kept when the pages
are written again, and so is everything outside the blocks marked "measured".

Exit codes: 0 written · 2 a scan is missing or broken, or a page is; nothing is written then.`;

export default {
  summary: "Write up the five-day loop: claims, gaps, extractors, fixes, each number measured.",
  flags: [
    { name: "dogfood", help: "the report on a five-day loop (the only kind there is so far)" },
    { name: "day", takes: "N", help: "only the page of day 1 to 5" },
    { name: "dry-run", help: "say what would be written and moved, do nothing" },
    ...CLAIM_FLAGS.filter(({ name }) => name !== "corpus"),
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria report --dogfood --day 3", says: "DAY3-SUMMARY.md, from the two scans" },
    { line: "aphoria report --dogfood", says: "all pages, once the last scan is recorded" },
  ],
  notes: NOTES,
  run,
} satisfies Command;

interface Change {
  readonly path: string;
  /** Where it was; set when it moves. */
  readonly from?: string;
  readonly text: string;
  readonly state: "new" | "changed" | "unchanged" | "moved";
}

async function run(typed: Typed, { host }: Context): Promise<void> {
  if (!isOn(typed, "dogfood")) {
    throw new UsageError(
      "which report is not said",
      "`aphoria report --dogfood` is the only kind so far.",
    );
  }
  const day = numberOf(typed, "day", 1, 5);
  const { root } = findProject(host, undefined);
  const record = readRecord(typed, host);
  const scans = findScans(host, root);
  const problems: string[] = [];
  const pages = pagesOf(record, host, root, scans, day);
  const changes = [
    ...pages.flatMap((page) => planPage(host, root, page, day === undefined, problems)),
    ...(day === undefined ? archive(host, root, record, scans) : []),
  ];
  if (!isOn(typed, "dry-run")) apply(host, root, changes);
  say(changes, problems, typed, host);
}

function readRecord(typed: Typed, host: Host): Record {
  const file = findClaimsFile(typed, host);
  const claims = readOwnClaims(host, file);
  if (claims.length === 0) {
    throw new UsageError(
      `${file.shown} has no claims, so there is nothing to report on`,
      "`aphoria claims create` and `aphoria suggest --accept-all` write them.",
    );
  }
  const { value: extractors, diagnostics } = projectExtractors(typed, host);
  const broken = diagnostics.find(({ severity }) => severity === "error");
  if (broken !== undefined) throw new UsageError(broken.message, broken.help);
  return {
    claims,
    namingErrors: verifyOwn(typed, host, claims)
      .filter(({ code, severity }) => code === "claim-name" && severity === "error")
      .map(({ message }) => message),
    extractors: extractors
      .filter(({ pack }) => pack === "project")
      .map(({ id, title, subject, predicate, status }) => {
        return { id, title, subject, predicate, isDraft: status === "draft" };
      })
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    offer: offerOf(host),
  };
}

function pagesOf(
  record: Record,
  host: Host,
  root: string,
  scans: readonly Located[],
  day: number | undefined,
): readonly Page[] {
  const scan = (name: string) => readScan(host, root, scans, `scan-${name}.json`);
  switch (day) {
    case 1:
      return [dayOne(record)];
    case 2:
      return [dayTwo(scan("v1"))];
    case 3:
      return [dayThree(record, scan("v1"), scan("v2"))];
    default: {
      const all = readScans(host, root, scans);
      if (day === 4) return [dayFour(record, all)];
      if (day === 5) return [dayFive(record, all)];
      const { first, second } = all;
      const days = [dayOne(record), dayTwo(first), dayThree(record, first, second)];
      return [...days, dayFour(record, all), dayFive(record, all)];
    }
  }
}

/** The last page stays at the root; the others move into their folder with the whole report. */
function planPage(
  host: Host,
  root: string,
  page: Page,
  isWhole: boolean,
  problems: string[],
): readonly Change[] {
  const found = findPage(host, root, page.name);
  const old = found === undefined ? undefined : readPage(host, root, found.path);
  const rendered = renderPage(page, old);
  const path =
    isWhole && page.name.endsWith("-SUMMARY.md")
      ? `${SUMMARIES}/${page.name}`
      : (found?.path ?? page.name);
  if ("problem" in rendered && !rendered.isTheirs) {
    throw new UsageError(
      `${found?.path} ${rendered.problem}, so nothing was written`,
      "Put it back, or remove the file.",
    );
  }
  if ("problem" in rendered) {
    problems.push(`${found?.path} ${rendered.problem}`);
    return [];
  }
  return [changeTo(path, found?.path, old, rendered.text)];
}

function changeTo(
  path: string,
  from: string | undefined,
  old: string | undefined,
  text: string,
): Change {
  const isMoved = from !== undefined && from !== path;
  const state =
    old === undefined ? "new" : old !== text ? "changed" : isMoved ? "moved" : "unchanged";
  return { path, text, state, ...(isMoved && { from }) };
}

/** The README's status, and the scans on their way into their folder. */
function archive(
  host: Host,
  root: string,
  record: Record,
  scans: readonly Located[],
): readonly Change[] {
  const readme = readPage(host, root, "README.md");
  const block = statusBlock(record, readScans(host, root, scans));
  const rendered: Rendered = renderSection("## Status", block, readme ?? "");
  if ("problem" in rendered)
    throw new UsageError(`README.md ${rendered.problem}, so nothing was written`);
  return [
    changeTo("README.md", readme === undefined ? undefined : "README.md", readme, rendered.text),
    ...scans.map(({ path, archived }) => {
      const text = readPage(host, root, path) ?? "";
      const there = path === archived ? undefined : readPage(host, root, archived);
      if (there !== undefined && there !== text) {
        throw new UsageError(
          `${path} and ${archived} are there both and differ, so nothing was written`,
          "Remove the one that is not meant.",
        );
      }
      return changeTo(archived, path, text, text);
    }),
  ];
}

/** What is new is there before what is old goes, so that a crash loses nothing. */
function apply(host: Host, root: string, changes: readonly Change[]): void {
  const real = new Map(changes.map(({ path }) => [path, inside(host, root, path)]));
  for (const { path, text, state } of changes) {
    const target = real.get(path);
    if (state === "unchanged" || target === undefined) continue;
    attempt(path, "written", () => {
      if (host.stat(dirname(target)) === undefined) host.makeFolder(dirname(target));
      host.writeFile(target, text);
    });
  }
  for (const { from } of changes) {
    if (from !== undefined)
      attempt(from, "written", () => host.removeFile(inside(host, root, from)));
  }
}

function say(
  changes: readonly Change[],
  problems: readonly string[],
  typed: Typed,
  host: Host,
): void {
  const isDry = isOn(typed, "dry-run");
  const files = changes.map(({ path, from, text, state }) => {
    const blanks = path.endsWith(".md") && !/(?:^|\/)scan-/.test(path) ? countBlanks(text) : 0;
    return { path, from: from ?? null, state, blanks };
  });
  const blanks = files.reduce((sum, file) => sum + file.blanks, 0);
  if (isOn(typed, "json")) {
    host.stdout.write(toJson({ dry_run: isDry, files, left_alone: problems, blanks }));
    return;
  }
  const isScan = ({ path }: { readonly path: string }) => path.startsWith(`${SCANS}/`);
  const moved = files.filter((file) => isScan(file) && file.from !== null).length;
  const rows = files
    .filter((file) => !isScan(file))
    .map(({ path, from, state, blanks: left }) => [
      path,
      from === null || state === "moved" ? state : `${state}, moved`,
      left === 0 ? "" : `${left} ${left === 1 ? "blank" : "blanks"}`,
    ]);
  if (moved > 0) rows.push([`${SCANS}/`, `${moved} ${moved === 1 ? "file" : "files"} moved`, ""]);
  host.stdout.write(table(rows, host.stdout));
  for (const problem of problems) host.stderr.write(`${problem}\n`);
  if (isDry) host.stdout.write("nothing was written\n");
  if (blanks > 0) {
    host.stdout.write(
      `${blanks} ${blanks === 1 ? "blank is" : "blanks are"} left for people; what you write in place of ___ is kept\n`,
    );
  }
}
