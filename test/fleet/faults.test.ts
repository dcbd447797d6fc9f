/** What goes wrong in a fleet, done to a real one: every repository is reported exactly once, as it is alone. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { spawnSync } from "node:child_process";
import { packageFolder } from "../../src/io/version.ts";
import { startProxy } from "../redis-proxy.ts";
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
  let named = 0;

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
    processes.start("worker", "--queue", queue, "--paths", ".", "--silence", "2s", "--grace", "5s");
  const coordinator = (run: string, queue = redis.url, output = `${run}.json`): Process =>
    processes.start("run", "repos.toml", "--queue", queue, "--run", run, `--report=json=${output}`);
  const name = (): string => `test-${(named += 1)}`;
  /** Done by now, in a run. */
  const results = (run: string): number =>
    Number(redis.ask("hlen", `aphoria:default:run:${run}:results`));
  const someResults = (run: string, log: Process): Promise<void> =>
    until(() => results(run) > 0, log.log);

  async function expectWhole(run: string, coordination: Process, output = `${run}.json`) {
    const code = await coordination.ended;
    expect({ code, log: code === 1 ? "" : coordination.log() }).toEqual({ code: 1, log: "" });
    const organisation = readReport(join(fleet.folder, output));
    expect(organisation.repositories.map((one) => one.name).toSorted()).toEqual(
      fleet.names.toSorted(),
    );
    const expected = [...fleet.expected].map(([one, outcome]) => [one, substance(outcome)]);
    expect(Object.fromEntries(reported(organisation))).toEqual(Object.fromEntries(expected));
  }

  test("workers and a coordinator are killed, and two coordinators see to one run", async () => {
    const run = name();
    const first = worker();
    const dying = coordinator(run);
    await someResults(run, first);
    dying.child.kill("SIGKILL");
    first.child.kill("SIGKILL");
    const second = worker();
    const [one, other] = [coordinator(run), coordinator(run, redis.url, "other.json")];
    await Promise.all([expectWhole(run, one), expectWhole(run, other, "other.json")]);
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });

  test("a server that is killed, started again, and full for a while", async () => {
    const run = name();
    const working = worker();
    const coordination = coordinator(run);
    await someResults(run, working);
    await redis.kill();
    await new Promise((done) => setTimeout(done, 1_000));
    await redis.start();
    redis.ask("config", "set", "maxmemory", "1");
    await new Promise((done) => setTimeout(done, 3_000));
    redis.ask("config", "set", "maxmemory", "0");
    await expectWhole(run, coordination);
  });

  test("connections that are slow, cut and silent", async () => {
    const run = name();
    const proxy = await startProxy(redis.port);
    try {
      proxy.delay(30);
      const [behind, beside] = [worker(proxy.url), worker()];
      const coordination = coordinator(run, proxy.url);
      await someResults(run, behind);
      proxy.cut();
      await new Promise((done) => setTimeout(done, 500));
      // Longer than a worker may be silent: its job goes to the other one.
      proxy.drop(true);
      await until(() => results(run) === REPOSITORIES, beside.log);
      proxy.drop(false);
      proxy.cut();
      await expectWhole(run, coordination);
    } finally {
      await proxy.close();
    }
  });

  test("dead letters are listed and retried, and a run is cancelled", async () => {
    const run = name();
    const queue = ["--queue", redis.url];
    writeFileSync(
      join(fleet.folder, "gone.toml"),
      '[defaults]\ncorpus = ["cache"]\n[[repository]]\nname = "late"\npath = "late"\n',
    );
    const ask = async (...words: readonly string[]) => {
      const asked = processes.start(...words, ...queue);
      return { code: await asked.ended, said: asked.log() };
    };
    const working = worker();
    const flags = ["--run", run, "--attempts=1", `--report=json=${run}.json`];
    const first = await ask("run", "gone.toml", ...flags);
    expect(first.code).toBe(2);
    expect(readReport(join(fleet.folder, `${run}.json`)).repositories).toMatchObject([
      { name: "late", status: "failed", accepted: false, summary: null },
    ]);
    const dead = JSON.parse((await ask("dead", "--json")).said) as { id: string; data: unknown }[];
    expect(dead).toMatchObject([{ data: { name: "late", run } }]);

    mkdirSync(join(fleet.folder, "late/.git"), { recursive: true });
    writeFileSync(join(fleet.folder, "late/a.ts"), "export {};\n");
    expect((await ask("retry", dead[0]?.id ?? "")).code).toBe(0);
    expect((await ask("run", "gone.toml", ...flags)).code).toBe(0);
    working.child.kill("SIGTERM");
    expect([await working.ended, working.log()]).toEqual([0, expect.stringContaining("stopped")]);

    const cancelled = name();
    const coordination = coordinator(cancelled);
    await until(
      () => redis.ask("exists", `aphoria:default:run:${cancelled}:record`) === "1",
      coordination.log,
    );
    expect((await ask("cancel", cancelled)).code).toBe(0);
    expect(await coordination.ended).toBe(2);
    const { summary } = readReport(join(fleet.folder, `${cancelled}.json`));
    expect(summary).toMatchObject({
      repositories: REPOSITORIES,
      cancelled: REPOSITORIES,
      scanned: 0,
    });
    expect((await ask("status")).said).toMatch(/0 waiting, 0 being worked on/);
  });

  /** None in `npm test`; as many as `npm run fleet-faults -- ROUNDS` says. */
  const rounds = Array.from(
    { length: Number(process.env["APHORIA_FAULTS"] ?? "0") },
    (_, at) => at + 1,
  );
  test.each(rounds)("whatever happens, round %i", { timeout: 600_000 }, async (round) => {
    const run = name();
    const proxy = await startProxy(redis.port);
    const random = generator(round);
    const workers = [worker(proxy.url), worker()];
    let coordination = coordinator(run, proxy.url);
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
    const faults: Readonly<Record<string, () => Promise<void> | void>> = {
      async worker() {
        const at = random() < 0.5 ? 0 : 1;
        workers[at]?.child.kill("SIGKILL");
        workers[at] = worker(at === 0 ? proxy.url : redis.url);
      },
      async coordinator() {
        if (coordination.child.exitCode !== null) return;
        coordination.child.kill("SIGKILL");
        await coordination.ended;
        coordination = coordinator(run, proxy.url);
      },
      async server() {
        await redis.kill();
        await wait(1_000 * random());
        await redis.start();
      },
      async memory() {
        redis.ask("config", "set", "maxmemory", "1");
        await wait(3_000 * random());
        redis.ask("config", "set", "maxmemory", "0");
      },
      async silence() {
        proxy.drop(true);
        await wait(5_000 * random());
        proxy.drop(false);
        proxy.cut();
      },
      cut: () => proxy.cut(),
      slow: () => proxy.delay(100 * random()),
    };
    try {
      const names = Object.keys(faults);
      for (let fault = 0; fault < 8; fault += 1) {
        await wait(2_000 * random());
        const what = names[Math.floor(random() * names.length)] ?? "";
        await faults[what]?.();
      }
      // One that is started while the server is away says so and ends; whoever runs it starts it again.
      workers.push(worker());
      while ((await coordination.ended) === 2 && /does not answer/.test(coordination.log())) {
        coordination = coordinator(run, proxy.url);
      }
      await expectWhole(run, coordination);
    } finally {
      await proxy.close();
    }
  });
});

/** Mulberry32, so that a round can be done again. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
