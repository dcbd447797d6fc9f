/** A claim for tests, as it is read from TOML. */
import { renderClaim } from "../../src/author/render-claim.ts";
import { loadClaims } from "../../src/load/claims.ts";
import type { TomlTable } from "../../src/load/toml.ts";
import type { Claim } from "../../src/model/claim.ts";

export const SAMPLE: TomlTable = {
  id: "cache-001",
  subject: "cache/ttl",
  predicate: "value",
  operator: "lte",
  value: "1h",
  invariant: "Values MUST go",
  consequence: "They stay",
  provenance: "A handbook",
  tier: "spec",
  category: "safety",
};

export function claimOf(fields: TomlTable): Claim {
  const { value, diagnostics } = loadClaims(renderClaim({ ...SAMPLE, ...fields }), "claims.toml");
  const [claim] = value;
  if (claim === undefined) throw new Error(JSON.stringify(diagnostics));
  return claim;
}
