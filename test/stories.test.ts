/** Every command of the documentation does what its page says: each block is run, in a project of its own, or says why not. */
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { masked, partOf, readPage } from "../scripts/stories/blocks.mjs";
import { STORIES } from "../scripts/stories/pages.mjs";
import { CLAIM, picture, scanForPicture } from "../scripts/stories/picture.mjs";
import { play, type Played } from "../scripts/stories/play.mjs";

const TEXTS = new Map(STORIES.map((page) => [page, readFileSync(page, "utf8")]));
const PAGES = STORIES.filter((page) => readPage(TEXTS.get(page) ?? "").blocks.length > 0);

describe("the pages", () => {
  let played: readonly Played[] = [];
  beforeAll(async () => {
    played = await play(TEXTS);
  }, 300_000);

  test.each(PAGES)("%s: its commands end as it says, and print what it shows", (name) => {
    const { problems } = played.find(({ page }) => page === name) ?? { problems: ["not played"] };
    expect(problems).toEqual([]);
  });

  test("a page that another test runs is known to that test", () => {
    for (const [page, text] of TEXTS) {
      const { runBy } = readPage(text);
      if (runBy === undefined) continue;
      expect(existsSync(runBy), runBy).toBe(true);
      expect(readFileSync(runBy, "utf8")).toContain(page);
    }
  });

  test("most commands are run", () => {
    const ran = played.reduce((sum, one) => sum + one.ran, 0);
    const left = STORIES.flatMap((page) => readPage(TEXTS.get(page) ?? "").blocks).filter(
      ({ why }) => why !== undefined,
    );
    expect(ran).toBeGreaterThan(left.length);
  });
});

test("the README's picture shows what a scan of its claim prints (`npm run docs` renews it)", async () => {
  expect(readFileSync("docs/scan.svg", "utf8")).toBe(picture(await scanForPicture()));
  expect(TEXTS.get("README.md")).toContain(CLAIM);
}, 60_000);

describe("what the comments say", () => {
  const sh = (command: string) => `\`\`\`sh\n${command}\n\`\`\`\n`;
  const out = (text: string) => `<!-- prints -->\n\n\`\`\`text\n${text}\n\`\`\`\n`;
  const run = async (text: string) => (await play(new Map([["page.md", text]])))[0];

  test("a command that ends otherwise, or prints otherwise, is a problem; what it prints is put into the page", async () => {
    const page = `<!-- scene: empty as shop -->\n${sh("echo one; false")}${sh("pwd")}${out("two")}`;
    const { problems = [], text } = (await run(page)) ?? {};
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain("page.md:2: exits with 1, not 0");
    expect(text).toBe(page.replace("two", "~/shop"));
  });

  test("a scene begins anew; what stands between two of them goes on", async () => {
    const empty = "<!-- scene: empty -->\n";
    const page = [empty, sh("touch a"), sh("ls"), out("a"), empty, sh("ls | wc -l"), out("0")];
    expect((await run(page.join("")))?.problems).toEqual([]);
  });

  test("a block with another name, a comment that is none, a reason that is missing: each is said", () => {
    expect(readPage("```bash\nls\n```\n").problems).toEqual(["line 1: write `sh`, not `bash`"]);
    expect(readPage("- so:\n\n  ```sh\n  ls\n  ```\n").problems).toHaveLength(1);
    expect(readPage("<!-- exit: 1 -->\n").problems).toHaveLength(1);
    expect(readPage(`<!-- not run -->\n${sh("ls")}`).problems).toHaveLength(1);
    expect(readPage(out("alone")).problems).toHaveLength(1);
  });

  test("a long output is cut at the side that was asked for", () => {
    expect(partOf("a\nb\nc\n", "first 2")).toBe("a\nb\n…");
    expect(partOf("a\nb\nc\n", "last 1")).toBe("…\nc");
    expect(partOf("a\nb\n", "first 2")).toBe("a\nb");
  });

  test("times, sizes and dates may differ, numbers of findings may not", () => {
    expect(masked("3 conflicts in 5 files (130 ms)")).toBe(
      masked("3 conflicts in 5 files (1.2 s)"),
    );
    expect(masked("3 conflicts (1 ms)")).not.toBe(masked("4 conflicts (1 ms)"));
    expect(masked("created 2026-11-20, 12.5 KiB")).toBe(masked("created 2027-01-02, 3 KiB"));
    expect(masked("timeout: found 0s")).not.toBe(masked("timeout: found 5s"));
  });
});
