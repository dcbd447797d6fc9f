/**
 * The shared store when things go wrong in between: whatever a Redis and its network do, a scan ends, reports what it
 * reports without a store, and says what was the matter.
 */
import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Report } from "../src/model/report.ts";
import { type } from "./cli/real-project.ts";
import { temporaryFolder } from "./io/temporary.ts";
import { startProxy, type Proxy } from "./redis-proxy.ts";
import { freePort, hasRedis, startRedis, type RedisServer } from "./redis-server.ts";

type Env = Readonly<Record<string, string>>;

function machine(): string {
  const folder = temporaryFolder({ ".git/HEAD": "" });
  cpSync("fixtures/cachewrap-ts/src", join(folder, "src"), { recursive: true });
  return folder;
}

async function scan(folder: string, flags: string, env: Env = {}) {
  const line = `scan --corpus cache --format json --fail-on never ${flags}`;
  const { out, err, code } = await type(folder, line, "aphoria", undefined, env);
  const report = JSON.parse(out) as Report;
  const isOurs = (one: { readonly code: string }): boolean => /^(?:cache|store)-/.test(one.code);
  return {
    code,
    all: out + err,
    report: {
      ...report,
      summary: { ...report.summary, duration_ms: 0 },
      diagnostics: report.diagnostics.filter((one) => !isOurs(one)),
    },
    said: report.diagnostics.filter(isOurs).map(({ message }) => message),
  };
}

async function redis(options: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const server = await startRedis(options);
  onTestFinished(() => server.stop());
  return server;
}

async function proxyTo(port: number): Promise<Proxy> {
  const proxy = await startProxy(port);
  onTestFinished(() => proxy.close());
  return proxy;
}

const through = (url: string): string => `--cache-dir .kept --store ${url}`;

describe.skipIf(!hasRedis())("the report is the same, and what was the matter is said", () => {
  let expected: Report | undefined;
  const plain = async (): Promise<Report> =>
    (expected ??= (await scan(machine(), "--no-cache")).report);

  test("nobody listens", async () => {
    const { report, said, code } = await scan(
      machine(),
      through(`redis://127.0.0.1:${await freePort()}`),
    );
    expect(said).toEqual([
      "the shared store could not be used: nobody listens there; the scan went on without it",
    ]);
    expect([report, code]).toEqual([await plain(), 0]);
  });

  test("somebody listens and never answers", async () => {
    const silent = await listen(() => undefined);
    const began = performance.now();
    const { report, said } = await scan(machine(), through(silent));
    expect(said).toEqual([expect.stringContaining("no answer came in time")]);
    expect(report).toEqual(await plain());
    // Not a figure of speed: it would wait for ever.
    expect(performance.now() - began).toBeLessThan(60_000);
  });

  test("somebody answers who is no Redis", async () => {
    const other = await listen((socket) =>
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n\u001b[31m"),
    );
    const { report, said, all } = await scan(machine(), through(other));
    expect(said).toHaveLength(1);
    expect(all).not.toContain("[31m");
    expect(report).toEqual(await plain());
  });

  test("a slow network is waited for a while, and then no more", async () => {
    const { port } = await redis();
    const proxy = await proxyTo(port);
    proxy.delay(20);
    expect((await scan(machine(), through(proxy.url))).said).toEqual([]);
    expect((await scan(machine(), `${through(proxy.url)} --stats`)).all).toContain("cache: shared");
    proxy.delay(1_500);
    const { report, said } = await scan(machine(), through(proxy.url));
    expect(said).toEqual([expect.stringContaining("no answer came in time")]);
    expect(report).toEqual(await plain());
  });

  test("the network loses everything", async () => {
    const { port } = await redis();
    const proxy = await proxyTo(port);
    proxy.drop(true);
    const { report, said } = await scan(machine(), through(proxy.url));
    expect(said).toHaveLength(1);
    expect(report).toEqual(await plain());
  });

  test("connections are cut again and again", async () => {
    const { port } = await redis();
    const proxy = await proxyTo(port);
    for (const every of [1, 7, 23, 60]) {
      const cutting = setInterval(() => proxy.cut(), every);
      try {
        const { report } = await scan(machine(), through(proxy.url));
        expect(report).toEqual(await plain());
      } finally {
        clearInterval(cutting);
      }
    }
    // One cut is got over.
    await scan(machine(), through(proxy.url));
    expect((await scan(machine(), `${through(proxy.url)} --stats`)).all).toContain("cache: shared");
  });

  test("it is killed, and started again with nothing", async () => {
    const server = await redis();
    await scan(machine(), through(server.url));
    await server.kill();
    const away = await scan(machine(), through(server.url));
    expect(away.said).toHaveLength(1);
    await server.start();
    const empty = await scan(machine(), `${through(server.url)} --stats`);
    expect(empty.all).toMatch(/shared store: 0 hits, .* [1-9]\d* written/);
    expect([away.report, empty.report]).toEqual([await plain(), await plain()]);
  });

  test("it is killed while scans are under way", async () => {
    const server = await redis();
    for (const after of [30, 120, 300]) {
      const killing = (async () => {
        await pause(after);
        await server.kill();
        await server.start();
      })();
      const scans = await Promise.all([1, 2].map(() => scan(machine(), through(server.url))));
      await killing;
      for (const { report } of scans) expect(report).toEqual(await plain());
    }
  });

  test("its memory is full", async () => {
    const server = await redis({ "maxmemory-policy": "noeviction" });
    server.ask("config", "set", "maxmemory", "1");
    const { report, said } = await scan(machine(), through(server.url));
    expect(said).toEqual([expect.stringContaining("its memory is full")]);
    expect(report).toEqual(await plain());
  });

  test("its memory is full, and it makes room by itself", async () => {
    const server = await redis({ maxmemory: "3mb", "maxmemory-policy": "allkeys-lru" });
    const fill = "for i = 1, 400 do redis.call('SET', 'other' .. i, string.rep('x', 10000)) end";
    server.ask("eval", fill, "0");
    const { report, said } = await scan(machine(), through(server.url));
    expect(said).toEqual([]);
    expect((await scan(machine(), `${through(server.url)} --stats`)).all).toContain(
      "cache: shared",
    );
    expect(report).toEqual(await plain());
  });

  describe("who may come in", () => {
    test("a password that is wrong, or missing", async () => {
      const { url } = await redis({ requirepass: "a-secret-word" });
      const missing = await scan(machine(), through(url));
      expect(missing.said).toEqual([expect.stringContaining("it wants a password")]);
      const env = { APHORIA_STORE_PASSWORD: "another-word" };
      const wrong = await scan(machine(), through(url), env);
      expect(wrong.said).toEqual([expect.stringContaining("does not know this user and password")]);
      expect(wrong.all).not.toContain("another-word");
      const right = await scan(machine(), through(url), {
        APHORIA_STORE_PASSWORD: "a-secret-word",
      });
      expect(right.said).toEqual([]);
      expect([missing.report, wrong.report]).toEqual([await plain(), await plain()]);
    });

    test("a user who may only read", async () => {
      const server = await redis();
      await scan(machine(), through(server.url));
      server.ask(
        "acl",
        "setuser",
        "guest",
        "on",
        ">pw",
        "%R~aphoria:*",
        "-@all",
        "+getrange",
        "+info",
        "+hello",
      );
      const env = { APHORIA_STORE_USER: "guest", APHORIA_STORE_PASSWORD: "pw" };
      const reads = await scan(machine(), `${through(server.url)} --stats`, env);
      expect(reads.all).toContain("cache: shared");
      expect(reads.said).toEqual([]);
      server.ask("flushall");
      const writes = await scan(machine(), through(server.url), env);
      expect(writes.said).toEqual([expect.stringContaining("this user may not do that there")]);
      expect(writes.report).toEqual(await plain());
      const quiet = await scan(machine(), through(server.url), {
        ...env,
        APHORIA_STORE_MODE: "read",
      });
      expect(quiet.said).toEqual([]);
    });
  });

  describe("over TLS", () => {
    test("with an authority that is known; without one, or for another name, nothing is sent", async () => {
      const folder = temporaryFolder();
      certify(folder);
      const port = String(await freePort());
      await redis({
        "tls-port": port,
        "tls-cert-file": join(folder, "server.crt"),
        "tls-key-file": join(folder, "server.key"),
        "tls-ca-cert-file": join(folder, "ca.crt"),
        "tls-auth-clients": "no",
      });
      const env = { APHORIA_STORE_CA: join(folder, "ca.crt") };
      const known = await scan(machine(), through(`rediss://localhost:${port}`), env);
      expect(known.said).toEqual([]);
      const again = await scan(machine(), `${through(`rediss://localhost:${port}`)} --stats`, env);
      expect(again.all).toContain("cache: shared");
      const unknown = await scan(machine(), through(`rediss://localhost:${port}`));
      expect(unknown.said).toEqual([
        expect.stringMatching(
          /encrypted connection could not be made \(\w*(?:CERT|SIGNATURE)\w*\)/,
        ),
      ]);
      const misnamed = await scan(machine(), through(`rediss://127.0.0.1:${port}`), env);
      expect(misnamed.said).toEqual([expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID")]);
      expect([known.report, unknown.report, misnamed.report]).toEqual([
        await plain(),
        await plain(),
        await plain(),
      ]);
    });
  });
});

/** Listens on loopback; what a client gets is up to `answer`. */
async function listen(answer: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    answer(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return `redis://127.0.0.1:${address.port}`;
}

/** An authority of the test's own, and a certificate of it for localhost. */
function certify(folder: string): void {
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  };
  openssl(
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=test authority",
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
  );
  openssl(
    "req",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=DNS:localhost",
    "-keyout",
    "server.key",
    "-out",
    "server.csr",
  );
  openssl(
    "x509",
    "-req",
    "-in",
    "server.csr",
    "-CA",
    "ca.crt",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-copy_extensions",
    "copy",
    "-days",
    "2",
    "-out",
    "server.crt",
  );
}
