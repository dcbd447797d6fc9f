/** `npm run docs`: scans this repository for its own claims and writes docs/state-of-claims.md. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stateOfClaims } from "./state-of-claims.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

spawnSync(process.execPath, [join(ROOT, "scripts/build.mjs"), "--if-needed"], { stdio: "inherit" });
const { stdout } = spawnSync(process.execPath, ["dist/main.js", "scan", "--format", "json"], {
  cwd: ROOT,
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
writeFileSync(join(ROOT, "docs/state-of-claims.md"), await stateOfClaims(JSON.parse(stdout)));
