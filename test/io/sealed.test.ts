import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { openJson, sealJson } from "../../src/io/sealed.ts";

const BOUNDS = { sealed: 10_000, open: 100_000 };

test("what was sealed opens, and nothing else does", () => {
  const sealed = sealJson({ a: [1, "b"] }, BOUNDS);
  if (sealed === undefined) throw new Error("it was not sealed");
  expect(openJson(sealed, BOUNDS)).toEqual({ json: { a: [1, "b"] } });
  for (let at = 0; at < sealed.length; at += 1) {
    const damaged = Buffer.from(sealed);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    expect([at, openJson(damaged, BOUNDS)]).toEqual([at, undefined]);
    expect(openJson(sealed.subarray(0, at), BOUNDS)).toBeUndefined();
  }
});

test("sizes are bounded on both sides, and before anything is unpacked", () => {
  expect(sealJson("x".repeat(100_001), BOUNDS)).toBeUndefined();
  const sealed = sealJson("x".repeat(90_000), BOUNDS);
  expect(sealed?.length).toBeLessThan(1_000);
  expect(sealed && openJson(sealed, { sealed: 10_000, open: 80_000 })).toBeUndefined();
  const bomb = Buffer.concat([
    Buffer.from("aph1"),
    Buffer.alloc(32),
    deflateRawSync(Buffer.alloc(10 ** 7)),
  ]);
  expect(openJson(bomb, { sealed: 100_000, open: 1_000 })).toBeUndefined();
});
