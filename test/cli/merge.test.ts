/** `aphoria scan --shard` and `aphoria merge`, as machines of a matrix would type them. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { packPart, unpackPart } from "../../src/io/part-bytes.ts";
import type { Part } from "../../src/model/part.ts";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

const untimed = (text: string): string => text.replace(/"duration_ms": \d+|\([\d.]+ m?s\)$/m, "");

async function scanInParts(folder: string, count: number, flags = ""): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    const line = `scan --no-cache --shard ${index}/${count} --report blob=parts/part-${index}.blob${flags}`;
    expect((await type(folder, line)).code).toBe(0);
  }
}

test("what a matrix does gives the report of one scan", async () => {
  const folder = cachewrap();
  const whole = await type(folder, "scan --no-cache --format json");
  await scanInParts(folder, 3);
  const elsewhere = temporaryFolder();
  cpSync(join(folder, "parts"), join(elsewhere, "parts"), { recursive: true });
  const merged = await type(
    elsewhere,
    "merge parts --expect 3 --format json --report sarif=a.sarif",
  );
  expect(merged).toMatchObject({ code: whole.code, err: "" });
  expect(untimed(merged.out)).toBe(untimed(whole.out));
  const { out: sarif } = await type(folder, "scan --no-cache --format sarif");
  expect(untimed(readFileSync(join(elsewhere, "a.sarif"), "utf8"))).toBe(untimed(sarif));
  const text = await type(elsewhere, "merge parts/part-3.blob parts/part-1.blob parts/part-2.blob");
  const { out } = await type(folder, "scan --no-cache");
  expect(untimed(text.out)).toBe(untimed(out));
});

test("a part says what it is, leaves the verdict to the merge, and takes a verdict that is asked for", async () => {
  const folder = cachewrap();
  const one = await type(folder, "scan --no-cache --shard 1/1 --report blob=new/part.blob");
  expect(one).toMatchObject({ code: 0, out: "" });
  expect(one.err).toContain("aphoria: made the folder ");
  expect(one.err).toMatch(
    /aphoria: part 1 of 1: \d+ files?, \d+ observations in new\/part\.blob\n/,
  );
  const line =
    "scan --no-cache --shard 1/1 --report blob=part.blob --format json --fail-on conflict";
  const judged = await type(folder, line);
  expect(judged.code).toBe(1);
  expect(JSON.parse(judged.out)).toMatchObject({ summary: { authority_conflicts: 10 } });
  expect((await type(folder, "merge part.blob --fail-on never -q")).code).toBe(0);
  expect((await type(folder, "merge part.blob -q")).code).toBe(1);
});

test("a baseline goes with the parts, and another may be given to the merge", async () => {
  const folder = cachewrap();
  await type(folder, "baseline create --reason old");
  await scanInParts(folder, 2);
  expect((await type(folder, "merge parts -q")).code).toBe(0);
  expect((await type(folder, "merge parts -q --no-baseline")).code).toBe(1);
  writeFileSync(join(folder, "none.json"), '{ "version": 1, "entries": [] }');
  expect((await type(folder, "merge parts -q --baseline none.json")).code).toBe(1);
  expect(await type(folder, "merge parts -q --baseline nowhere.json")).toMatchObject({ code: 2 });
});

describe("what does not belong together", () => {
  let folder = "";
  let made: string | undefined;
  beforeEach(async () => {
    folder = cachewrap();
    // Scanned once, and damaged again and again.
    if (made === undefined) {
      await scanInParts(folder, 3);
      made = mkdtempSync(join(tmpdir(), "aphoria-parts-"));
      cpSync(join(folder, "parts"), made, { recursive: true });
    } else cpSync(made, join(folder, "parts"), { recursive: true });
  });
  afterAll(() => rmSync(made ?? "", { recursive: true }));

  const part = (index: number): string => join(folder, `parts/part-${index}.blob`);
  async function refused(...words: readonly string[]): Promise<void> {
    writeFileSync(join(folder, "old.json"), "as it was");
    const ran = await type(folder, "merge parts --format json --output old.json");
    expect(ran).toMatchObject({ code: 2, out: "" });
    for (const word of words) expect(ran.err).toContain(word);
    expect(readFileSync(join(folder, "old.json"), "utf8")).toBe("as it was");
  }

  test("a missing part", async () => {
    rmSync(part(2));
    await refused("part 2 of 3 is missing");
    rmSync(part(1));
    await refused("parts 1, 2 of 3 are missing");
  });

  test("another number than expected", async () => {
    const { code, err } = await type(folder, "merge parts --expect 4");
    expect(code).toBe(2);
    expect(err).toContain("part-1.blob is part 1 of 3, and 4 parts are expected");
    expect(err).toContain("parts 1, 2, 3, 4 of 4 are missing");
  });

  test("a part that is given twice", async () => {
    cpSync(part(2), join(folder, "parts/copy.blob"));
    await refused("parts/part-2.blob is part 2 of 3 once more: parts/copy.blob is it already");
  });

  test("a part of another division", async () => {
    await type(folder, "scan --no-cache --shard 1/2 --report blob=parts/part-1.blob");
    await refused(
      "parts/part-1.blob is part 1 of 2, and 3 parts are expected",
      "part 1 of 3 is missing",
    );
  });

  test("a part of other code", async () => {
    writeFileSync(join(folder, "src/more.rs"), "fn main() {}\n");
    await type(folder, "scan --no-cache --shard 3/3 --report blob=parts/part-3.blob");
    await refused("parts/part-3.blob is of other code than parts/part-1.blob");
  });

  test("a part with other claims", async () => {
    await type(
      folder,
      "scan --no-cache --corpus dbpool --shard 3/3 --report blob=parts/part-3.blob",
    );
    await refused("parts/part-3.blob was scanned with other claims than parts/part-1.blob");
  });

  test("a part with other extractors", async () => {
    await type(folder, "scan --no-cache --packs core --shard 3/3 --report blob=parts/part-3.blob");
    await refused("parts/part-3.blob was scanned with other extractors or library models than");
  });

  test("a part with other flags", async () => {
    await type(
      folder,
      "scan --no-cache --min-confidence low --shard 3/3 --report blob=parts/part-3.blob",
    );
    await refused(
      "parts/part-3.blob was scanned with other flags, another configuration or another",
    );
  });

  function change(index: number, edit: (before: Part) => unknown): void {
    const read = unpackPart(readFileSync(part(index)));
    writeFileSync(part(index), packPart(edit(("value" in read ? read.value : {}) as Part)));
  }

  test("a part of another version", async () => {
    change(1, (before) => ({ ...before, kinship: { ...before.kinship, version: "9.9.9" } }));
    const words =
      "parts/part-1.blob was written by another version of aphoria than parts/part-2.blob";
    await refused(`${words} (9.9.9, not `);
  });

  test.each([
    ["nothing", "is empty", () => Buffer.alloc(0)],
    ["another file", "is no part of a scan", () => Buffer.from('{ "schema_version": 1 }')],
    [
      "a part of another format",
      "is of format 7, and this aphoria reads format 1",
      () => Buffer.from("aphoria-report part 7 something\n"),
    ],
    ["a part that is cut off", "is cut off", (bytes: Buffer) => bytes.subarray(0, -9)],
    [
      "a part with something behind it",
      "is damaged",
      (bytes: Buffer) => Buffer.concat([bytes, bytes]),
    ],
    [
      "a flipped bit",
      "is damaged: it does not hold what was written",
      (bytes: Buffer) => {
        const copy = Buffer.from(bytes);
        copy[copy.length - 20] = (copy[copy.length - 20] ?? 0) ^ 1;
        return copy;
      },
    ],
    [
      "a broken first line",
      "is damaged: its first line",
      (bytes: Buffer) =>
        Buffer.from(bytes.toString("latin1").replace(/part 1 [0-9a-f]/, "part 1 X"), "latin1"),
    ],
  ])("%s", async (_, words, damage) => {
    writeFileSync(part(2), damage(readFileSync(part(2))));
    await refused(`parts/part-2.blob ${words}`);
  });

  test.each<[string, string, (before: Part) => unknown]>([
    [
      "a path that leads out",
      "`part.scanned[0]`",
      (before) => ({ ...before, scanned: ["../../etc/passwd"] }),
    ],
    [
      "an absolute path",
      "`part.files[0].path`",
      (before) => ({ ...before, files: [{ ...before.files[0], path: "/etc/passwd" }] }),
    ],
    ["a list where a table is", "`part.given`", (before) => ({ ...before, given: [] })],
    ["a key that nobody wrote", "`part.more`", (before) => ({ ...before, more: 1 })],
    [
      "a number of parts beyond all",
      "`part.shard.count`",
      (before) => ({ ...before, shard: { index: 1, count: 1e9 } }),
    ],
    ["no table at all", "`part`", () => 7],
  ])("%s", async (_, words, edit) => {
    change(2, edit);
    await refused(`parts/part-2.blob is damaged: ${words} is not as it should be`);
  });

  test("a part that leaves out what the report needs", async () => {
    for (const index of [1, 2, 3]) change(index, (before) => ({ ...before, positions: {} }));
    await refused("no part says all that the report needs of src/");
  });

  test("a bomb, which is not unpacked beyond the size that it names", async () => {
    const packed = gzipSync(Buffer.alloc(50_000_000));
    const hash = createHash("sha256").update(packed).digest("hex");
    const head = (size: number) =>
      Buffer.from(`aphoria-report part 1 ${hash} ${packed.length} ${size}\n`);
    writeFileSync(part(1), Buffer.concat([head(1000), packed]));
    writeFileSync(part(2), Buffer.concat([head(4_000_000_000), packed]));
    await refused(
      "parts/part-1.blob is damaged: what it holds",
      "parts/part-2.blob unpacks to more than 400 MB",
    );
  });

  test("words that would drive a terminal are spelt out", async () => {
    const name = join(folder, "parts/part-\u001b[2J.blob");
    writeFileSync(name, "");
    await refused(String.raw`parts/part-\x1b[2J.blob is empty`);
    rmSync(name);
    const say = [{ code: "x", severity: "error", message: "\u001b]0;owned\u0007" }];
    for (const index of [1, 2, 3]) {
      change(index, (before) => ({ ...before, given: { ...before.given, diagnostics: say } }));
    }
    const { err, out } = await type(folder, "merge parts");
    expect(err).toContain(String.raw`\x1b]0;owned\x07`);
    expect(out + err).not.toContain("\u001b");
  });

  test("a folder without parts, and files that are not there", async () => {
    mkdirSync(join(folder, "none"));
    expect((await type(folder, "merge none")).err).toContain("there is no part in none");
    expect((await type(folder, "merge nowhere.blob")).err).toContain("nowhere.blob cannot be read");
  });
});

test.each([
  ["scan --shard 0/3", "`--shard 0/3` is no part of a scan"],
  ["scan --shard 4/3", "`--shard 4/3` is no part of a scan"],
  ["scan --shard two", "`--shard two` is no part of a scan"],
  ["scan --shard 1/1001", "There are 1000 at most"],
  ["scan --shard 1/2 --since main", "so `--since` has no use"],
  ["scan --shard 1/2 --staged", "so `--staged` has no use"],
  ["scan --shard 1/2 --watch", "so `--watch` has no use"],
  ["scan --report blob", "a blob goes to a file"],
  ["scan --format blob", "a blob goes to a file"],
  ["scan --staged --report blob=a.blob", "`--report blob` divides"],
  ["merge", "missing required argument"],
  ["merge a.blob --expect 0", "`--expect 0` is not a whole number"],
  ["merge a.blob --format blob", "`--format blob` is unknown"],
])("%s is refused", async (line, message) => {
  const { code, out, err } = await type(temporaryFolder({ "a.ts": "" }), line);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(message);
});
