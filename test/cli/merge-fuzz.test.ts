/** Parts of a scan come from other machines: whatever they hold, they are refused or reported, and nothing of them is raw. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FORMAT_IDS, loadFormat } from "../../src/formats/registry.ts";
import { packPart, unpackPart } from "../../src/io/part-bytes.ts";
import { strangersAmong } from "../../src/conclude/kinship.ts";
import { isPart, wrongInPart } from "../../src/load/part.ts";
import { IncompletePart, joinParts } from "../../src/conclude/merge.ts";
import { changed, changes, texts } from "../changed.ts";
import { tries } from "../runs.ts";
import { cachewrap, type } from "./real-project.ts";

const CONTEXT = { color: false, width: 80, showMissing: true, source: () => undefined };
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

async function onePart(): Promise<Buffer> {
  const folder = cachewrap();
  const line = "claims create --id x-1 --subject cache/ttl --predicate required --value true";
  const said = "--invariant TTL~MUST~be --consequence leak --provenance us --tier spec";
  const more = "--category safety --issue-type Leak --checklist Keys:~is~it?";
  expect(await type(folder, `${line} ${said} ${more}`)).toMatchObject({ code: 0 });
  const scan = "scan --no-cache --corpus cache --shard 1/1 --report blob=part.blob";
  expect(await type(folder, scan)).toMatchObject({ code: 0 });
  return readFileSync(join(folder, "part.blob"));
}

test("parts with values that are others, and bytes that are others", async () => {
  const bytes = await onePart();
  const unpacked = unpackPart(bytes);
  if ("problem" in unpacked) throw new Error(unpacked.problem);
  expect(wrongInPart(unpacked.value)).toBeUndefined();
  const formats = await Promise.all(FORMAT_IDS.map(loadFormat));
  let joined = 0;
  const tried = (value: unknown): void => {
    if (!isPart(value) || strangersAmong([{ name: "a.blob", part: value }], 1).length > 0) return;
    try {
      const { report } = joinParts([value], { today: "2026-06-01", duration: 1 });
      for (const format of formats)
        expect(CONTROLS.exec(format.render(report, CONTEXT))).toBeNull();
      joined += 1;
    } catch (error) {
      if (!(error instanceof IncompletePart)) throw error;
    }
  };
  tried(unpacked.value);
  expect(joined).toBe(1);
  fc.assert(
    fc.property(fc.oneof(changes, texts), (all) => {
      const again = unpackPart(packPart(changed(unpacked.value, all)));
      if ("value" in again) tried(again.value);
    }),
    tries(300, 5_000),
  );
  const edit = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const other = Buffer.from(bytes);
      for (const [at, byte] of edits) other[at] = byte;
      const read = unpackPart(other);
      expect("problem" in read || other.equals(bytes)).toBe(true);
    }),
    tries(500),
  );
}, 120_000);

test("one that is damaged is named, and nothing is reported", async () => {
  const folder = cachewrap();
  const bytes = await onePart();
  bytes[200] = (bytes[200] ?? 0) ^ 255;
  writeFileSync(join(folder, "part.blob"), bytes);
  const { code, out, err } = await type(folder, "merge part.blob");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("part.blob is damaged");
}, 60_000);
