import { expect, test } from "vitest";
import { createProjectWords } from "../../src/gate/project-words.ts";
import { loadExtractor } from "../../src/load/extractor.ts";

function wordsOf(listed: string): ReturnType<typeof createProjectWords> {
  const { value, diagnostics } = loadExtractor(
    `
id = "stop"
title = "stop"
subject = "msgqueue/shutdown"
predicate = "graceful"
languages = ["typescript"]
[project]
signals = ${listed}
[[match]]
value = false
call = { provides = "queue" }
where = ["not project-says:signals"]
`,
    "stop.toml",
  );
  expect(diagnostics).toEqual([]);
  return createProjectWords(value === undefined ? [] : [value]);
}

test("words are heard in any text, whole and as they are spelled", () => {
  const words = wordsOf('["SIGTERM", ".on(\'failed\'", "signal"]');
  expect(words.hear("// SIGTERMS and signalling, sigterm")).toBe(false);
  expect([...words.said]).toEqual([]);
  expect(words.hear("process.on('SIGTERM', stop)")).toBe(true);
  expect(words.hear("process.on('SIGTERM', stop)")).toBe(true);
  words.hear("worker.on('failed', log); process.on('SIGTERM', stop)");
  expect([...words.said]).toEqual(["SIGTERM", ".on('failed'"]);
});

test("where one word begins with another, both can be heard", () => {
  const words = wordsOf('["actix", "actix-web"]');
  words.hear('actix-web = "4"');
  words.hear("use actix::Actor;");
  expect([...words.said]).toEqual(["actix-web", "actix"]);
});

test("a name that no list has is a problem", () => {
  const { value, diagnostics } = loadExtractor(
    `
id = "stop"
title = "stop"
subject = "msgqueue/shutdown"
predicate = "graceful"
languages = ["typescript"]
[[match]]
value = false
call = { provides = "queue" }
where = ["project-says:signals"]
`,
    "stop.toml",
  );
  expect(value).toBeUndefined();
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "`[project]` has no words named `signals`",
  ]);
});
