import { describe, expect, test } from "vitest";
import { withLock } from "../../src/io/lock.ts";
import { memoryHost } from "./memory-host.ts";

const FILE = "/project/.aphoria/claims.toml";
const LOCK = "/project/.aphoria/.claims.toml.lock";
const note = (fields: object) => JSON.stringify({ pid: 7, machine: "memory", since: 0, ...fields });

describe("a lock", () => {
  test("is there while the work is done, and gone afterwards, also after an error", async () => {
    const host = memoryHost({ files: { [FILE]: "" } });
    const done = await withLock(host, FILE, (isMine) => [host.files.has(LOCK), isMine()]);
    expect(done).toEqual({ kind: "done", value: [true, true] });
    expect(host.files.has(LOCK)).toBe(false);
    const failing = withLock(host, FILE, () => {
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(host.files.has(LOCK)).toBe(false);
  });

  test("of a process that runs is waited for, five seconds at most", async () => {
    const host = memoryHost({ files: { [FILE]: "", [LOCK]: note({}) } });
    const fresh = { ...host, stat: (path: string) => stamped(host, path, host.now()) };
    const started = host.now();
    expect(await withLock(fresh, FILE, () => 1)).toEqual({
      kind: "busy",
      lock: LOCK,
      owner: "process 7 on memory",
    });
    expect(host.now() - started).toBeLessThan(5100);
    expect(host.files.get(LOCK)).toBe(note({}));
  });

  test("that is released meanwhile is taken", async () => {
    const host = memoryHost({ files: { [FILE]: "", [LOCK]: note({}) } });
    const sleep = async (milliseconds: number) => {
      host.advance(milliseconds);
      host.files.delete(LOCK);
    };
    const fresh = { ...host, sleep, stat: (path: string) => stamped(host, path, host.now()) };
    expect(await withLock(fresh, FILE, () => 1)).toEqual({ kind: "done", value: 1 });
  });

  test.each([
    ["of a process that is gone is broken", note({}), 0, false],
    ["of another machine is broken when it is old", note({ machine: "other" }), 11_000, true],
    ["that says nothing is broken when it is old", "", 11_000, true],
    ["of a process that hangs is broken after a minute", note({}), 61_000, true],
  ])("%s", async (_, text, age, isRunning) => {
    const host = memoryHost({ files: { [FILE]: "", [LOCK]: text } });
    const aged = {
      ...host,
      isRunning: () => isRunning,
      stat: (path: string) => stamped(host, path, host.now() - age),
    };
    expect(await withLock(aged, FILE, () => 1)).toEqual({ kind: "done", value: 1 });
    expect([...host.files.keys()]).toEqual([FILE]);
  });

  test("that somebody else took over is noticed and left alone", async () => {
    const host = memoryHost({ files: { [FILE]: "" } });
    const done = await withLock(host, FILE, (isMine) => {
      host.files.set(LOCK, note({ pid: 9 }));
      return isMine();
    });
    expect(done).toEqual({ kind: "done", value: false });
    expect(host.files.get(LOCK)).toBe(note({ pid: 9 }));
  });

  test("stands beside what a link leads to", async () => {
    const host = memoryHost({
      files: { [FILE]: { link: "../shared.toml" }, "/project/shared.toml": "" },
    });
    await withLock(host, FILE, () =>
      expect(host.files.has("/project/.shared.toml.lock")).toBe(true),
    );
  });
});

function stamped(host: ReturnType<typeof memoryHost>, path: string, mtime: number) {
  const stat = host.stat(path);
  return stat && { ...stat, mtime };
}
