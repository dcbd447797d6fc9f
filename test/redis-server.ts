/** A real redis-server for tests: on a free port of loopback, in a folder of its own, to be killed and started again. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Ends at once, with whatever it had not written down. */
  kill(): Promise<void>;
  /** After `kill`: on the same port, with what lies on its disk. */
  start(): Promise<void>;
  /** What `redis-cli` answers. */
  ask(...words: readonly string[]): string;
  stop(): Promise<void>;
}

/** Whether there is one; in CI its absence is an error, so that nothing is skipped there in silence. */
export function hasRedis(): boolean {
  if (spawnSync("redis-server", ["--version"]).status === 0) return true;
  if (process.env["CI"] !== undefined) throw new Error("redis-server is not installed");
  return false;
}

/** `options` as in redis.conf. */
export async function startRedis(
  options: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "aphoria-redis-"));
  const all = { port: String(port), bind: "127.0.0.1", dir: folder, save: "", ...options };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    const dying = child;
    child = undefined;
    if (dying === undefined || dying.exitCode !== null) return;
    const ended = once(dying, "exit");
    dying.kill("SIGKILL");
    await ended;
  };
  const start = async (): Promise<void> => {
    child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
    await ready(child);
  };
  process.once("exit", () => child?.kill("SIGKILL"));
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    ask: (...words) =>
      spawnSync("redis-cli", ["-p", String(port), ...words], { encoding: "utf8" }).stdout.trim(),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ready to accept connections")) done();
    });
    child.once("exit", () => fail(new Error(`redis-server did not start: ${said.slice(-500)}`)));
    child.once("error", fail);
  });
}
