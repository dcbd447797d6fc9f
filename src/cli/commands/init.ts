/** `aphoria init`: a project's `.aphoria/`, from what its code is seen to use. */
import { dirname, join } from "node:path";
import { fieldsOf } from "../../author/render-claim.ts";
import { errorCode, errorReason } from "../../io/host.ts";
import type { Host } from "../../io/host.ts";
import { resolveConfigured } from "../../io/project.ts";
import { loadClaims } from "../../load/claims.ts";
import type { Claim } from "../../model/claim.ts";
import { planAdditions } from "../add-claims.ts";
import { count } from "../../report/wording.ts";
import { countPlaces, describePlaces, findPlaces } from "../claim-places.ts";
import type { Places } from "../claim-places.ts";
import {
  changeClaims,
  configuredClaims,
  failOn,
  findClaimsFile,
  readText,
  shippedClaims,
} from "../claims-file.ts";
import type { ClaimsFile, Current } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { deliver } from "../deliver.ts";
import { exitCode } from "../exit-code.ts";
import { CLAIMS_HEADER, CONFIG, IGNORE, initFiles, SCHEMAS } from "../init-files.ts";
import { isOn } from "../options.ts";
import { placeSkills, planSkills } from "../place-skills.ts";
import { JSON_FLAG, toJson } from "../project-inputs.ts";
import { planScan } from "../scan-plan.ts";
import { presentAs } from "../suggest-plan.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage.ts";
import { dayOf } from "../../model/day.ts";

const NOTES = `All shipped claims are held against the code once; those that have places in it become .aphoria/claims.toml. Beside it
come .aphoria/config.toml, in which every setting is explained, and .aphoria/.gitignore. Then the project is scanned.

What is there already is never changed: running it again writes only what is missing, and says which claims have
places by now and are not in the file.

--skills also puts the agent skills that ship into .claude/skills/: aphoria-claims, aphoria-suggest,
aphoria-custom-extractor-creator and cache-coherence-analyzer. One whose text is another is left as it is, unless --force.
They are written where there is no code yet, too.

Exit codes: 0 done, whatever the scan found · 2 not done.`;

export default {
  summary: "Write .aphoria/ from what the code is seen to use, then scan.",
  flags: [
    { name: "skills", help: "put the agent skills into .claude/skills/, too" },
    { name: "force", help: "with --skills: replace skills that were edited" },
    { name: "dry-run", help: "say what would be written, write nothing, do not scan" },
    { name: "no-color", help: "no colour" },
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria init", says: "once, in a new project" },
    { line: "aphoria init --dry-run", says: "what it would write" },
    { line: "aphoria init --skills", says: "and the skills for agents" },
  ],
  notes: NOTES,
  run,
} satisfies Command;

interface Proposed {
  readonly claim: Claim;
  readonly places: Places;
  /** The claim of the file that says it already. */
  readonly inFile: string | null;
}

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  if (isOn(typed, "force") && !isOn(typed, "skills")) {
    throw new UsageError("`--force` replaces edited skills, so it needs `--skills`");
  }
  const file = findClaimsFile(typed, host);
  for (const shown of [CONFIG, IGNORE, SCHEMAS]) refuseOutside(host, file, shown);
  const before = readText(host, file);
  const { value: own, diagnostics } = loadClaims(before ?? "", file.shown);
  failOn(diagnostics);
  const shipped = shippedClaims(host);
  const skills = isOn(typed, "skills") ? planSkills(host, file.root) : [];
  const { places, filesScanned } = await findPlaces(shipped, context);
  if (filesScanned === 0 && skills.length === 0) {
    throw new UsageError(
      `there is no source file in ${file.root}, so nothing was written`,
      "Run it where the code is; aphoria reads TypeScript, JavaScript, Rust and Python.",
    );
  }
  const proposed = shipped.flatMap((claim, index): Proposed[] => {
    const here = places[index];
    if (here === undefined || countPlaces(here) === 0) return [];
    return [{ claim, places: here, inFile: presentAs(claim, own)?.id ?? null }];
  });
  const isDry = isOn(typed, "dry-run");
  const accepted = before === undefined && proposed.length > 0 ? proposed : [];
  const files = await writeAll(host, file, accepted, isDry);
  const placed = placeSkills(host, skills, { isForced: isOn(typed, "force"), isDry });
  const said = {
    root: file.root,
    written: [...files.written, ...placed.written],
    kept: [...files.kept, ...placed.kept],
    edited: placed.edited,
    filesScanned,
    proposed,
    accepted,
    isDry,
  };
  if (isOn(typed, "json")) return sayJson(said, context);
  host.stdout.write(describe(said, file, host));
  if (!isDry && filesScanned > 0) await scanNow(typed, context);
}

interface Files {
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

/** The claims come first: where they cannot be written, nothing is. */
async function writeAll(
  host: Host,
  file: ClaimsFile,
  proposed: readonly Proposed[],
  isDry: boolean,
): Promise<Files> {
  const written: string[] = [];
  const kept: string[] = [];
  if (proposed.length > 0) {
    written.push(file.shown);
    if (!isDry) await writeClaims(host, file, proposed);
  } else if (host.lstat(file.path) !== undefined) {
    kept.push(file.shown);
  }
  for (const [shown, text] of initFiles()) {
    const path = join(file.root, shown);
    const isThere = isDry ? host.lstat(path) !== undefined : !create(host, path, shown, text);
    (isThere ? kept : written).push(shown);
  }
  return { written, kept };
}

async function writeClaims(
  host: Host,
  file: ClaimsFile,
  proposed: readonly Proposed[],
): Promise<void> {
  const created = dayOf(host.now());
  const surroundings = {
    shipped: proposed.map(({ claim }) => claim),
    configured: configuredClaims(host, file),
    force: false,
  };
  const change = (current: Current) => {
    // Somebody else wrote claims in the meantime: those stay alone.
    const additions =
      current.claims.length > 0
        ? []
        : proposed.map(({ claim }) => ({ ...fieldsOf(claim), created }));
    return planAdditions(current, additions, surroundings);
  };
  await changeClaims(host, file, change, CLAIMS_HEADER);
}

function create(host: Host, path: string, shown: string, text: string): boolean {
  try {
    if (host.stat(dirname(path)) === undefined) host.makeFolder(dirname(path));
    return host.createFile(path, text);
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(`${shown} cannot be written: ${errorReason(error)}`);
  }
}

/** A repository's links do not decide where is written. */
function refuseOutside(host: Host, { root }: ClaimsFile, shown: string): void {
  failOn(resolveConfigured(host, root, shown, shown).diagnostics);
}

interface Said extends Files {
  readonly root: string;
  /** Skills that are not what ships. */
  readonly edited: readonly string[];
  readonly filesScanned: number;
  readonly proposed: readonly Proposed[];
  /** Those that were, or would be, written. */
  readonly accepted: readonly Proposed[];
  readonly isDry: boolean;
}

function describe(said: Said, { shown }: ClaimsFile, { stdout }: Host): string {
  const { root, written, kept, edited, filesScanned, proposed, accepted, isDry } = said;
  const open = proposed.filter(({ inFile }) => inFile === null);
  const listed = accepted.length > 0 ? accepted : open;
  const rows = listed.map(({ claim, places }) => [claim.id, claim.subject, describePlaces(places)]);
  const claims = `${proposed.length} shipped ${proposed.length === 1 ? "claim has" : "claims have"} places`;
  const verb = isDry ? "would write" : "wrote";
  const lines = [`${root}: ${count(filesScanned, "file")}; ${claims} in them\n`];
  if (listed.length > 0) lines.push("\n", table(rows, stdout), "\n");
  if (written.length > 0) lines.push(`${verb} ${written.join(", ")}\n`);
  if (kept.length > 0) lines.push(`left as it is: ${kept.join(", ")}\n`);
  if (edited.length > 0) {
    lines.push(`edited, so left as it is (--force replaces it): ${edited.join(", ")}\n`);
  }
  if (accepted.length === 0 && open.length > 0) {
    lines.push(`${importHint(open)} adds the above to ${shown}\n`);
  }
  if (filesScanned === 0) lines.push("there is no source file yet, so nothing was scanned\n");
  if (proposed.length === 0 && !kept.includes(shown)) {
    lines.push(`no ${shown}: a scan uses the cache corpus until there is one\n`);
  }
  return lines.join("");
}

function importHint(open: readonly Proposed[]): string {
  const corpora = new Set(open.map(({ claim }) => claim.origin.replace("corpus:", "")));
  const ids = open.map(({ claim }) => claim.id).join(",");
  return `\`aphoria claims import --corpus ${[...corpora].join(",")} --id ${ids}\``;
}

async function sayJson(said: Said, { host, pipeline }: Context): Promise<void> {
  const { root, written, kept, edited, filesScanned, proposed, accepted, isDry } = said;
  const plan = planScan({ words: [], flags: {} }, host.cwd);
  const report =
    isDry || filesScanned === 0
      ? undefined
      : (await (await pipeline()).scan(plan.options, host)).report;
  host.stdout.write(
    toJson({
      root,
      dry_run: isDry,
      written,
      kept,
      edited,
      files_scanned: filesScanned,
      claims: proposed.map(({ claim, places, inFile }) => ({
        id: claim.id,
        subject: claim.subject,
        invariant: claim.invariant,
        places,
        written: !isDry && accepted.some((one) => one.claim.id === claim.id),
        in_file: inFile,
      })),
      summary: report?.summary ?? null,
      diagnostics: report?.diagnostics ?? [],
    }),
  );
  if (report !== undefined) {
    host.setExitCode(exitCode(report, { failOn: "never", strict: false }));
  }
}

async function scanNow(typed: Typed, { host, pipeline }: Context): Promise<void> {
  const { "no-color": noColor } = typed.flags;
  const flags = noColor === undefined ? {} : { "no-color": noColor };
  const plan = planScan({ words: [], flags }, host.cwd);
  const stages = await pipeline();
  const outcome = await stages.scan(plan.options, host);
  host.stdout.write("\n");
  await deliver(outcome, plan, host, stages);
  host.setExitCode(exitCode(outcome.report, { failOn: "never", strict: false }));
}
