/**
 * The five-day loop as a user types it (scripts/loop): what the plan expects of each day holds. It needs jq and cargo;
 * what they are lacking for is skipped, which is a failure in CI.
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { runLoop } from "../scripts/loop/loop.mjs";
import { walkthrough } from "../scripts/loop/walkthrough.mjs";
import { commandsOf, REPEATED, scaffoldFor, SEED } from "../scripts/loop/seed.mjs";

let loop: Awaited<ReturnType<typeof runLoop>>;

beforeAll(async () => {
  loop = await runLoop();
}, 300_000);

test.each([1, 2, 3, 4, 5])("what is expected of day %i", (day) => {
  const own = loop.checks.filter((check) => check.day === day);
  expect(own.length).toBeGreaterThan(3);
  expect(own.filter(({ holds }) => !holds)).toEqual([]);
});

test.for(["jq", "cargo"])("nothing is left out for want of %s", (tool, { skip }) => {
  const isCi = (process.env["CI"] ?? "") !== "";
  skip(!isCi && loop.lacking.includes(tool), `${tool} not found`);
  const left = loop.steps.filter((step) => step.tool === tool).map(({ command }) => command);
  expect(left).toEqual([]);
});

test("docs/walkthrough.md is what was printed (`npm run docs` renews it)", async ({ skip }) => {
  const isCi = (process.env["CI"] ?? "") !== "";
  skip(!isCi && loop.lacking.length > 0, `${loop.lacking.join(" and ")} not found`);
  expect(readFileSync("docs/walkthrough.md", "utf8")).toBe(await walkthrough(loop));
});

describe("the plan's commands", () => {
  test.each(Object.entries(SEED))("%s is run as it is written, but for its edits", (_, block) => {
    for (const { from, why } of block.edits) {
      expect(block.text).toContain(from);
      expect(["line break", "slash", "path"]).toContain(why);
    }
    const words = (text: string): string => text.replaceAll(/[\\/\s]|aphoria --help|help/g, "");
    const commands = commandsOf(block).join("");
    const plain = block.text
      .replaceAll("/path/to/aphoria/", "./")
      .replaceAll(/# [A-Z][^#]*?(?=$| # |(?:\/help|grep|cargo|ls) )/g, "");
    expect(words(commands)).toBe(words(plain));
  });

  test("the six that it only names keep its words", () => {
    for (const repeated of REPEATED) {
      const command = scaffoldFor(repeated);
      const [, code = ""] = /`([^`]+)`/.exec(repeated.words) ?? [];
      expect(command).toContain(`--violation "${repeated.words.split(" (")[0]}"`);
      expect(command).toContain(code.replace("()", ""));
    }
  });
});
