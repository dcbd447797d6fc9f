/** What the documentation shows is so: its commands exist, its TOML loads, its links lead somewhere. What its commands print: stories.test.ts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkExtractors } from "../src/proof/check-extractors.ts";
import { CATALOGUE, subcommands } from "../src/cli/catalogue.ts";
import { RECOGNISERS } from "../src/extract/recognisers.ts";
import { builtinsOfFolders } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";
import { loadClaims } from "../src/load/claims.ts";
import { loadConfig } from "../src/load/config.ts";
import { loadExtractor } from "../src/load/extractor.ts";
import { loadFleet } from "../src/load/fleet.ts";
import { loadLibrary } from "../src/load/library.ts";

const HOST = nodeHost();
const SKILLS = readdirSync("skills").map((name) => `skills/${name}/SKILL.md`);
const PAGES = [
  "README.md",
  "bench/RATIONALE.md",
  ...list("docs", ".md"),
  ...list("docs/claims", ".md"),
  ...SKILLS,
];
const TEXTS = new Map(PAGES.map((page) => [page, readFileSync(page, "utf8")]));
const README = TEXTS.get("README.md") ?? "";

describe.each(PAGES)("%s", (page) => {
  const text = TEXTS.get(page) ?? "";

  test("names scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test("names commands and flags that exist", async () => {
    const prose = text.replaceAll(/^```text\n[^]*?^```/gm, "");
    const lines = [...prose.matchAll(/(?<=^|`)(?:\$ )?aphoria ((?:[a-z-]|\[)[^`\n]*)/gm)];
    const wrong: string[] = [];
    for (const [, line = ""] of lines) {
      if (!(await exists(line))) wrong.push(`aphoria ${line}`);
    }
    expect(wrong).toEqual([]);
  });

  test("links to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? "");
    expect(links.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  test("shows TOML that loads, with tests that hold", () => {
    const problems = blocks(text, "toml").flatMap((block) => problemsOf(block));
    expect(problems).toEqual([]);
  });
});

test("the README counts the claims of the corpus", () => {
  const { value } = builtinsOfFolders(HOST).corpus("cache");
  expect(README).toContain(`: ${value.length} claims `);
});

test("the list of pages has every page", () => {
  const index = TEXTS.get("docs/README.md") ?? "";
  const names = list("docs", ".md").map((page) => page.slice("docs/".length));
  expect(names.filter((name) => name !== "README.md" && !index.includes(`](${name})`))).toEqual([]);
});

test("the page on extractors lists the idioms", () => {
  const page = TEXTS.get("docs/writing-extractors.md") ?? "";
  const table = page.slice(page.indexOf("| kind "), page.indexOf("`where = "));
  const listed = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, kind]) => kind);
  const known = RECOGNISERS.flatMap(({ kinds }) => kinds);
  expect(listed).toEqual(
    known.filter((kind) => !["operation", "construct"].includes(kind)).toSorted(),
  );
});

test("the page on configuration has every variable that is read", () => {
  const page = TEXTS.get("docs/configuration.md") ?? "";
  const sources = ["cli", "io", "formats"].flatMap((folder) =>
    readdirSync(`src/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(`src/${folder}/${name}`, "utf8")),
  );
  const read = sources.flatMap((text) => [
    ...Array.from(text.matchAll(/\benv\["([A-Z][A-Z_]+)"\]/g), ([, name = ""]) => name),
    ...Array.from(text.matchAll(/\{ ([A-Z_]+: [^}]*)\} = (?:host\.)?env\b/g)).flatMap(
      ([, names = ""]) => names.match(/\b[A-Z][A-Z_]+(?=:)/g) ?? [],
    ),
    ...Array.from(text.matchAll(/"([A-Z]+_[A-Z_]+)"/g), ([, name = ""]) => name),
  ]);
  // The system's own words for errors and signals, and what git is told.
  const meant = read.filter(
    (name) => !/^(?:E[A-Z]+|ERR_\w+|MODULE_NOT_FOUND|GIT_\w+|LC_ALL|FETCH_HEAD)$/.test(name),
  );
  expect(meant.length).toBeGreaterThan(10);
  expect([...new Set(meant)].filter((name) => !page.includes(name))).toEqual([]);
});

test.each(["pipeline", "scan"])(
  "the picture %s has its text for those who do not see it",
  (name) => {
    const picture = readFileSync(`docs/${name}.svg`, "utf8");
    expect(picture).toMatch(/<title id="title">.+<\/title>\s*<desc id="desc">.+<\/desc>/);
  },
);

function list(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}

function blocks(text: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm");
  return [...text.matchAll(fence)].map(([, block]) => block ?? "");
}

/** A word that is a placeholder (`claims show ID`) or a path is no matter here; commands and flags are. */
async function exists(line: string): Promise<boolean> {
  const [first = "", second = ""] = line.split(/\s+/);
  const name = [`${first} ${second}`, first].find((words) => Object.hasOwn(CATALOGUE, words));
  if (name === undefined) return first.startsWith("-") || (second === "" && isGroup(first));
  const { default: command } = (await CATALOGUE[name]?.load()) ?? { default: undefined };
  const known = new Set(command?.flags.map((flag) => flag.name));
  return [...line.matchAll(/\s--([\w-]+)/g)].every(([, flag = ""]) => known.has(flag));
}

function isGroup(word: string): boolean {
  return subcommands(word).length > 0;
}

/** A block is a claims file, a library model, an extractor, or a piece of one. */
function problemsOf(block: string): readonly string[] {
  if (block.includes("config.toml")) return messages(loadConfig(block, "config.toml").diagnostics);
  if (block.includes("[[repository]]")) return messages(loadFleet(block, "repos.toml").diagnostics);
  if (block.includes("[[claim]]")) return messages(loadClaims(block, "claims.toml").diagnostics);
  if (block.includes("[[type]]")) return messages(loadLibrary(block, "model.toml").diagnostics);
  if (!block.includes("[[match]]")) return [];
  const { value: extractor, diagnostics } = loadExtractor(block, "extractor.toml");
  if (extractor === undefined) return messages(diagnostics);
  const checked = checkExtractors([extractor], builtinsOfFolders(HOST).models().value);
  return [...messages([...diagnostics, ...checked.diagnostics]), ...messages(checked.failures)];
}

function messages(problems: readonly { readonly message: string }[]): readonly string[] {
  return problems.map(({ message }) => message);
}
