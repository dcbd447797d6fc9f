import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorCode } from "../../src/io/host.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { temporaryFolder } from "./temporary.ts";

const HOST = nodeHost();

function codeOf(act: () => unknown): string {
  try {
    act();
    return "";
  } catch (error) {
    return errorCode(error);
  }
}

describe("reading", () => {
  test("one buffer serves all files, whatever their size", () => {
    const large = "x".repeat(700_000);
    const folder = temporaryFolder({ "small.ts": "small", "large.ts": large, "empty.ts": "" });
    const read = (name: string): string | undefined =>
      HOST.readInto(join(folder, name), 1_000_000).bytes?.toString();
    expect(read("small.ts")).toBe("small");
    expect(read("large.ts")).toBe(large);
    expect(read("small.ts")).toBe("small");
    expect(read("empty.ts")).toBe("");
    expect(HOST.readInto(join(folder, "large.ts"), 1_000)).toEqual({ size: 700_000 });
  });

  test("bytes of readFile stay", () => {
    const folder = temporaryFolder({ "a.toml": "first", "b.toml": "other" });
    const first = HOST.readFile(join(folder, "a.toml"));
    HOST.readFile(join(folder, "b.toml"));
    expect(first.toString()).toBe("first");
  });

  test("named pipes, folders and links are turned away at once", () => {
    const folder = temporaryFolder({ "a.ts": "" });
    execFileSync("mkfifo", [join(folder, "pipe.ts")]);
    symlinkSync("a.ts", join(folder, "link.ts"));
    expect(codeOf(() => HOST.readInto(join(folder, "pipe.ts"), 10))).toBe("ENOTFILE");
    expect(codeOf(() => HOST.readInto(folder, 10))).toBe("EISDIR");
    expect(codeOf(() => HOST.readInto(join(folder, "link.ts"), 10))).toBe("ELOOP");
    expect(HOST.readFile(join(folder, "link.ts")).toString()).toBe("");
  });

  test("what is not there is undefined, a circle of links an error", () => {
    const folder = temporaryFolder();
    symlinkSync("round", join(folder, "round"));
    expect(HOST.stat(join(folder, "nope"))).toBeUndefined();
    expect(HOST.realpath(join(folder, "nope"))).toBeUndefined();
    expect(HOST.lstat(join(folder, "round"))?.kind).toBe("link");
    expect(codeOf(() => HOST.realpath(join(folder, "round")))).toBe("ELOOP");
  });
});

describe("writing", () => {
  test("replaces the file, keeps its mode, leaves nothing behind", () => {
    const folder = temporaryFolder({ "out.json": "old" });
    const path = join(folder, "out.json");
    chmodSync(path, 0o640);
    HOST.writeFile(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });

  test("writes through a link", () => {
    const folder = temporaryFolder({ "real.json": "old" });
    symlinkSync("real.json", join(folder, "link.json"));
    HOST.writeFile(join(folder, "link.json"), "new");
    expect(readFileSync(join(folder, "real.json"), "utf8")).toBe("new");
    expect(HOST.lstat(join(folder, "link.json"))?.kind).toBe("link");
  });

  test("fails cleanly", () => {
    const folder = temporaryFolder({ "folder/x": "" });
    expect(codeOf(() => HOST.writeFile(join(folder, "nope/out"), "x"))).toBe("ENOENT");
    expect(codeOf(() => HOST.writeFile(join(folder, "folder"), "x"))).toBe("EISDIR");
    expect(readdirSync(folder)).toEqual(["folder"]);
    HOST.writeFile("/dev/null", "x");
  });
});

describe("running", () => {
  const options = { cwd: "/", env: process.env, timeout: 10_000 };
  test("gives output and code", async () => {
    const ran = await HOST.run("sh", ["-c", "echo out; echo err >&2; exit 3"], options);
    expect(ran).toEqual({ code: 3, stdout: Buffer.from("out\n"), stderr: "err\n" });
  });

  test("says that the program is missing or took too long", async () => {
    expect(await HOST.run("no-such-program", [], options)).toMatchObject({ problem: "missing" });
    const slow = await HOST.run("sleep", ["5"], { ...options, timeout: 50 });
    expect(slow).toMatchObject({ problem: "timeout" });
  });
});
