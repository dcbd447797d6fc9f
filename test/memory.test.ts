/** What is kept from run to run changes nothing about what a scan finds, whatever happens to it. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { json } from "../src/formats/json.ts";
import { nodeHost } from "../src/io/node-host.ts";
import type { Host } from "../src/io/host.ts";
import { packageFolder } from "../src/io/version.ts";
import { scan, scanAgain, type ScanOptions, type ScanOutcome } from "../src/scan.ts";

const NODE = nodeHost();
const OPTIONS: ScanOptions = {
  paths: [],
  corpus: ["cache"],
  extractors: [],
  claimIds: [],
  categories: [],
  languages: [],
  include: [],
  exclude: [],
};

const SETTINGS = `export const TTL_SECONDS = 60;\n`;
const CLIENT = `import Redis from "ioredis";
import { TTL_SECONDS } from "./settings";
const redis = new Redis({ password: "hunter2-secret" });
export async function remember(id: string, value: string) {
  await redis.set(id, value, "EX", TTL_SECONDS);
}
export async function forgetNever(id: string, value: string) {
  await redis.set(id, value);
}
`;
const PLAIN = `export function add(a: number, b: number) {\n  return a + b;\n}\n`;

let root: string;
let hour: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aphoria-memory-"));
  hour = 1;
  mkdirSync(join(root, ".aphoria"));
  write("src/settings.ts", SETTINGS);
  write("src/client.ts", CLIENT);
  write("src/add.ts", PLAIN);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** Each run is an hour later, so that no file counts as changed right before it. */
function host(): Host {
  hour += 1;
  const later = hour * 3_600_000;
  const quiet = { write: () => undefined, isTTY: false, columns: undefined };
  return { ...NODE, cwd: root, stdout: quiet, stderr: quiet, now: () => Date.now() + later };
}

async function again(options: Partial<ScanOptions> = {}, cache = {}): Promise<ScanOutcome> {
  return scanAgain({ ...OPTIONS, ...options }, host(), { cache, telemetry: "full" });
}

/** The report without what differs from run to run. */
function text({ report }: ScanOutcome): string {
  const { duration_ms: _, ...summary } = report.summary;
  const diagnostics = report.diagnostics.filter(({ code }) => !code.startsWith("cache-"));
  const context = {
    color: false,
    width: 100,
    showMissing: true,
    listDiagnostics: true,
    source: () => undefined,
  };
  return json.render({ ...report, summary: { ...summary, duration_ms: 0 }, diagnostics }, context);
}

async function fresh(options: Partial<ScanOptions> = {}): Promise<string> {
  return text(await scan({ ...OPTIONS, ...options }, host()));
}

function codes({ report }: ScanOutcome): readonly string[] {
  return report.diagnostics.map(({ code }) => code).filter((code) => code.startsWith("cache-"));
}

interface Event {
  readonly cmd: string;
  readonly result: { readonly status: string; readonly hits: number; readonly misses: number };
}

function events(): readonly Event[] {
  return readFileSync(join(root, ".aphoria/telemetry/events.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
}

/** How the newest run stood to the one that was remembered. */
function last(): Event["result"] {
  const { result } = events().findLast(({ cmd }) => cmd === "ast.cache.run") ?? {};
  if (result === undefined) throw new Error("nothing was recorded");
  return result;
}

function entries(kind: "runs" | "trees"): readonly string[] {
  const folder = join(root, ".aphoria/cache/v1", kind);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

describe("a second run", () => {
  test("gives the same report, and looks at nothing", async () => {
    const expected = await fresh();
    expect(text(await again())).toBe(expected);
    expect(last().status).toBe("none");
    expect(text(await again())).toBe(expected);
    expect(last()).toMatchObject({ status: "unchanged", misses: 0 });
    expect(events().filter(({ cmd }) => cmd === "ast.cache.hit").length).toBeGreaterThan(0);
  });

  test.each(["cachewrap", "cachewrap-ts", "cacheflow"])("on %s too", async (name) => {
    cpSync(join(packageFolder(), "fixtures", name), join(root, name), { recursive: true });
    const paths = [name];
    const expected = await fresh({ paths });
    expect(text(await again({ paths }))).toBe(expected);
    expect(text(await again({ paths }))).toBe(expected);
    expect(text(await again())).toBe(await fresh());
    expect(text(await again({ paths }))).toBe(expected);
  });

  test("a file that was only touched is as it was", async () => {
    const before = text(await again());
    utimesSync(join(root, "src/client.ts"), new Date(), new Date(2000));
    expect(text(await again())).toBe(before);
    expect(last().status).toBe("touched");
    await again();
    expect(last().status).toBe("unchanged");
  });

  test("a file that was moved has its tree still", async () => {
    await again();
    renameSync(join(root, "src/client.ts"), join(root, "src/moved.ts"));
    expect(text(await again())).toBe(await fresh());
    expect(last()).toMatchObject({ status: "other files", misses: 1 });
    expect(last().hits).toBeGreaterThan(0);
  });

  test("a cache that was restored elsewhere is of use", async () => {
    const before = text(await again());
    const elsewhere = mkdtempSync(join(tmpdir(), "aphoria-elsewhere-"));
    cpSync(root, elsewhere, { recursive: true });
    rmSync(root, { recursive: true });
    root = elsewhere;
    expect(text(await again())).toBe(before);
    expect(last()).toMatchObject({ status: "touched", misses: 0 });
  });

  test("a changed constant changes the finding in another file", async () => {
    await again();
    write("src/settings.ts", "export const TTL_SECONDS = 0;\n");
    const expected = await fresh();
    expect(text(await again())).toBe(expected);
    expect(last().status).toBe("changed");
    write("src/settings.ts", SETTINGS);
    expect(text(await again())).not.toBe(expected);
  });

  test("a file that came or went is seen", async () => {
    await again();
    write("src/other.ts", CLIENT.replaceAll("redis", "store"));
    expect(text(await again())).toBe(await fresh());
    rmSync(join(root, "src/other.ts"));
    expect(text(await again())).toBe(await fresh());
  });

  test("a change of what says nothing leaves what was seen", async () => {
    const before = text(await again());
    write("src/add.ts", PLAIN.replace("add", "plus"));
    expect(text(await again())).toBe(before);
    expect(last().status).toBe("irrelevant");
    await again();
    expect(last().status).toBe("unchanged");
  });

  test.each([
    ["its words open the gate", PLAIN + CLIENT],
    [
      "it imports from a file with a client",
      `import { remember } from "./client";\nremember("a", "b");\n`,
    ],
    ["it has a marker", `// @aphoria:claim[safety] TTL MUST be set -- memory leak\n${PLAIN}`],
    ["it cannot be parsed any more", `export function ((( {\n`],
    ["it is binary now", "\0\0"],
    ["it is not UTF-8 now", "\uFFFD"],
  ])("but not when %s", async (_, changed) => {
    await again();
    write("src/add.ts", changed);
    expect(text(await again())).toBe(await fresh());
  });

  test("nor when it says, or no longer says, what the whole project is asked for", async () => {
    const queues = { corpus: ["msgqueue"], minConfidence: "low" } as const;
    write("src/jobs.ts", `import { Worker } from "bullmq";\nnew Worker("mail", async () => 1);\n`);
    const cutOff = text(await again(queues));
    expect(cutOff).toContain("no signal is heard");
    write("src/add.ts", `${PLAIN}process.on("SIGTERM", () => add(1, 2));\n`);
    expect(text(await again(queues))).toBe(await fresh(queues));
    write("src/add.ts", PLAIN);
    expect(text(await again(queues))).toBe(cutOff);
  });

  test("a changed claim needs no new look", async () => {
    const claim = (most: string): string => `[[claim]]
id = "own-001"
subject = "cache/ttl"
predicate = "value"
operator = "lte"
value = "${most}"
invariant = "TTL MUST be short"
consequence = "old data"
provenance = "us"
tier = "expert"
category = "correctness"
`;
    write(".aphoria/claims.toml", claim("24h"));
    const options = { corpus: [] };
    expect(text(await again(options))).toBe(await fresh(options));
    write(".aphoria/claims.toml", claim("10s"));
    const report = await again(options);
    expect(text(report)).toBe(await fresh(options));
    expect(last().status).toBe("unchanged");
  });

  test("other flags have runs of their own", async () => {
    write("test/client.test.ts", CLIENT);
    for (const options of [
      { includeTests: true },
      { exclude: ["src/client.ts"] },
      { claimIds: ["cache-004"] },
      {},
    ]) {
      expect(text(await again(options))).toBe(await fresh(options));
      expect(text(await again(options))).toBe(await fresh(options));
    }
  });

  test("a narrowed scan takes its part of the whole one, and remembers the whole", async () => {
    const paths = ["src/client.ts"];
    expect(text(await again({ paths }))).toBe(await fresh({ paths }));
    expect(text(await again())).toBe(await fresh());
    expect(last().status).toBe("unchanged");
    expect(text(await again({ paths }))).toBe(await fresh({ paths }));
    expect(last().status).toBe("unchanged");
  });

  test("--cache-verify looks again, and finds what is wrong", async () => {
    await again();
    expect(codes(await again({}, { verify: true }))).toEqual([]);
    // A change that cannot be seen from outside.
    const sly = host();
    const stat = NODE.lstat(join(root, "src/settings.ts"));
    write("src/settings.ts", "export const TTL_SECONDS = 0;\n  ".slice(0, SETTINGS.length));
    const lstat: Host["lstat"] = (path) => (path.endsWith("settings.ts") ? stat : sly.lstat(path));
    const outcome = await scanAgain(OPTIONS, { ...sly, lstat }, { cache: { verify: true } });
    expect(codes(outcome)).toEqual(["cache-wrong"]);
    expect(text(outcome)).toBe(await fresh());
  });
});

describe("a damaged store", () => {
  test.each<[string, (path: string) => void]>([
    ["garbage at the end", (path) => writeFileSync(path, "garbage\n", { flag: "a" })],
    ["cut off", (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ["empty", (path) => truncateSync(path, 0)],
    [
      "a flipped bit",
      (path) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
        writeFileSync(path, bytes);
      },
    ],
    ["something else", (path) => writeFileSync(path, "SQLite format 3\0")],
  ])("%s: the same report, said, and healed", async (_, damage) => {
    const before = text(await again());
    for (const path of [...entries("runs"), ...entries("trees")]) damage(path);
    const outcome = await again();
    expect(text(outcome)).toBe(before);
    expect(codes(outcome)).toEqual(["cache-damaged"]);
    expect(events().some(({ cmd }) => cmd === "ast.cache.corruption_detected")).toBe(true);
    expect(codes(await again())).toEqual([]);
    expect(last().status).toBe("unchanged");
  });

  test("an entry under another's name is not believed", async () => {
    const before = text(await again());
    const [first = "", second = ""] = entries("trees");
    cpSync(first, second);
    for (const path of entries("runs")) rmSync(path);
    expect(text(await again())).toBe(before);
  });

  test("another version's folder is left alone", async () => {
    write(".aphoria/cache/v2/runs/ab/entry", "from the future");
    await again();
    expect(readFileSync(join(root, ".aphoria/cache/v2/runs/ab/entry"), "utf8")).toBe(
      "from the future",
    );
  });

  test("a file where the folder should be: a diagnostic, and no cache", async () => {
    write(".aphoria/cache", "not a folder");
    const outcome = await again();
    expect(text(outcome)).toBe(await fresh());
    expect(codes(outcome)).toEqual(["cache-unusable"]);
  });

  test("a link in the store is not followed: a foreign repository may have put it there", async () => {
    const precious = mkdtempSync(join(tmpdir(), "aphoria-precious-"));
    mkdirSync(join(precious, "ab"));
    writeFileSync(join(precious, "ab", "0".repeat(32)), "precious");
    utimesSync(join(precious, "ab", "0".repeat(32)), 1, 1);
    mkdirSync(join(root, ".aphoria/cache/v1"), { recursive: true });
    symlinkSync(precious, join(root, ".aphoria/cache/v1/trees"));
    const outcome = await again();
    expect(text(outcome)).toBe(await fresh());
    expect(codes(outcome)).toEqual(["cache-unusable"]);
    expect(readdirSync(precious)).toEqual(["ab"]);
    expect(readdirSync(join(precious, "ab"))).toEqual(["0".repeat(32)]);
    rmSync(precious, { recursive: true });
  });

  test("a full or read-only disk costs the cache, not the scan", async () => {
    const writeBytes = (): never => {
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    };
    const outcome = await scanAgain(OPTIONS, { ...host(), writeBytes }, { cache: {} });
    expect(codes(outcome)).toEqual(["cache-unusable"]);
    expect(text(outcome)).toBe(await fresh());
  });

  test("no secret of the code stands in it", async () => {
    await again();
    expect(text(await again())).not.toContain("hunter2");
    for (const path of [...entries("runs"), ...entries("trees")]) {
      expect(readFileSync(path).includes("hunter2")).toBe(false);
    }
  });
});

describe("where it lies", () => {
  test("without .aphoria/ nothing is written into the tree", async () => {
    rmSync(join(root, ".aphoria"), { recursive: true });
    const cacheHome = mkdtempSync(join(tmpdir(), "aphoria-xdg-"));
    const one = { ...host(), env: { XDG_CACHE_HOME: cacheHome } };
    await scanAgain(OPTIONS, one, { cache: {} });
    expect(readdirSync(root)).toEqual(["src"]);
    expect(readdirSync(join(cacheHome, "aphoria"))).toContain("v1");
    rmSync(cacheHome, { recursive: true });
  });

  test("the configuration may turn it off, and may not lead it out of the project", async () => {
    write(".aphoria/config.toml", "[cache]\nenabled = false\n");
    await again();
    expect(readdirSync(join(root, ".aphoria"))).not.toContain("cache");
    write(".aphoria/config.toml", '[cache]\ndir = "../elsewhere"\n');
    const { report } = await again();
    expect(report.diagnostics.map(({ code }) => code)).toContain("wrong-value");
  });

  test("git and backups leave it alone", async () => {
    await again();
    expect(readFileSync(join(root, ".aphoria/cache/.gitignore"), "utf8")).toBe("*\n");
    expect(readFileSync(join(root, ".aphoria/cache/CACHEDIR.TAG"), "utf8")).toMatch(/^Signature: /);
  });
});

describe("its bounds", () => {
  test("what was not used for a week goes, and what a crash left", async () => {
    await again();
    const old = entries("trees");
    const left = join(old[0] ?? "", "..", `.${"0".repeat(32)}.1.ab.tmp`);
    writeFileSync(left, "half an entry");
    const eightDays = new Date(Date.now() - 8 * 24 * 3_600_000);
    for (const path of [...old, left]) utimesSync(path, eightDays, eightDays);
    hour = -1;
    write("src/client.ts", CLIENT.replace("remember", "keep"));
    await again();
    // Those that the run asked for are used again.
    expect(entries("trees")).not.toContain(left);
    expect(entries("trees").length).toBe(old.length);
    expect(events().some(({ cmd }) => cmd === "ast.cache.evicted")).toBe(true);
  });

  test("the least recently used go where it is too large, and that is said before", async () => {
    write(".aphoria/config.toml", '[cache]\nmax_size = "6KiB"\n');
    const outcome = await again();
    expect(text(outcome)).toBe(await fresh());
    const size = [...entries("runs"), ...entries("trees")].reduce(
      (sum, path) => sum + statSync(path).size,
      0,
    );
    expect(size).toBeLessThanOrEqual(6 * 1024);
  });
});

test("the order in which files are named changes nothing", async () => {
  cpSync(join(packageFolder(), "fixtures/cachewrap-ts/src"), join(root, "lib"), {
    recursive: true,
  });
  const names = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `lib/${name}`);
  const paths = [...names, "src"];
  expect(await fresh({ paths: paths.toReversed() })).toBe(await fresh({ paths }));
});
