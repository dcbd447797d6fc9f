/** What deployment files say: how sure a hit is. */
import { expect, test } from "vitest";
import { configHits } from "../../src/extract/config-ways.ts";
import type { Extractor, Match } from "../../src/model/extractor.ts";
import type { ServerSite } from "../../src/model/server.ts";

const asked = { directive: "requirepass", is: "secret" } as const;
const match: Match = {
  way: { kind: "config", asked },
  value: { constant: true },
  where: [],
  confidence: "medium",
  index: 0,
};
const extractor: Extractor = {
  id: "x",
  title: "x",
  subject: "s",
  predicate: "p",
  languages: [],
  pack: "project",
  when: { imports: [], words: [], paths: [] },
  matches: [match],
  tests: [],
  status: "active",
  origin: "x.toml",
};

test.each([
  ["hunter2hunter2", "medium"],
  ["testpassword", "low"],
  ["test-secret-1", "low"],
  ["tester2hunter", "medium"],
])("the password %j is shown with %s confidence", (value, confidence) => {
  const span = { start: 0, end: 1 };
  const site: ServerSite = {
    dialect: "redis",
    name: "cache",
    role: "server",
    file: "compose",
    settings: [{ directive: "requirepass", value, form: "literal", ...span }],
    complete: true,
    local: false,
    ...span,
  };
  const hits = configHits([{ extractor, match, asked }], [site]);
  expect(hits.map((hit) => hit.match.confidence)).toEqual([confidence]);
});
