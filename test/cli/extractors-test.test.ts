import { expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { type } from "./real-project.ts";

const OWN = `id = "own"
title = "own"
subject = "a/b"
predicate = "c"
languages = ["typescript"]

[[match]]
value = false
rule = { pattern = "put($K)" }
where = ["not in-loop"]

[[match]]
value = true
rule = { pattern = "put_ttl($K)" }

[[test]]
code = '''
put(k);     // observe: false
get(k);     // observe: nothing
'''
`;

function project(text: string): string {
  return temporaryFolder({ ".aphoria/extractors/own.toml": text });
}

test("a clause that no example shows at work is a failure, a condition that none needs a note", async () => {
  const folder = project(OWN);
  const { code, out } = await type(folder, "extractors test own");
  expect(code).toBe(1);
  expect(out).toContain("own.toml:13: mutation survived: clause 2 sees no example");
  expect(out).toContain("own.toml:8: note: clause 1 without where not in-loop gives the same");
  expect(out).toContain("1 extractor, 1 test, 2 expectations: 1 not as expected");
  const json = await type(folder, "extractors test own --json");
  const { mutation } = JSON.parse(json.out) as { mutation: Record<string, unknown> };
  expect(mutation).toMatchObject({ mutations: 4, killed: 2, survivors: [{ clause: 2 }, {}] });
});

test("what is wrong anyway is not mutated", async () => {
  const { code, out } = await type(
    project(OWN.replace("put(k);", "pot(k);")),
    "extractors test own",
  );
  expect(code).toBe(1);
  expect(out).toContain("missing");
  expect(out).not.toContain("survived");
});

test("built-in ones are proved, and their notes are shown only where they are named", async () => {
  const folder = temporaryFolder();
  const { code, out } = await type(folder, "extractors test");
  expect(code).toBe(0);
  expect(out).not.toContain("note:");
  expect((await type(folder, "extractors test capacity")).out).toContain("note: clause 1 without");
});

test("an unknown id is refused", async () => {
  const { code, err } = await type(project(OWN), "extractors test owm");
  expect(code).toBe(2);
  expect(err).toContain("there is no extractor `owm`; did you mean `own`?");
});
