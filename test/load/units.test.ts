import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatConstant,
  formatDuration,
  formatSize,
  parseDuration,
  parseSize,
  readScalar,
} from "../../src/load/units.ts";
import { tries } from "../runs.ts";

const DAY = 86_400_000;

describe("durations", () => {
  test.each([
    ["5s", 5000, "5s"],
    ["24h", DAY, "24h"],
    ["100ms", 100, "100ms"],
    ["1m30s", 90_000, "1m30s"],
    ["7d", 7 * DAY, "7d"],
    ["1w", 7 * DAY, "7d"],
    ["36h", 1.5 * DAY, "36h"],
    ["1.5h", 5_400_000, "1h30m"],
    ["10 min", 600_000, "10m"],
    ["1h 30m", undefined, ""],
    ["500us", 0.5, "500us"],
    ["500µs", 0.5, "500us"],
    ["1ns", 0.000_001, "1ns"],
    ["1_000ms", 1000, "1s"],
    ["0s", 0, "0s"],
    ["30s1m", undefined, ""],
    ["1s1s", undefined, ""],
    ["5", undefined, ""],
    ["5S", undefined, ""],
    ["-5s", undefined, ""],
    ["5 seconds", undefined, ""],
    ["s", undefined, ""],
    ["", undefined, ""],
  ])("%s", (text, ms, back) => {
    expect(parseDuration(text)).toEqual(ms === undefined ? undefined : { ms });
    if (ms !== undefined) expect(formatDuration({ ms })).toBe(back);
  });

  test("what is written is read back", () => {
    const exact = fc.oneof(
      fc.nat().map((ms) => ({ ms })),
      fc.maxSafeNat().map((ms) => ({ ms })),
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((ms) => ({ ms })),
      fc.nat({ max: 10_000_000 }).map((nanos) => ({ ms: nanos / 1_000_000 })),
    );
    fc.assert(
      fc.property(exact, (duration) => {
        expect(parseDuration(formatDuration(duration))).toEqual({ ms: duration.ms + 0 });
      }),
      tries(2000),
    );
  });
});

describe("sizes", () => {
  test.each([
    ["512MiB", 512 * 1024 ** 2, "512MiB"],
    ["10kb", 10_000, "10kB"],
    ["10kB", 10_000, "10kB"],
    ["1GB", 1e9, "1GB"],
    ["1GiB", 1024 ** 3, "1GiB"],
    ["1.5 KiB", 1536, "1536B"],
    ["100B", 100, "100B"],
    ["0B", 0, "0B"],
    ["1024000b", 1_024_000, "1000KiB"],
    ["512", undefined, ""],
    ["512m", undefined, ""],
    ["-1MB", undefined, ""],
    ["MB", undefined, ""],
  ])("%s", (text, bytes, back) => {
    expect(parseSize(text)).toEqual(bytes === undefined ? undefined : { bytes });
    if (bytes !== undefined) expect(formatSize({ bytes })).toBe(back);
  });

  test("what is written is read back", () => {
    const exact = fc.oneof(
      fc.nat(),
      fc.maxSafeNat(),
      fc.nat({ max: 4096 }).map((count) => count * 1024 ** 3),
    );
    fc.assert(
      fc.property(exact, (bytes) => {
        expect(parseSize(formatSize({ bytes }))).toEqual({ bytes });
      }),
      tries(2000),
    );
  });
});

test("any text is a duration, a size or itself, and never takes long", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."0159.e_ smhdwnuBkKiMG".split("")) }),
      (text) => {
        const read = readScalar(text);
        if (typeof read === "string") expect(read).toBe(text);
        else expect(readScalar(formatConstant(read))).toEqual(read);
      },
    ),
    tries(5000),
  );
  expect(readScalar("1".repeat(500_000))).toHaveLength(500_000);
});

test("constants as a claim would write them", () => {
  const all = [true, 3, "lru", { ms: 5000 }, { bytes: 1024 }, null, ["a", { ms: 1000 }]];
  expect(all.map((value) => formatConstant(value))).toEqual([
    "true",
    "3",
    "lru",
    "5s",
    "1KiB",
    "null",
    '["a", 1s]',
  ]);
});
