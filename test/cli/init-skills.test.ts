import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

const NAMES = readdirSync("skills").toSorted();
const PATHS = NAMES.map((name) => `.claude/skills/${name}/SKILL.md`);
const CLAIMS = ".claude/skills/aphoria-claims/SKILL.md";

interface Said {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly edited: readonly string[];
  readonly summary: object | null;
}

async function initSkills(folder: string, flags = ""): Promise<Said> {
  const { code, out } = await type(folder, `init --skills --json${flags}`);
  expect(code).toBe(0);
  return JSON.parse(out) as Said;
}

function skill(name: string): string {
  return readFileSync(`skills/${name}/SKILL.md`, "utf8");
}

describe("aphoria init --skills", () => {
  test("writes the skills that ship, once, and they change no scan", async () => {
    const folder = cachewrap();
    const { out } = await type(folder, "init --skills");
    expect(out).toContain("10 conflicts, 0 unknown, 2 passes");
    for (const [index, name] of NAMES.entries()) {
      expect(readFileSync(join(folder, PATHS[index] ?? ""), "utf8")).toBe(skill(name));
      expect(readdirSync(join(folder, ".claude/skills", name))).toEqual(["SKILL.md"]);
    }
    const again = await initSkills(folder);
    expect(again).toMatchObject({ written: [], edited: [] });
    expect(again.kept).toEqual(expect.arrayContaining(PATHS));
  });

  test("writes none without the flag, nor with --dry-run", async () => {
    const folder = cachewrap();
    expect((await initSkills(folder, " --dry-run")).written).toEqual(expect.arrayContaining(PATHS));
    await type(folder, "init");
    expect(existsSync(join(folder, ".claude"))).toBe(false);
  });

  test("leaves an edited one alone and says so; --force replaces it", async () => {
    const folder = cachewrap();
    await initSkills(folder);
    writeFileSync(join(folder, CLAIMS), "mine\n");
    const { code, out } = await type(folder, "init --skills");
    expect(code).toBe(0);
    expect(out).toContain(`edited, so left as it is (--force replaces it): ${CLAIMS}`);
    expect(readFileSync(join(folder, CLAIMS), "utf8")).toBe("mine\n");
    expect(await initSkills(folder, " --force")).toMatchObject({ written: [CLAIMS], edited: [] });
    expect(readFileSync(join(folder, CLAIMS), "utf8")).toBe(skill("aphoria-claims"));
  });

  test("takes other line ends for the same text", async () => {
    const folder = cachewrap();
    await initSkills(folder);
    writeFileSync(join(folder, CLAIMS), skill("aphoria-claims").replaceAll("\n", "\r\n"));
    expect((await initSkills(folder)).edited).toEqual([]);
  });

  test("works before there is code, and says that nothing was scanned", async () => {
    const folder = temporaryFolder({ ".git/HEAD": "" });
    const { code, out, err } = await type(folder, "init --skills");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("there is no source file yet, so nothing was scanned");
    expect(existsSync(join(folder, CLAIMS))).toBe(true);
    expect((await initSkills(folder)).summary).toBeNull();
  });
});

describe("what cannot be done is 2, one message, nothing written", () => {
  test("a link that leads out of the project", async () => {
    const folder = cachewrap();
    const outside = temporaryFolder();
    symlinkSync(outside, join(folder, ".claude"));
    const { code, err } = await type(folder, "init --skills --force");
    expect(code).toBe(2);
    expect(err).toContain("lies outside the project");
    expect(readdirSync(outside)).toEqual([]);
    expect(existsSync(join(folder, ".aphoria"))).toBe(false);
  });

  test("a link in place of a skill, even to a file of the project", async () => {
    const folder = cachewrap();
    mkdirSync(join(folder, ".claude/skills/aphoria-claims"), { recursive: true });
    symlinkSync(join(folder, "src/client.rs"), join(folder, CLAIMS));
    const before = readFileSync(join(folder, "src/client.rs"), "utf8");
    const { code, err } = await type(folder, "init --skills --force");
    expect(code).toBe(2);
    expect(err).toBe(`aphoria: ${CLAIMS} is not a regular file\n`);
    expect(readFileSync(join(folder, "src/client.rs"), "utf8")).toBe(before);
    expect(existsSync(join(folder, ".aphoria"))).toBe(false);
  });

  test("--force without --skills", async () => {
    const folder = cachewrap();
    const { code, err } = await type(folder, "init --force");
    expect(code).toBe(2);
    expect(err).toContain("it needs `--skills`");
    expect(existsSync(join(folder, ".aphoria"))).toBe(false);
  });

  test("a file where the folder would be", async () => {
    const folder = cachewrap();
    writeFileSync(join(folder, ".claude"), "mine\n");
    const { code, err } = await type(folder, "init --skills");
    expect(code).toBe(2);
    expect(err).toContain(`${PATHS[0]} cannot be written: a part of its path is a file`);
    expect(readFileSync(join(folder, ".claude"), "utf8")).toBe("mine\n");
  });
});
