/** What was kept of a run and is not as we keep it: everything is looked at anew, and nothing is thrown. */
import { expect, test } from "vitest";
import { encode } from "../src/cache/codec.ts";
import type { Run } from "../src/cache/run.ts";
import { seal } from "../src/cache/seal.ts";
import { unsealed } from "../src/memory/kept-run.ts";
import type { Prepared } from "../src/look/prepare.ts";

const TEXT = "export const a = 1;";
const NOTES = { unscanned: [], skipped: {}, diagnostics: [], imported: [], leads: [] };
const PREPARED = { scope: { everything: { files: ["a.ts"] } } } as unknown as Prepared;

function open(data: Buffer, notes: unknown = NOTES) {
  const run = { notes, files: [["a.ts", seal(data, TEXT)]] } as unknown as Run;
  return unsealed(run, PREPARED, (path) => (path === "a.ts" ? TEXT : undefined));
}

test("as it was kept", () => {
  const empty = { observations: [], markers: [], suppressions: [], diagnostics: [] };
  expect(open(encode(empty))?.files).toEqual([{ path: "a.ts", ...empty }]);
});

// Who can read the file can seal whatever he likes under its text.
test.each([
  ["a sealed text that no codec of ours wrote", Buffer.from("nonsense"), NOTES],
  ["nothing at all, sealed", Buffer.alloc(0), NOTES],
  ["no notes", encode({}), undefined],
])("%s", (_, data, notes) => {
  expect(() => open(data, notes)).not.toThrow();
  expect(open(data, notes ?? null)).toBeUndefined();
});
