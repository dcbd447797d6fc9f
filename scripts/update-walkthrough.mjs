/** `npm run docs`: writes docs/walkthrough.md from a run of the five-day loop; it needs jq and cargo. */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runLoop } from "./loop/loop.mjs";
import { walkthrough } from "./loop/walkthrough.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const loop = await runLoop();
const broken = loop.checks.filter(({ holds }) => !holds);
for (const { day, what, found } of broken) console.error(`day ${day}: ${what}: found ${found}`);
if (loop.lacking.length > 0) {
  console.error(`docs/walkthrough.md is left as it is: ${loop.lacking.join(" and ")} not found`);
} else {
  writeFileSync(join(ROOT, "docs/walkthrough.md"), await walkthrough(loop));
}
process.exitCode = broken.length > 0 ? 1 : 0;
