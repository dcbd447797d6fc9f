/** A scan that several machines did, joined, is the scan that one would have done: byte for byte, but for the time it took. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Host } from "../src/io/host.ts";
import { nodeHost } from "../src/io/node-host.ts";
import { packPart, unpackPart } from "../src/io/part-bytes.ts";
import { wrongInPart } from "../src/load/part.ts";
import { joinParts } from "../src/conclude/merge.ts";
import type { Part } from "../src/model/part.ts";
import type { Report } from "../src/model/report.ts";
import { scanAgain, type Manner, type ScanOptions } from "../src/scan.ts";
import { shareOf, type Weighed } from "../src/look/shard.ts";
import { jsonText } from "./fixtures/project.ts";
import { temporaryFolder } from "./io/temporary.ts";
import { tries } from "./runs.ts";

const HOST = nodeHost();
/** Many scans in one test, on a machine that may do other things too. */
const PATIENCE = 300_000;
const cache = mkdtempSync(join(tmpdir(), "aphoria-shards-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const ALL: ScanOptions = {
  paths: [],
  extractors: [],
  claimIds: [],
  categories: [],
  languages: [],
  include: [],
  exclude: [],
  corpus: ["cache", "httpclient", "dbpool", "msgqueue"],
};

/** One host a folder: what ships is read once for each. */
const hosts = new Map<string, Host>();

async function scanned(folder: string, options: Partial<ScanOptions>, manner: Manner) {
  const host = hosts.get(folder) ?? { ...HOST, cwd: folder };
  hosts.set(folder, host);
  return scanAgain({ ...ALL, ...options }, host, manner);
}

/** As it comes out of the files that machines hand on. */
async function partOf(
  folder: string,
  options: Partial<ScanOptions>,
  manner: Manner,
): Promise<Part> {
  const { part } = await scanned(folder, options, { jobs: 1, ...manner });
  const read = unpackPart(packPart(part?.()));
  const value = "value" in read ? read.value : read.problem;
  expect(wrongInPart(value)).toBeUndefined();
  return value as Part;
}

/** In another order than they were made. */
async function joined(
  folder: string,
  count: number,
  options: Partial<ScanOptions> = {},
  manner: Manner = {},
): Promise<Report> {
  const parts: Part[] = [];
  for (let index = 1; index <= count; index += 1) {
    parts.splice(
      (index * 7) % (parts.length + 1),
      0,
      await partOf(folder, options, { ...manner, shard: { index, count } }),
    );
  }
  return joinParts(parts, { today: "2026-06-15", duration: 0 }).report;
}

const whole = async (folder: string, options: Partial<ScanOptions> = {}): Promise<Report> =>
  (await scanned(folder, options, { jobs: 1 })).report;

const FIXTURES = readdirSync("fixtures").map((name) => join(process.cwd(), "fixtures", name));

describe.each(FIXTURES)("%s", (folder) => {
  test.each([1, 3, 16])(
    "in %i parts",
    async (count) => {
      expect(jsonText(await joined(folder, count))).toBe(jsonText(await whole(folder)));
    },
    PATIENCE,
  );
});

test(
  "in any number of parts from 1 to 16, with the trees that an earlier scan kept",
  async () => {
    const [folder = ""] = FIXTURES.filter((path) => path.endsWith("cacheflow"));
    const expected = jsonText(await whole(folder));
    for (let count = 1; count <= 16; count += 1) {
      const report = await joined(folder, count, {}, { cache: { dir: cache } });
      expect(jsonText(report)).toBe(expected);
    }
  },
  PATIENCE,
);

const KEY = 'import Redis from "ioredis";\nimport { PASSWORD } from "./settings";\n';

/** Names that lead across files, markers, suppressions, a file that cannot be parsed, and one secret in three files. */
const PROJECT = {
  ".aphoria/config.toml": 'corpus = ["cache"]\n',
  "src/settings.ts": 'export const PASSWORD = "correct-horse-battery";\nexport const TTL = 0;\n',
  "src/client.ts": `${KEY}export const redis = new Redis({ host: "db", password: PASSWORD });\n`,
  "src/second.ts": `import Redis from "ioredis";\nexport const two = new Redis({ password: "correct-horse-battery" });\n`,
  "src/user.ts": `import { redis } from "./client";
import { TTL } from "./settings";
// @aphoria:claim[safety, cache-004] TTL MUST be set for all cached values
export const keep = (id: string) => redis.set(id, "correct-horse-battery");
// @aphoria:ignore[cache-004] warm-up keys live as long as the process
export const warm = (id: string) => redis.set(id, "1");
// @aphoria:ignore[cache-011] nothing is found here
export const fine = (id: string) => redis.set(id, "1", "EX", TTL);
`,
  "src/broken.ts": 'import Redis from "ioredis";\nexport const broken = (new Redis(;\n',
  "src/twin.ts":
    'import { redis } from "./client";\nexport const keep = (id: string) => redis.set(id, "correct-horse-battery");\n',
  "src/copy.ts":
    'import { redis } from "./client";\nexport const keep = (id: string) => redis.set(id, "correct-horse-battery");\n',
  "src/generated.ts": "// Code generated by a program. DO NOT EDIT.\nexport const x = 1;\n",
  "vendor/lib.ts": "export const y = 1;\n",
};

describe("a project with all that crosses files", () => {
  let folder = "";
  beforeEach(() => {
    folder = temporaryFolder(PROJECT);
  });

  test.each([
    ["all of it", {}],
    ["some paths", { paths: ["src/user.ts", "src/client.ts", "src/twin.ts"] }],
    ["one claim", { claimIds: ["cache-004"] }],
    ["low confidence too", { minConfidence: "low" as const }],
    ["one language", { languages: ["typescript" as const] }],
  ])(
    "%s",
    async (_, options) => {
      const expected = await whole(folder, options);
      for (const count of [1, 3, 9]) {
        expect(jsonText(await joined(folder, count, options))).toBe(jsonText(expected));
      }
    },
    PATIENCE,
  );

  test("says something of every kind, so that the comparison is worth something", async () => {
    const report = await whole(folder);
    const codes = report.diagnostics.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["file-parse-error", "suppression-unused"]));
    expect(report.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      expect.arrayContaining([expect.stringMatching(/-2$/)]),
    );
    expect(report.summary).toMatchObject({ suppressed: 1, markers: 1 });
    expect(report.skipped).toMatchObject({ generated: 1, vendored: 1 });
  });

  test("no part holds a secret that any part gives away", async () => {
    const report = jsonText(await whole(folder));
    expect(report).toContain("••••••");
    expect(report).not.toContain("correct-horse");
    for (const index of [1, 2, 3, 4, 5, 6, 7]) {
      const part = await partOf(folder, {}, { shard: { index, count: 7 } });
      expect(JSON.stringify(part)).not.toContain("correct-horse");
    }
  });

  test("a part holds no line of code that no report shows", async () => {
    const report = jsonText(await whole(folder));
    const parts = await Promise.all(
      [1, 2].map((index) => partOf(folder, {}, { shard: { index, count: 2 } })),
    );
    const snippets = parts.flatMap(({ files }) =>
      files.flatMap(({ observations }) => observations.flatMap(({ snippet }) => snippet ?? [])),
    );
    expect(snippets.length).toBeGreaterThan(0);
    const unshown = snippets.filter((one) => !report.includes(JSON.stringify(one).slice(1, -1)));
    expect(unshown).toEqual([]);
  });

  test("more parts than files: the empty ones say so, and fail nothing", async () => {
    const outcome = await scanned(folder, {}, { jobs: 1, shard: { index: 16, count: 16 } });
    expect(outcome.report.diagnostics.map(({ code }) => code)).toContain("shard-empty");
    expect(outcome.report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("a part is never taken for a whole, nor a whole for a part", async () => {
    const expected = jsonText(await whole(folder));
    const dir = join(folder, ".cache");
    const { report: part } = await scanned(
      folder,
      {},
      { jobs: 1, cache: { dir }, shard: { index: 1, count: 3 } },
    );
    expect(jsonText(part)).not.toBe(expected);
    const { report } = await scanned(folder, {}, { jobs: 1, cache: { dir } });
    expect(jsonText(report)).toBe(expected);
    const { report: again } = await scanned(
      folder,
      {},
      { jobs: 1, cache: { dir }, shard: { index: 1, count: 3 } },
    );
    expect(jsonText(again)).toBe(jsonText(part));
  });
});

describe("shares", () => {
  const weighed: fc.Arbitrary<readonly Weighed[]> = fc
    .uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.nat(5_000), fc.boolean()), {
      selector: ([path]) => path,
      maxLength: 60,
    })
    .map((files) => files.map(([path, bytes, matters]) => ({ path, bytes, matters })));

  test("every file falls to one part, whatever the order of the files", () => {
    fc.assert(
      fc.property(weighed, fc.integer({ min: 1, max: 20 }), (files, count) => {
        const shares = Array.from({ length: count }, (_, at) =>
          shareOf(files, { index: at + 1, count }),
        );
        const all = shares.flatMap((share) => [...share]);
        expect(all.toSorted()).toEqual(files.map(({ path }) => path).toSorted());
        const turned = shareOf(files.toReversed(), { index: 1, count });
        expect([...turned].toSorted()).toEqual([...(shares[0] ?? [])].toSorted());
      }),
      tries(60),
    );
  });

  test("they differ by no more than the largest file, of what matters and of all", () => {
    fc.assert(
      fc.property(weighed, fc.integer({ min: 1, max: 20 }), (files, count) => {
        for (const counted of [files.filter(({ matters }) => matters), files]) {
          const bytes = Array.from({ length: count }, (_, at) => {
            const share = shareOf(files, { index: at + 1, count });
            return counted.reduce((sum, one) => sum + (share.has(one.path) ? one.bytes : 0), 0);
          });
          const largest = Math.max(0, ...files.map((one) => one.bytes));
          expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThanOrEqual(largest);
        }
      }),
      tries(60),
    );
  });
});
