/** The compose file of a fleet: its Redis keeps what it is given, and its workers take what they are told. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import worker from "../../src/cli/commands/fleet-worker.ts";

interface Compose {
  readonly services: Readonly<
    Record<"redis" | "worker", { command: string[]; environment: Record<string, string> }>
  >;
}

test("integrations/fleet/compose.yaml fits the workers and the queue", () => {
  const { services } = parse(readFileSync("integrations/fleet/compose.yaml", "utf8")) as Compose;
  const typed = services.worker.command.filter((word) => word.startsWith("--"));
  const known = worker.flags.map(({ name }) => `--${name}`);
  expect(typed.filter((flag) => !known.includes(flag))).toEqual([]);
  expect(Object.keys(services.worker.environment)).toEqual([
    "APHORIA_QUEUE_URL",
    "APHORIA_QUEUE_PASSWORD",
    "APHORIA_QUEUE_PLAINTEXT",
  ]);
  const told = services.redis.command.join(" ");
  expect(told).toContain("--maxmemory-policy noeviction");
  expect(told).toContain("--appendonly yes");
  const dockerfile = readFileSync("integrations/fleet/Dockerfile", "utf8");
  const { peerDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    peerDependencies: Record<string, string>;
  };
  for (const name of Object.keys(peerDependencies)) expect(dockerfile).toContain(`${name}@^`);
});
