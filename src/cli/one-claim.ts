/** The claim that a command names: one of the claims file, or words about why it is not. */
import { didYouMean } from "../load/closest.ts";
import type { Claim } from "../model/claim.ts";
import { textOf } from "../author/literal.ts";
import { claimTables } from "../author/edit-claims.ts";
import type { TomlTable } from "../load/toml.ts";
import type { Current } from "./claims-file.ts";
import { UsageError } from "./usage.ts";

/** As it stands in the file, also where it cannot be read as a claim. */
export function rowOf(
  id: string,
  current: Current,
  shown: string,
  shipped: readonly Claim[],
): TomlTable {
  const rows = claimTables(current.text) ?? [];
  const row = rows.find((one) => one["id"] === id);
  if (row !== undefined) return row;
  const corpus = shipped.find((claim) => claim.id === id)?.origin.replace("corpus:", "");
  if (corpus !== undefined) {
    throw new UsageError(
      `\`${id}\` is a claim of the ${corpus} corpus and not in ${shown}`,
      `\`aphoria claims import --corpus ${corpus} --id ${id}\` copies it there.`,
    );
  }
  const near = didYouMean(
    id,
    rows.map((one) => textOf(one["id"])),
  );
  throw new UsageError(
    `there is no claim \`${id}\` in ${shown}${near}`,
    "`aphoria claims list` shows the ids.",
  );
}
