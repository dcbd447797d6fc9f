/** `aphoria claims create`: from flags, from a place in the code, or by asking. */
import { renderClaim } from "../../author/render-claim.ts";
import type { ClaimFields } from "../../author/render-claim.ts";
import { planAdditions, checkClaim } from "../add-claims.ts";
import { assignmentsOf, FIELD_FLAGS, fieldsFrom, REQUIRED } from "../claim-fields.ts";
import { claimJson } from "../claim-json.ts";
import { askClaim } from "../claim-prompt.ts";
import {
  changeClaims,
  configuredClaims,
  findClaimsFile,
  noteFirstClaims,
  previewClaims,
  readOwnClaims,
  readText,
  shippedClaims,
} from "../claims-file.ts";
import { usesColor } from "../color.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn, valueOf } from "../options.ts";
import { CONFIG_FLAG, JSON_FLAG, toJson } from "../project-inputs.ts";
import { openPrompts } from "../prompts.ts";
import { startFrom } from "../start-from.ts";
import { UsageError } from "../usage.ts";
import { dayOf } from "../../model/day.ts";

const NOTES = `In a terminal, what is not given is asked for; --no-input never asks. The id is --id, else the one that a shipped corpus
gives to this subject and predicate if it is free here, else the next free one of the domain past the shipped ids.

A claim with the subject, predicate and scope of another is refused, as is one that no value can satisfy together
with another; the message names it, and which of the two has more authority. --force records both.

Exit codes: 0 written · 2 not written.`;

export default {
  summary: "Write a new claim into .aphoria/claims.toml.",
  flags: [
    { name: "id", takes: "ID", help: "its id, such as cache-046 (default: see below)" },
    ...FIELD_FLAGS,
    {
      name: "from",
      takes: "FILE:LINE",
      help: "begin with the marker or the call that stands there",
    },
    { name: "force", help: "record it although it repeats or contradicts another claim" },
    { name: "dry-run", help: "show it, write nothing" },
    { name: "no-input", help: "never ask" },
    { name: "no-color", help: "no colour; questions line by line, for screen readers" },
    { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
    CONFIG_FLAG,
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria claims create", says: "asks, shows, writes" },
    { line: "aphoria claims create --from src/client.rs:48", says: "from a marker or a call" },
    {
      line:
        "aphoria claims create --subject cache/ttl --predicate value --operator lte --value 24h " +
        '--invariant "Prices MUST be gone after a day" --consequence "Customers pay yesterday\'s price" ' +
        '--provenance "Pricing handbook" --section 3.2 --tier expert --category correctness',
      says: "everything at once",
    },
  ],
  notes: NOTES,
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const file = findClaimsFile(typed, host);
  const isNew = readText(host, file) === undefined;
  const known = { own: readOwnClaims(host, file), shipped: shippedClaims(host) };
  const from = valueOf(typed, "from");
  const start = from === undefined ? undefined : await startFrom(from, known, context);
  if (start !== undefined) host.stderr.write(`${start.says}\n`);
  const assignments = assignmentsOf(typed, textOf(start?.fields["operator"]));
  const id = valueOf(typed, "id");
  const fields: ClaimFields = {
    ...fieldsFrom(assignments, start?.fields),
    ...(id !== undefined && { id }),
  };
  const missing = missingFlags(fields);
  const asks = missing.length > 0 && host.isInteractive && !isOn(typed, "no-input");
  if (missing.length > 0 && !asks) throw incomplete(missing);
  const complete = asks ? await ask(fields, known, typed, context) : fields;

  const surroundings = {
    shipped: known.shipped,
    configured: configuredClaims(host, file),
    force: isOn(typed, "force"),
  };
  const isDry = isOn(typed, "dry-run");
  const { result } = await (isDry ? previewClaims : changeClaims)(host, file, (current) =>
    planAdditions(current, [dated(complete, host.now())], surroundings),
  );
  const [claim] = result;
  if (claim === undefined) return;
  if (isOn(typed, "json")) host.stdout.write(toJson(claimJson(claim)));
  else if (isDry) host.stdout.write(renderClaim({ ...dated(complete, host.now()), id: claim.id }));
  else host.stdout.write(`${claim.id} is written to ${file.shown}\n`);
  const replaced = surroundings.configured.find(({ id: other }) => other === claim.id);
  if (replaced !== undefined) {
    host.stderr.write(
      `${claim.id} takes the place of the claim with that id in ${replaced.origin}\n`,
    );
  }
  if (isNew && !isDry) noteFirstClaims(host, typed, file);
}

async function ask(
  fields: ClaimFields,
  known: Parameters<typeof askClaim>[2],
  typed: Typed,
  { host }: Context,
): Promise<ClaimFields> {
  const isColored = usesColor({ isOff: isOn(typed, "no-color"), env: host.env, isTTY: true });
  const prompts = await openPrompts(!isColored);
  prompts.start("A new claim");
  const answered = await askClaim(prompts, fields, known);
  checkClaim(answered);
  prompts.show("It will read", renderClaim(dated(answered, host.now())).trimEnd());
  if (await prompts.confirm("Write it?")) return answered;
  throw new UsageError("stopped, so nothing was written");
}

/** `--value` is not needed where the operator takes none. */
function missingFlags(fields: ClaimFields): readonly string[] {
  const needsNone = fields["operator"] === "present" || fields["operator"] === "absent";
  return REQUIRED.filter((key) => fields[key] === undefined && !(key === "value" && needsNone)).map(
    (key) => `--${key}`,
  );
}

function incomplete(missing: readonly string[]): UsageError {
  const flags = missing.map((flag) => `\`${flag}\``);
  const last = flags.pop() ?? "";
  const list = flags.length === 0 ? last : `${flags.join(", ")} and ${last}`;
  return new UsageError(
    `${list} ${flags.length === 0 ? "is" : "are"} missing`,
    "`aphoria claims create --help` explains them; in a terminal, without --no-input, they are asked for.",
  );
}

function dated(fields: ClaimFields, now: number): ClaimFields {
  return { ...fields, created: fields["created"] ?? dayOf(now) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
