/** Many threads find what one does. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encode } from "../src/cache/codec.ts";
import { fileOf, lowerFile } from "../src/look/candidates.ts";
import type { Crew } from "../src/io/workers.ts";
import { packageFolder } from "../src/io/version.ts";
import { parseText } from "../src/parse/parse.ts";
import { shareTrees } from "../src/memory/shared-trees.ts";

const LARGE = "const a = cache.get(1);\n".repeat(10_000);

test("a crew is hired when there is enough to do, once, and hears of what was expected before", () => {
  const added: string[] = [];
  let hired = 0;
  const crew: Crew = { add: (key) => void added.push(key), take: () => undefined, stop: () => {} };
  const trees = shareTrees(undefined, () => {
    hired += 1;
    return crew;
  });
  trees.expect(fileOf("a.ts", "small"));
  trees.expect(fileOf("b.toml", LARGE));
  expect([hired, added]).toEqual([0, []]);
  trees.expect(fileOf("b.ts", LARGE));
  trees.expect(fileOf("c.ts", "small"));
  expect([hired, added]).toEqual([1, ["a.ts", "b.ts", "c.ts"]]);
  expect(trees.get(fileOf("a.ts", "small"))).toBeUndefined();
});

test("a tree from another thread is the tree", () => {
  const file = fileOf("b.ts", LARGE);
  const lowered = lowerFile(file, () => parseText(file.text, "TypeScript"));
  const crew: Crew = {
    add: () => {},
    take: () => Uint8Array.from(encode(lowered)),
    stop: () => {},
  };
  const trees = shareTrees(undefined, () => crew);
  trees.expect(file);
  expect(trees.get(file)).toStrictEqual(lowered);
});

test("one thread and three: the same report", { timeout: 60_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), "aphoria-threads-"));
  const main = join(packageFolder(), "dist/main.js");
  spawnSync(process.execPath, [join(packageFolder(), "scripts/build.mjs"), "--if-needed"]);
  mkdirSync(join(root, "src"));
  for (let index = 0; index < 40; index += 1) {
    const lines = Array.from(
      { length: 60 },
      (_, at) => `  redis.set("k${at}", other${(index + 1) % 40}(at));`,
    );
    writeFileSync(
      join(root, `src/m${index}.ts`),
      `import Redis from "ioredis";
import { other${(index + 1) % 40} } from "./m${(index + 1) % 40}";
const redis = new Redis();
export function other${index}(at: number) {
${lines.join("\n")}
  return at;
}
${index % 7 === 0 ? "function broken( {" : ""}
`,
    );
  }
  const scan = (jobs: string): string =>
    spawnSync(
      process.execPath,
      [main, "scan", root, "--no-cache", "--jobs", jobs, "--format", "json", "--fail-on", "never"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    ).stdout.replace(/"duration_ms": ?\d+/, "");
  const alone = scan("1");
  expect(alone.split('"claim_id"').length).toBeGreaterThan(1000);
  expect(scan("3")).toBe(alone);
  rmSync(root, { recursive: true });
});
