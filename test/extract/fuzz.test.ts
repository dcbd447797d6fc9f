/** Broken code: whatever lines are lost, doubled or swapped, analyse() answers, and says the same when asked again. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/look/analyse.ts";
import { fileOf, learnFrom, type Candidate } from "../../src/look/candidates.ts";
import { compileTextWays } from "../../src/extract/text-ways.ts";
import { builtinsOfFolders } from "../../src/io/builtins.ts";
import { matchGlobs } from "../../src/io/globs.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { supportOf } from "../../src/languages/registry.ts";
import { indexFiles } from "../../src/link/files.ts";
import { PACKS } from "../../src/model/config.ts";
import { parseText } from "../../src/parse/parse.ts";
import { CLIENTS } from "../link/cases/clients.ts";
import { LOOK_ALIKES } from "../link/cases/look-alikes.ts";
import { OPERATIONS } from "../link/cases/operations.ts";
import { splitFiles } from "../link/project.ts";
import { BLOCKING_CALL } from "./cases/blocking-call.ts";
import { BOUND } from "./cases/bound.ts";
import { CLIENT_LIFECYCLE } from "./cases/client-lifecycle.ts";
import { CREDENTIAL } from "./cases/credential.ts";
import { KEY_USE } from "./cases/key-use.ts";
import { MEMOISED_FUNCTION } from "./cases/memoised-function.ts";
import { READ_THROUGH } from "./cases/read-through.ts";
import { SETTING } from "./cases/setting.ts";
import { STORE } from "./cases/store.ts";
import { tries } from "../runs.ts";

const MILLISECONDS = 1_500;

const builtins = builtinsOfFolders(nodeHost());
const models = builtins.models().value;
const extractors = PACKS.flatMap((pack) => builtins.extractors(pack).value);
const ways = compileTextWays(
  extractors,
  (language) => supportOf(language).grammars,
  parseText,
  (globs, path) => matchGlobs(globs)(path),
);

const PROJECTS = [
  ...Object.values({ ...CLIENTS, ...OPERATIONS, ...LOOK_ALIKES }),
  BLOCKING_CALL,
  BOUND,
  CLIENT_LIFECYCLE,
  CREDENTIAL,
  KEY_USE,
  MEMOISED_FUNCTION,
  READ_THROUGH,
  SETTING,
  STORE,
]
  .flatMap((cases) => Object.values(cases))
  .map((text) => splitFiles(text));

function ofLanguage(ending: RegExp): readonly ReadonlyMap<string, string>[] {
  return PROJECTS.filter((files) => [...files.keys()].every((path) => ending.test(path)));
}

/** Everything that is observed, as text. */
function observed(files: ReadonlyMap<string, string>, paths: readonly string[]): string {
  const byPath = new Map<string, Candidate>();
  const learn = (path: string): Candidate | undefined => {
    const text = files.get(path);
    const known = byPath.get(path);
    if (text === undefined || known !== undefined) return known;
    const learnt = learnFrom(fileOf(path, text), ways);
    byPath.set(path, learnt);
    return learnt;
  };
  const candidates = paths.flatMap((path) => learn(path) ?? []);
  const analysis = analyse({
    candidates,
    files: indexFiles([...files.keys()]),
    learn,
    ...models,
    extractors,
    includeTests: true,
    said: new Set(),
  });
  const found = candidates.map((candidate) => ({
    path: candidate.path,
    diagnostics: candidate.diagnostics,
    observations: analysis.observe(candidate),
  }));
  return JSON.stringify(found.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
}

type Edit = readonly [what: "drop" | "double" | "swap" | "cut", at: number, to: number];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom("drop", "double", "swap", "cut"),
  fc.nat(200),
  fc.nat(200),
);

function edited(text: string, edits: readonly Edit[]): string {
  const lines = text.split("\n");
  for (const [what, at, to] of edits) {
    const here = at % lines.length;
    const there = to % lines.length;
    const line = lines[here] ?? "";
    if (what === "drop" && lines.length > 1) lines.splice(here, 1);
    if (what === "double") lines.splice(there, 0, line);
    if (what === "cut") lines[here] = line.slice(0, to % (line.length + 1));
    if (what === "swap") [lines[here], lines[there]] = [lines[there] ?? "", line];
  }
  return lines.join("\n");
}

describe.each([
  { language: "TypeScript", projects: ofLanguage(/\.[jt]s$/) },
  { language: "Rust", projects: ofLanguage(/\.rs$/) },
  { language: "Python", projects: ofLanguage(/\.py$/) },
])("$language", ({ projects }) => {
  test("mutated projects are analysed, and twice the same", () => {
    const project = fc.constantFrom(...projects);
    fc.assert(
      fc.property(project, fc.array(edit, { minLength: 1, maxLength: 12 }), (files, edits) => {
        const texts = new Map([...files].map(([path, text]) => [path, edited(text, edits)]));
        const paths = [...texts.keys()];
        expect(observed(texts, paths)).toBe(observed(texts, paths));
      }),
      tries(300, MILLISECONDS),
    );
  });

  test("in whatever order the files are read", () => {
    for (const files of projects) {
      const paths = [...files.keys()];
      expect(observed(files, paths.toReversed())).toBe(observed(files, paths));
    }
  });
});

test("files of several languages stand side by side", () => {
  const files = new Map(
    PROJECTS.flatMap((project, at) =>
      [...project].map(([path, text]) => [`p${at}/${path}`, text] as const),
    ),
  );
  expect(JSON.parse(observed(files, [...files.keys()]))).toHaveLength(files.size);
});
