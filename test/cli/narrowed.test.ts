import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

const CLAIM = `
id = "shop-001"
subject = "cache/eviction_policy"
predicate = "kind"
operator = "ne"
value = "noeviction"
invariant = "The server MUST evict"
consequence = "Writes fail when memory is full"
provenance = "Redis documentation"
tier = "vendor"
category = "safety"
`;

test("a claim without a place in what is staged says nothing of the rest", async () => {
  const folder = temporaryFolder({
    ".aphoria/claims.toml": `[[claim]]${CLAIM}`,
    "src/a.ts": "export const one = 1;\n",
  });
  execFileSync("git", ["init", "-q"], { cwd: folder });
  execFileSync("git", ["add", "."], { cwd: folder });
  expect((await type(folder, "scan")).out).toContain("MISSING  shop-001");
  expect((await type(folder, "scan --staged")).out).not.toContain("MISSING  shop-001");
  expect((await type(folder, "scan --staged --show missing")).out).toContain("MISSING  shop-001");
});
