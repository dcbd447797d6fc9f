import { writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cachewrap, type } from "./real-project.ts";

test("says how a project is set up, and that all is well", async () => {
  const { code, out } = await type(cachewrap(), "doctor");
  expect(code).toBe(0);
  expect(out).toMatch(/^node +v\d+/m);
  expect(out).toMatch(/^root +.*\(the top of the git repository\)$/m);
  expect(out).toMatch(/^configuration +none: the defaults hold$/m);
  expect(out).toMatch(/^claims +\d+ of corpus:cache$/m);
  expect(out).toMatch(/^files +\d+ scanned/m);
  expect(out).toContain("All is well.");
});

test("says what cannot match, what is suppressed for nothing, and what is broken", async () => {
  const folder = cachewrap();
  mkdirSync(join(folder, ".aphoria/extractors"), { recursive: true });
  writeFileSync(
    join(folder, ".aphoria/extractors/own.toml"),
    'id = "own"\ntitle = "t"\nsubject = "cache/ttl"\npredicate = "required"\nlanguages = ["python"]\n\n[[match]]\nvalue = true\nrule = { pattern = "f($A)" }\n',
  );
  const inert = await type(folder, "doctor");
  expect(inert.code).toBe(1);
  expect(inert.out).toMatch(/^own extractors +1 file$/m);
  expect(inert.out).toContain("(warning extractor-inert)");
  writeFileSync(join(folder, ".aphoria/config.toml"), "fail_on = 3\n");
  const broken = await type(folder, "doctor --json");
  expect(broken.code).toBe(2);
  expect(JSON.parse(broken.out)).toMatchObject({
    configuration: ".aphoria/config.toml",
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ code: "wrong-type" }),
    ]) as unknown,
  });
});
