/** The built-in extractors keep their own promises: every example in their TOML says exactly what is observed. */
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkExtractors } from "../src/proof/check-extractors.ts";
import { builtinsOfFolders } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";
import { mutateExtractors } from "../src/proof/mutate-extractors.ts";
import { PACKS } from "../src/model/config.ts";

const builtins = builtinsOfFolders(nodeHost());
const { value: models, diagnostics: modelDiagnostics } = builtins.models();
const packs = PACKS.map((pack) => ({ pack, ...builtins.extractors(pack) }));
const extractors = packs.flatMap(({ value }) => value);

describe.each(packs)("pack $pack", ({ pack, value, diagnostics }) => {
  test("loads without a word", () => {
    expect(diagnostics).toEqual([]);
  });

  test("an extractor's id is the name of its file", () => {
    const ids = value.map(({ id }) => id).toSorted();
    expect(ids).toEqual(stemsOf(`extractors/${pack}`));
  });
});

test("ids are unique", () => {
  const ids = extractors.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

describe.each(extractors.map((extractor) => ({ id: extractor.id, extractor })))(
  "$id",
  ({ extractor }) => {
    const run = checkExtractors([extractor], models);

    test("observes what its examples say: nothing missing, nothing noisy, neither kind untested", () => {
      const failures = run.failures.map(
        ({ kind, origin, line, message }) => `${kind} ${origin}:${line}: ${message}`,
      );
      expect(failures).toEqual([]);
      expect(run.expectations).toBeGreaterThan(1);
    });

    test("can fail: each clause sees an example, and none is observed whatever the code is", () => {
      const { survivors } = mutateExtractors([extractor], models);
      const failures = survivors.filter((one) => one.is_failure).map(({ message }) => message);
      expect(failures).toEqual([]);
    });

    test("compiles without a diagnostic", () => {
      expect(run.diagnostics).toEqual([]);
    });

    test("has an example in each of its languages", () => {
      const languages = extractor.tests.map(
        ({ language, path }) => language ?? languageOf(path) ?? extractor.languages[0],
      );
      expect(extractor.languages.filter((language) => !languages.includes(language))).toEqual([]);
    });
  },
);

describe("library models", () => {
  test("load without diagnostics", () => {
    expect(modelDiagnostics).toEqual([]);
  });

  test("every file is a model, and ids are unique", () => {
    const files = ["typescript", "rust", "python"].flatMap((language) =>
      stemsOf(`extractors/libraries/${language}`),
    );
    expect(models.libraries.length).toBe(files.length);
    expect(new Set(models.libraries.map(({ id }) => id)).size).toBe(files.length);
  });

  test("no package belongs to two models of a language", () => {
    const packages = models.libraries.flatMap(({ language, packages: names }) =>
      names.map((name) => `${language} ${name}`),
    );
    expect(packages.filter((name, at) => packages.indexOf(name) !== at)).toEqual([]);
  });

  test("operations, options and derivations name types that exist", () => {
    const wrong = models.libraries.flatMap(({ id, types, operations, options }) => {
      const names = new Set(["*", ...types.map(({ name }) => name)]);
      const named = [
        ...operations.flatMap(({ on }) => on),
        ...options.flatMap(({ on }) => on),
        ...types.flatMap(({ derives }) => derives.map((one) => one.split(".")[0] ?? "")),
      ];
      return named.filter((name) => !names.has(name)).map((name) => `${id}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test("a dialect that a model names is there", () => {
    const dialects = models.dialects.map(({ id }) => id);
    const wanted = models.libraries.flatMap(({ dialect }) => dialect ?? []);
    expect(wanted.filter((id) => !dialects.includes(id))).toEqual([]);
  });
});

function stemsOf(folder: string): readonly string[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith(".toml"))
    .map((name) => name.slice(0, -".toml".length))
    .toSorted();
}

function languageOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path.endsWith(".rs")) return "rust";
  if (path.endsWith(".py")) return "python";
  return /\.[cm]?[jt]sx?$/.test(path) ? "typescript" : undefined;
}
