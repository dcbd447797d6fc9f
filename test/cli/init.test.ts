import { existsSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import { loadConfig } from "../../src/load/config.ts";
import { git, temporaryFolder, writeFiles } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

/** The ten that cachewrap breaks, and two that it keeps. */
const TEN = Array.from({ length: 10 }, (_, index) => `cache-${String(index + 1).padStart(3, "0")}`);
const SEEN = [...TEN, "cache-039", "cache-041"];

interface Said {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly claims: readonly { readonly id: string; readonly in_file: string | null }[];
  readonly summary: { readonly conflict: number; readonly markers_detected: number } | null;
}

function filesOf(folder: string): Readonly<Record<string, string>> {
  const own = join(folder, ".aphoria");
  return Object.fromEntries(
    readdirSync(own)
      .filter((name) => name !== "schemas")
      .toSorted()
      .map((name) => [name, readFileSync(join(own, name), "utf8")]),
  );
}

describe("aphoria init", () => {
  test("writes the claims that have places, settings and .gitignore, and scans", async () => {
    const folder = cachewrap();
    const { code, out } = await type(folder, "init");
    expect(code).toBe(0);
    expect(out).toContain(
      "wrote .aphoria/claims.toml, .aphoria/config.toml, .aphoria/.gitignore, .aphoria/schemas/",
    );
    expect(out).toContain("10 conflicts, 0 unknown, 2 passes");
    expect(out).toContain("10 of 10 markers detected");
    const files = filesOf(folder);
    expect(Object.keys(files)).toEqual([".gitignore", "claims.toml", "config.toml"]);
    const claims = loadClaims(files["claims.toml"] ?? "", "claims.toml");
    expect(claims.diagnostics).toEqual([]);
    expect(claims.value.map(({ id }) => id)).toEqual(SEEN);
    expect(loadConfig(files["config.toml"] ?? "", "config.toml")).toEqual({
      value: {},
      diagnostics: [],
    });
    expect(files[".gitignore"]).toMatch(/^cache\/\ntelemetry\/\n/);
  });

  test("has git ignore what a writer leaves behind, and nothing that is committed", async () => {
    const folder = cachewrap();
    rmSync(join(folder, ".git"), { recursive: true });
    git(folder, "init", "-q");
    await type(folder, "init");
    const ignored = [
      ".aphoria/cache/a",
      ".aphoria/.claims.toml.lock",
      ".aphoria/.claims.toml.lock.break",
      ".aphoria/.claims.toml.4711.0a1b2c3d.tmp",
      ".aphoria/.edit-cache-004.toml",
      ".aphoria/extractors/.ttl.toml.4711.0a1b2c3d.tmp",
    ];
    const kept = [".aphoria/claims.toml", ".aphoria/baseline.json", ".aphoria/extractors/a.toml"];
    writeFiles(folder, Object.fromEntries([...ignored, ...kept].map((path) => [path, ""])));
    const listed = git(folder, "ls-files", "-o", "--exclude-standard", ".aphoria").split("\n");
    expect(listed.filter((path) => ignored.includes(path))).toEqual([]);
    expect(listed).toEqual(expect.arrayContaining(kept));
  });

  test("explains settings that can be used as they stand", async () => {
    const folder = cachewrap();
    await type(folder, "init");
    const text = filesOf(folder)["config.toml"] ?? "";
    const used = text.replaceAll(/^# (\w+ = )/gm, "$1");
    expect(used).not.toBe(text);
    expect(loadConfig(used, "config.toml").diagnostics).toEqual([]);
  });

  test("changes nothing the second time, and writes only what is missing", async () => {
    const folder = cachewrap();
    await type(folder, "init");
    const first = filesOf(folder);
    const { out } = await type(folder, "init");
    expect(out).toContain(
      "left as it is: .aphoria/claims.toml, .aphoria/config.toml, .aphoria/.gitignore",
    );
    expect(filesOf(folder)).toEqual(first);
    rmSync(join(folder, ".aphoria/config.toml"));
    const said = JSON.parse((await type(folder, "init --json")).out) as Said;
    expect(said.written).toEqual([".aphoria/config.toml"]);
    expect(filesOf(folder)).toEqual(first);
    expect(said.claims.map(({ id, in_file: own }) => [id, own])).toEqual(
      SEEN.map((id) => [id, id]),
    );
    expect(said.summary).toMatchObject({ conflict: 10, markers_detected: 10 });
  });

  test("leaves claims and settings of others alone, and says which claims are not there", async () => {
    const folder = cachewrap();
    await type(folder, "suggest --accept httpclient-001");
    const mine = filesOf(folder)["claims.toml"];
    const { code, out } = await type(folder, "init");
    expect(code).toBe(0);
    expect(filesOf(folder)["claims.toml"]).toBe(mine);
    const others = SEEN.filter((id) => id !== "cache-008").join(",");
    expect(out).toContain(`aphoria claims import --corpus cache --id ${others}\``);
  });

  test("--dry-run writes nothing and does not scan", async () => {
    const folder = cachewrap();
    const { code, out } = await type(folder, "init --dry-run");
    expect({ code, isThere: existsSync(join(folder, ".aphoria")) }).toEqual({
      code: 0,
      isThere: false,
    });
    expect(out).toContain("would write .aphoria/claims.toml");
    expect(out).not.toContain("CONFLICT");
    const { summary, written } = JSON.parse(
      (await type(folder, "init --dry-run --json")).out,
    ) as Said;
    expect({ summary, written: written.length }).toEqual({ summary: null, written: 7 });
  });

  test("writes no claims where code has no place for any, and the scan uses the corpus", async () => {
    const folder = temporaryFolder({ "main.ts": "export const one = 1;\n", ".git/HEAD": "" });
    const { code, out } = await type(folder, "init");
    expect(code).toBe(0);
    expect(Object.keys(filesOf(folder))).toEqual([".gitignore", "config.toml"]);
    expect(out).toContain("a scan uses the cache corpus until there is one");
  });
});

describe("what cannot be done is 2, one message, nothing written", () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["no code", { "readme.md": "" }, "there is no source file in"],
    [
      "broken settings",
      { "a.ts": "", ".aphoria/config.toml": "fail = 1\n" },
      ".aphoria/config.toml:1:1: the configuration has no key",
    ],
    [
      "broken claims",
      { "a.ts": "", ".aphoria/claims.toml": "[[claim]]\n" },
      ".aphoria/claims.toml:1:1: a claim must have",
    ],
  ])("%s", async (_, files, message) => {
    const folder = temporaryFolder({ ".git/HEAD": "", ...files });
    const { code, out, err } = await type(folder, "init");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.match(/^aphoria: /gm)).toHaveLength(1);
    for (const name of [".gitignore", "claims.toml", "config.toml"]) {
      const path = `.aphoria/${name}`;
      expect(existsSync(join(folder, path))).toBe(Object.hasOwn(files, path));
    }
  });

  test("a .aphoria that leads out of the project", async () => {
    const folder = cachewrap();
    const outside = temporaryFolder();
    symlinkSync(outside, join(folder, ".aphoria"));
    const { code, err } = await type(folder, "init");
    expect({ code, left: readdirSync(outside) }).toEqual({ code: 2, left: [] });
    expect(err).toContain("lies outside the project");
  });
});
