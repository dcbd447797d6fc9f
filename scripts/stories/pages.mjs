/** The pages whose commands are run. The skills have a test of their own (test/skills.test.ts). */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Paths from the root of the repository. */
export const STORIES = [
  "README.md",
  "bench/RATIONALE.md",
  "eval/README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
    .toSorted(),
];
