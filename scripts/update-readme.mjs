/** `npm run docs`: puts what the commands really print into the README, below each `<!-- output: … -->`. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const README = join(ROOT, "README.md");
const BLOCK = /(<!-- output: aphoria (.+?) -->\n\n```text\n)[^]*?(```\n)/g;

spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"], { stdio: "inherit" });
const text = readFileSync(README, "utf8");
writeFileSync(
  README,
  text.replaceAll(
    BLOCK,
    (_, head, words, end) => `${head}$ aphoria ${words}\n${print(words)}${end}`,
  ),
);

/** @param {string} words */
function print(words) {
  const { stdout } = spawnSync(process.execPath, ["dist/main.js", ...words.split(" ")], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return stdout;
}
