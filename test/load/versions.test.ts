/** Which versions manifests allow, and which a lockfile says is there. */
import { describe, expect, test } from "vitest";
import { createInstalls } from "../../src/load/installed.ts";
import { rangesOf } from "../../src/load/version-ranges.ts";
import { isCovered, overlap } from "../../src/model/versions.ts";

const holds = (written: string, syntax: Parameters<typeof rangesOf>[1], version: string): boolean =>
  overlap(rangesOf(written, syntax) ?? [], rangesOf(`==${version}`, "python") ?? []).length > 0;

describe("ranges", () => {
  test.each([
    ["^4.6.7", "npm", "4.6.7", "4.99.0", "5.0.0"],
    ["^0.4.1", "npm", "0.4.1", "0.4.9", "0.5.0"],
    ["~4.6.1", "npm", "4.6.1", "4.6.9", "4.7.0"],
    ["4.x", "npm", "4.0.0", "4.9.9", "5.0.0"],
    [">=3 <5", "npm", "3.0.0", "4.9.9", "5.0.0"],
    ["1.2.0 - 2.3.4", "npm", "1.2.0", "2.3.4", "2.3.5"],
    ["^3 || ^4", "npm", "3.1.0", "4.1.0", "5.0.0"],
    ["0.25", "cargo", "0.25.0", "0.25.4", "0.26.0"],
    ["1", "cargo", "1.0.0", "1.6.0", "2.0.0"],
    ["=0.25.4", "cargo", "0.25.4", "0.25.4", "0.25.5"],
    ["==3.5.3", "python", "3.5.3", "3.5.3", "3.5.4"],
    ["~=3.5", "python", "3.5", "3.9", "4.0"],
    ["~=3.5.1", "python", "3.5.1", "3.5.9", "3.6"],
    [">=3,<5,!=4.1", "python", "3.0", "4.9", "5.0"],
    ["==3.*", "python", "3.0.1", "3.9", "4.0"],
    ["^4.5", "poetry", "4.5.0", "4.9.1", "5.0.0"],
    ["<=4.5", "python", "1.0", "4.5", "4.5.1"],
  ] as const)("%s (%s)", (written, syntax, first, last, beyond) => {
    expect(holds(written, syntax, first)).toBe(true);
    expect(holds(written, syntax, last)).toBe(true);
    expect(holds(written, syntax, beyond)).toBe(false);
  });

  test.each(["latest", "*", "workspace:*", "git+https://host/x.git", "catalog:", ""])(
    "%s limits nothing",
    (written) => {
      expect(rangesOf(written, "npm")).toBeUndefined();
    },
  );

  test("a range is covered by others that join", () => {
    const [range] = rangesOf(">=3,<9", "python") ?? [];
    const known = ["<8", ">=8"].flatMap((one) => rangesOf(one, "python") ?? []);
    expect(isCovered(range ?? {}, known)).toBe(true);
    expect(isCovered(range ?? {}, known.slice(0, 1))).toBe(false);
  });
});

function installed(
  files: Readonly<Record<string, string>>,
  from: string,
  name: string,
): string | undefined {
  const language = from.endsWith(".rs") ? "rust" : from.endsWith(".py") ? "python" : "typescript";
  const found = createInstalls(Object.keys(files), (path) => files[path])(from, language, [name]);
  if (found === undefined) return undefined;
  const text = files[found.path] ?? "";
  const line = text.slice(0, found.start).split("\n").length;
  return `${found.said} (${found.path}:${line})`;
}

describe("what is installed", () => {
  test.each([
    ["requirements.txt", "flask\nredis==3.5.3  # cache\n", "redis==3.5.3 (requirements.txt:2)"],
    [
      "requirements/base.txt",
      "redis[hiredis]>=4,<5; python_version > '3'\n",
      "redis[hiredis]>=4,<5 (requirements/base.txt:1)",
    ],
    [
      "pyproject.toml",
      '[project]\ndependencies = [\n  "redis>=5,<6",\n]\n',
      "redis>=5,<6 (pyproject.toml:3)",
    ],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies]\npython = "^3.9"\nredis = {version = "^4.5", extras = ["hiredis"]}\n',
      'redis = "^4.5" (pyproject.toml:3)',
    ],
    ["Pipfile", '[packages]\nredis = "==4.5.1"\n', 'redis = "==4.5.1" (Pipfile:2)'],
    ["setup.py", 'setup(install_requires=["redis>=3,<4"])\n', "redis>=3,<4 (setup.py:1)"],
    [
      "poetry.lock",
      '[[package]]\nname = "redis"\nversion = "4.6.0"\n',
      "redis 4.6.0 (poetry.lock:3)",
    ],
    [
      "Pipfile.lock",
      '{ "default": {\n "redis": {\n "hashes": [], "version": "==4.6.0"\n } } }',
      "redis 4.6.0 (Pipfile.lock:3)",
    ],
  ])("python: %s", (path, text, said) => {
    expect(installed({ [path]: text }, "app/cache.py", "redis")).toBe(said);
  });

  test.each([
    ["redis", "", undefined],
    ["redis-dict==3.1\nfakeredis==2\n", "", undefined],
    ["redis==5\n", "-dev", "redis==5 (requirements-dev.txt:1)"],
  ])("python: %s", (text, kind, said) => {
    expect(installed({ [`requirements${kind}.txt`]: text }, "cache.py", "redis")).toBe(said);
  });

  const pkg = (spec: string): string =>
    JSON.stringify({ name: "x", dependencies: { redis: spec } }, undefined, 1);

  test("a lockfile says which of the allowed versions it is", () => {
    const files = {
      "package.json": pkg("^4.0.0"),
      "package-lock.json":
        '{ "packages": {\n "node_modules/other/node_modules/redis": {\n "version": "2.8.0" },\n "node_modules/redis": {\n "version": "4.6.7" } } }',
    };
    expect(installed(files, "src/a.ts", "redis")).toBe("redis 4.6.7 (package-lock.json:5)");
  });

  test.each([
    [
      "yarn.lock",
      'redis@^3.0.0:\n  version "3.1.2"\n\nredis@^4.0.0, redis@^4.1.0:\n  version "4.6.7"\n',
      5,
    ],
    ["yarn.lock", '"redis@npm:^4.0.0":\n  version: 4.6.7\n', 2],
    ["pnpm-lock.yaml", "packages:\n\n  redis@4.6.7:\n    resolution: {}\n", 3],
    ["pnpm-lock.yaml", "packages:\n\n  /redis/4.6.7:\n    resolution: {}\n", 3],
  ])("%s", (path, text, line) => {
    const files = { "package.json": pkg("^4.0.0"), [path]: `\n${text}` };
    expect(installed(files, "a.ts", "redis")).toBe(`redis 4.6.7 (${path}:${line + 1})`);
  });

  test("the nearest manifest that names it decides, in a monorepo too", () => {
    const files = {
      "package.json": pkg("^5.0.0"),
      "apps/a/package.json": pkg("^4.0.0"),
      "apps/b/package.json": '{ "name": "b" }',
    };
    expect(installed(files, "apps/a/src/x.ts", "redis")).toBe(
      "redis ^4.0.0 (apps/a/package.json:4)",
    );
    expect(installed(files, "apps/b/src/x.ts", "redis")).toBe("redis ^5.0.0 (package.json:4)");
  });

  test("a peer dependency is chosen by whoever installs the package", () => {
    const manifest = { peerDependencies: { redis: ">=4" }, devDependencies: { redis: "5.0.0" } };
    const files = { "package.json": JSON.stringify(manifest) };
    expect(installed(files, "a.ts", "redis")).toBe("redis >=4 (package.json:1)");
  });

  test("crates: the workspace's version, and the lockfile's", () => {
    const files = {
      "Cargo.toml": '[workspace.dependencies]\nredis = { version = "0.27", features = [] }\n',
      "crates/a/Cargo.toml": "[dependencies]\nredis = { workspace = true }\n",
    };
    expect(installed(files, "crates/a/src/lib.rs", "redis")).toBe('redis = "0.27" (Cargo.toml:2)');
    const lock =
      '[[package]]\nname = "redis"\nversion = "0.27.6"\n\n[[package]]\nname = "redis"\nversion = "1.0.0"\n';
    expect(installed({ ...files, "Cargo.lock": lock }, "crates/a/src/lib.rs", "redis")).toBe(
      "redis 0.27.6 (Cargo.lock:3)",
    );
  });
});
