/**
 * `npm run fleet-faults -- ROUNDS`: a fleet of real processes and a real redis-server, to which eight things happen at random
 * in each round (10 when not said): killed workers, coordinators and servers, full memory, cut, slow and silent connections.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const rounds = Number(process.argv[2] ?? "10");
if (!Number.isInteger(rounds) || rounds < 1) {
  throw new Error("npm run fleet-faults -- ROUNDS: a whole number, such as 10");
}
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "test/fleet/faults.test.ts"], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, APHORIA_FAULTS: String(rounds) },
});
process.exitCode = status ?? 1;
