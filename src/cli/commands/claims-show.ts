/** `aphoria claims show ID`: what it says, and where it stands in the code now. */
import { didYouMean } from "../../load/closest.ts";
import type { Claim } from "../../model/claim.ts";
import { claimJson } from "../claim-json.ts";
import { describeClaim } from "../claim-text.ts";
import { failOn } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { isOn } from "../options.ts";
import {
  CLAIM_FLAGS,
  JSON_FLAG,
  projectClaims,
  speakDiagnostics,
  toJson,
} from "../project-inputs.ts";
import { describeStanding, readStanding } from "../standing.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Show everything about one claim, and where it stands in the code now.",
  words: { spec: "<id>", help: "the claim's id, such as cache-004" },
  flags: [
    ...CLAIM_FLAGS,
    { name: "include-tests", help: "look at test code too" },
    { name: "no-scan", help: "do not look at the code" },
    JSON_FLAG,
  ],
  examples: [{ line: "aphoria claims show cache-004", says: "what it says, who says so, where" }],
  notes: "It is 0 whatever the code does; `aphoria scan --claim ID` is what fails.",
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const [id = ""] = typed.words;
  const { value: claims, diagnostics } = projectClaims(typed, host);
  const claim = claims.find((one) => one.id === id);
  // The claim may stand in what could not be read: that is the one thing to say.
  if (claim === undefined) failOn(diagnostics);
  speakDiagnostics(diagnostics, host);
  if (claim === undefined) throw unknownClaim(id, claims);
  const standing = isOn(typed, "no-scan") ? undefined : await readStanding(claim, typed, context);
  host.stdout.write(
    isOn(typed, "json")
      ? toJson({ ...claimJson(claim), ...(standing !== undefined && { standing }) })
      : `${describeClaim(claim, host.stdout)}${standing === undefined ? "" : `\n${describeStanding(standing)}`}`,
  );
}

function unknownClaim(id: string, claims: readonly Claim[]): UsageError {
  const near = didYouMean(
    id,
    claims.map((one) => one.id),
  );
  return new UsageError(
    `there is no claim \`${id}\`${near}`,
    "`aphoria claims list` shows the ids.",
  );
}
