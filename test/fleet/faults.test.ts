/** What goes wrong in a fleet, done to a real one: every repository is reported exactly once, as it is alone. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { spawnSync } from "node:child_process";
import { packageFolder } from "../../src/io/version.ts";
import { hasRedis, startRedis, type RedisServer } from "../redis-server.ts";
import {
  makeFleet,
  readReport,
  reported,
  starter,
  substance,
  until,
  type Fleet,
  type Process,
} from "./harness.ts";

const REPOSITORIES = 6;

describe.skipIf(!hasRedis())("a fleet with redis-server", { timeout: 60_000 }, () => {
  let fleet: Fleet;
  let redis: RedisServer;
  let processes: ReturnType<typeof starter>;
  let runs = 0;

  beforeAll(async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "aphoria-fleet-test-")));
    spawnSync(process.execPath, [join(packageFolder(), "scripts/build.mjs"), "--if-needed"]);
    [redis, fleet] = await Promise.all([
      startRedis({ appendonly: "yes" }),
      makeFleet(folder, REPOSITORIES),
    ]);
    processes = starter(folder, { TMPDIR: folder });
  }, 60_000);
  afterEach(() => processes.endAll());
  afterAll(async () => {
    await redis.stop();
    rmSync(fleet.folder, { recursive: true, force: true });
  });

  const worker = (queue = redis.url): Process =>
    processes.start("worker", "--queue", queue, "--paths", ".", "--silence", "2s");
  const coordinator = (run: string, queue = redis.url, output = `${run}.json`): Process =>
    processes.start("run", "repos.toml", "--queue", queue, "--run", run, `--report=json=${output}`);
  const name = (): string => `test-${(runs += 1)}`;

  function expectWhole(report: string): void {
    const organisation = readReport(join(fleet.folder, report));
    expect(organisation.repositories.map((one) => one.name).toSorted()).toEqual(
      fleet.names.toSorted(),
    );
    const expected = [...fleet.expected].map(([one, outcome]) => [one, substance(outcome)]);
    expect(Object.fromEntries(reported(organisation))).toEqual(Object.fromEntries(expected));
  }

  test("a worker that is killed in the middle of a job loses nothing", async () => {
    const run = name();
    const first = worker();
    const coordination = coordinator(run);
    await until(() => /attempt 1/.test(first.log()), first.log);
    first.child.kill("SIGKILL");
    const second = worker();
    expect([await coordination.ended, coordination.log()]).toEqual([1, expect.any(String)]);
    expectWhole(`${run}.json`);
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });
});
