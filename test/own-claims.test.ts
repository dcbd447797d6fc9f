/** What aphoria claims about its own code: each claim can be broken, and what a scan says of them is what the page says. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { stateOfClaims } from "../scripts/state-of-claims.mjs";
import { loadClaims } from "../src/load/claims.ts";
import type { Report } from "../src/model/report.ts";
import { type } from "./cli/real-project.ts";
import { temporaryFolder } from "./io/temporary.ts";

/** What breaks a claim: a text in a file replaced by another, or a line put before it. */
type Break =
  | { readonly path: string; readonly from: string; readonly to: string }
  | { readonly path: string; readonly line: string };

const BREAKS: Readonly<Record<string, Break>> = {
  "aphoria-001": { path: "src/judge/judge.ts", line: 'import { readFileSync } from "node:fs";' },
  "aphoria-002": { path: "src/main.ts", line: "process.exit(1);" },
  "aphoria-003": { path: "src/load/toml.ts", from: "if (isTooLarge(text)) {", to: "if (!text) {" },
  "aphoria-004": { path: "src/extract/regexes.ts", from: "timeout: REGEX_LIMIT_MS,", to: "" },
  "aphoria-005": {
    path: "src/extract/regexes.ts",
    from: "timeout: REGEX_LIMIT_MS,",
    to: "timeout: 60_000,",
  },
  "aphoria-006": { path: "src/io/git.ts", from: "[...SAFE, ...args]", to: "args" },
  "aphoria-007": { path: "src/io/node-host.ts", from: "renameSync(temporary, target);", to: "" },
  "aphoria-008": { path: "src/judge/judge.ts", line: "export const now = Date.now();" },
  "aphoria-009": { path: "src/load/claims.ts", line: 'import { parse } from "@iarna/toml";' },
  "aphoria-010": {
    path: "src/gaps/gaps.ts",
    line: "export const read = (text: string) => JSON.parse(text);",
  },
  "aphoria-011": { path: "src/cli/prompts.ts", line: 'import { text } from "@clack/prompts";' },
  "aphoria-012": {
    path: "src/report/order.ts",
    line: "export const order = (a: string, b: string) => a.localeCompare(b);",
  },
  "aphoria-013": {
    path: "src/cache/store.ts",
    line: "const everything = new Map<string, string>();",
  },
  "aphoria-014": { path: "src/servers/yaml.ts", from: "budget.left > 0", to: "documents.length" },
};

const CLAIMS = loadClaims(readFileSync(".aphoria/claims.toml", "utf8"), "claims.toml").value;
const OWN = CLAIMS.map(({ id }) => id).filter((id) => id.startsWith("aphoria-"));

test("every claim of ours has a way to break it", () => {
  expect(Object.keys(BREAKS)).toEqual(OWN);
});

describe.each(Object.entries(BREAKS))("%s", (id, change) => {
  test("is in conflict where its code is broken, and not as the code is", async () => {
    const text = readSource(change.path);
    const broken =
      "line" in change ? `${change.line}\n${text}` : text.replace(change.from, change.to);
    expect(broken).not.toBe(text);
    expect(await verdictOf(id, change.path, text)).not.toBe("CONFLICT");
    expect(await verdictOf(id, change.path, broken)).toBe("CONFLICT");
  });
});

test("docs/state-of-claims.md is what a scan says (`npm run docs` renews it)", async () => {
  const { out } = await type(process.cwd(), "scan --format json --no-cache");
  const page = await stateOfClaims(JSON.parse(out) as Report);
  expect(readFileSync("docs/state-of-claims.md", "utf8")).toBe(page);
}, 120_000);

/** Of a project that has this one file, and our claims and extractors. */
async function verdictOf(id: string, path: string, text: string): Promise<string | undefined> {
  const folder = temporaryFolder();
  cpSync(".aphoria", join(folder, ".aphoria"), {
    recursive: true,
    filter: (name) => !/\.aphoria\/(?:cache|telemetry)$/.test(name),
  });
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  const { out, err } = await type(folder, `scan --claim ${id} --format json --no-cache`);
  expect(err).toBe("");
  return (JSON.parse(out) as Report).claims.find((claim) => claim.id === id)?.verdict;
}

function readSource(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
