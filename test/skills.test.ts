/** The agent skills keep to their format, and what they tell an agent to do works. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOGUE } from "../src/cli/catalogue.ts";
import { buildExecutable } from "./cli/built.ts";
import { commandsOf, flagsOf, followSkill } from "./skills/follow.ts";
import { frontmatterProblems, readSkill } from "./skills/frontmatter.ts";

const NAMES = readdirSync("skills").toSorted();
const SKILLS = new Map(NAMES.map((name) => [name, readSkill(read(name))]));

/** What is filled in for `<WORD>`, by skill. */
const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aphoria-claims": {
    SUBJECT: "cache/ttl",
    PREDICATE: "required",
    OPERATOR: "eq",
    VALUE: "true",
    INVARIANT: "TTL MUST be set for all cached values",
    CONSEQUENCE: "Missing TTL causes memory leak - unbounded growth",
    SOURCE: "Redis command reference: SET",
    SECTION: "Options",
    URL: "https://redis.io/docs/latest/commands/set/",
    TIER: "vendor",
    CATEGORY: "safety",
    ID: "cache-004",
    SCENARIO: "A session is written by a plain SET and never deleted.",
  },
  "aphoria-suggest": {
    CORPORA: "httpclient,dbpool,msgqueue",
    DOMAIN: "cache",
    IDS: "httpclient-001,dbpool-002",
  },
  "aphoria-custom-extractor-creator": {
    VIOLATION: "cache SET without TTL",
    CLAIM: "cache-004",
    PATTERN: "SET.*(?!EX|PX)",
    LANGUAGE: "rust",
    BAD: "conn.set(key, value);",
    GOOD: "conn.set_ex(key, value, 60);",
  },
  "cache-coherence-analyzer": { FILE: "src/client.rs", NAME: "client.rs", CLAIM: "cache-004" },
};

let bin = "";
let count = 0;

beforeAll(async () => {
  bin = await buildExecutable();
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));

/** The fixture's sources. With `core` alone nothing looks for what its markers announce but three. */
function newProject(name: string): string {
  count += 1;
  const project = join(bin, `project-${count}`);
  mkdirSync(join(project, ".git"), { recursive: true });
  for (const part of ["src", "Cargo.toml"]) {
    cpSync(`fixtures/cachewrap/${part}`, join(project, part), { recursive: true });
  }
  if (name === "aphoria-custom-extractor-creator") {
    mkdirSync(join(project, ".aphoria"));
    writeFileSync(join(project, ".aphoria/config.toml"), 'packs = ["core"]\n');
  }
  return project;
}

function read(name: string): string {
  return readFileSync(`skills/${name}/SKILL.md`, "utf8");
}

function follow(name: string, body: string, project = newProject(name)): readonly string[] {
  return followSkill(body, { bin, project, values: VALUES[name] ?? {} });
}

test("all four ship", () => {
  expect(NAMES).toEqual([
    "aphoria-claims",
    "aphoria-custom-extractor-creator",
    "aphoria-suggest",
    "cache-coherence-analyzer",
  ]);
});

describe.each([...SKILLS])("%s", (name, skill) => {
  test("keeps to the format", () => {
    expect(frontmatterProblems(name, skill)).toEqual([]);
  });

  test("can be followed", { timeout: 60_000 }, () => {
    const project = newProject(name);
    expect(commandsOf(skill.body)).not.toEqual([]);
    expect(follow(name, skill.body, project)).toEqual([]);
    if (name !== "cache-coherence-analyzer") return;
    const report = readFileSync(join(project, "CACHE_AUDIT_client.rs.md"), "utf8");
    expect(report).toContain("# Cache coherence report");
    expect(report).toContain("### File: `src/client.rs:60`");
    expect(existsSync(join(project, ".aphoria"))).toBe(false);
  });

  test("names flags that exist", async () => {
    const known = new Set((await allFlags()).map((flag) => `--${flag}`));
    expect(flagsOf(skill.body).filter((flag) => !known.has(flag))).toEqual([]);
  });

  test("uses the three names as commands, and aphoria", () => {
    const programs = commandsOf(skill.body).map((line) => line.split(" ")[0] ?? "");
    expect(programs.filter((program) => !existsSync(join(bin, program)))).toEqual([]);
  });
});

describe("a skill that is wrong fails", () => {
  const { body } = SKILLS.get("aphoria-claims") ?? { body: "" };
  const change = (from: string, to: string): readonly string[] => {
    expect(body).toContain(from);
    return follow("aphoria-claims", body.replaceAll(from, to));
  };

  test.for([
    ["a flag", "--no-input", "--no-questions", "unknown flag `--no-questions`"],
    ["a field", "`.standing.verdict`", "`.standing.result`", "no `.standing.result` in it"],
    ["a field of a list", "`.[].origin`", "`.[].source`", "no `.[].source` in it"],
    ["a command", "aphoria-claims verify", "aphoria-claims check", "unknown command"],
    ["a word to fill in", "<SCENARIO>", "<STORY>", "no value for <STORY>"],
  ] as const)("%s", { timeout: 60_000 }, ([, from, to, problem]) => {
    expect(change(from, to).join("\n")).toContain(problem);
  });

  test.for([
    ["another name", "name: aphoria-claims", "name: aphoria-claim"],
    ["an upper-case name", "name: aphoria-claims", "name: Aphoria-claims"],
    ["no description", /description: .*/, "description: "],
    ["a long description", "Authors", "Authors".repeat(200)],
    ["YAML that means something else", "Authors, edits", "Authors: edits"],
    ["a key of its own", "license:", "licence:"],
  ] as const)("%s", ([, from, to]) => {
    const text = read("aphoria-claims");
    const wrong = text.replace(from, to);
    expect(wrong).not.toBe(text);
    expect(frontmatterProblems("aphoria-claims", readSkill(wrong))).not.toEqual([]);
  });
});

async function allFlags(): Promise<readonly string[]> {
  const commands = await Promise.all(Object.values(CATALOGUE).map(({ load }) => load()));
  return commands.flatMap(({ default: { flags } }) => flags.map(({ name }) => name));
}
