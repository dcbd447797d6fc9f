/** Pages that a program and a person write together: what is measured changes, what a person wrote stays. */
import { expect, test } from "vitest";
import { countBlanks, renderPage, renderSection } from "../../src/dogfood/page.ts";
import type { Page, Rendered } from "../../src/dogfood/page.ts";

function page(conflicts: number, mistakes: readonly string[]): Page {
  return {
    name: "P.md",
    content: [
      "# Page",
      {
        id: "one",
        parts: [
          [{ key: "**Duration:** ", end: "", empty: "___ hours" }],
          [`${conflicts} conflicts (`, { key: "tests: ", end: ")" }],
          {
            columns: ["Mistake", "Conflicts", "Fix Time"],
            personal: ["Fix Time"],
            rows: mistakes.map((name, index) => [`${index + 1}. ${name}`, `${conflicts}`, null]),
          },
          {
            columns: ["Metric", "Actual", "Analysis"],
            rows: [
              ["Rate", `${conflicts} %`, "measured"],
              ["Time", null, null],
            ],
          },
        ],
      },
      "## What Broke\n\n___",
    ],
  };
}

const NEW = textOf(renderPage(page(3, ["keys", "ttl"]), undefined));
const FILLED = NEW.replace("___ hours", "1.5 hours")
  .replace("tests: ___", "tests: 31")
  .replace("| 2. ttl | 3 | ___ |", "| 2. ttl | 3 | 15 min, a \\| b |")
  .replace("| Time | ___ | ___ |", "| Time | 14 hrs | slow start |")
  .replace("## What Broke\n\n___", "## What Broke\n\nThe build.\n\n## My own\n\n| a | b |");

test("a new page has its blanks", () => {
  expect(countBlanks(NEW)).toBe(7);
  expect(renderPage(page(3, ["keys", "ttl"]), "\n")).toEqual({ text: NEW });
});

test("written again, it is the same", () => {
  expect(renderPage(page(3, ["keys", "ttl"]), NEW)).toEqual({ text: NEW });
  expect(renderPage(page(3, ["keys", "ttl"]), FILLED)).toEqual({ text: FILLED });
});

test("what is measured changes, what was filled in stays", () => {
  const text = textOf(renderPage(page(9, ["sync", "keys", "ttl"]), FILLED));
  expect(text).toContain("**Duration:** 1.5 hours\n\n9 conflicts (tests: 31)\n");
  expect(text).toContain("| 1. sync | 9 | ___ |");
  expect(text).toContain("| 3. ttl | 9 | 15 min, a \\| b |");
  expect(text).toContain("| Rate | 9 % | measured |\n| Time | 14 hrs | slow start |");
  expect(text.slice(text.indexOf("## What Broke"))).toBe(
    FILLED.slice(FILLED.indexOf("## What Broke")),
  );
});

test("what was filled into a row that is gone is kept below, once", () => {
  const text = textOf(renderPage(page(3, ["keys"]), FILLED));
  expect(text).toContain("- Kept from an earlier run (ttl, Fix Time): 15 min, a \\| b\n");
  expect(text.match(/Kept from/g)).toHaveLength(1);
  expect(renderPage(page(3, ["keys"]), text)).toEqual({ text });
});

test("two rows of one name keep what is theirs", () => {
  const twice = NEW.replace("2. ttl", "2. keys").replace(
    "| 2. keys | 3 | ___",
    "| 2. keys | 3 | x",
  );
  expect(renderPage(page(3, ["keys", "keys"]), twice)).toEqual({ text: twice });
});

test("line ends of Windows stay", () => {
  const windows = FILLED.replaceAll("\n", "\r\n");
  expect(renderPage(page(3, ["keys", "ttl"]), windows)).toEqual({ text: windows });
});

test("a block that was taken out stays out", () => {
  const two: Page = {
    name: "P.md",
    content: [
      { id: "a", parts: ["a"] },
      { id: "b", parts: ["b"] },
    ],
  };
  const text = textOf(renderPage(two, undefined)).replace(/<!-- measured b[^]*$/, "");
  expect(renderPage(two, text)).toEqual({ text });
});

test("a page of somebody else's is left alone, and one without its end is no page of ours any more", () => {
  expect(renderPage(page(3, []), "# Mine\n")).toMatchObject({ isTheirs: true });
  const cut = NEW.replace("<!-- /measured -->", "");
  expect(renderPage(page(3, []), cut)).toMatchObject({ isTheirs: false });
});

test("what a page quotes is no block", () => {
  const name = "\\<!-- measured two --\\> `<!-- /measured -->`";
  const text = textOf(renderPage(page(3, [name]), undefined));
  expect(renderPage(page(3, [name]), text)).toEqual({ text });
});

test("a section goes below its heading, or to the end", () => {
  const block = { id: "status", parts: ["done"] };
  const wrapped = "<!-- measured status -->\n\ndone\n\n<!-- /measured -->";
  const at = (old: string): string => textOf(renderSection("## Status", block, old));
  expect(at("")).toBe(`## Status\n\n${wrapped}\n`);
  expect(at("# A\n")).toBe(`# A\n\n## Status\n\n${wrapped}\n`);
  expect(at("# A\n\n## Status\n\nOld words.\n")).toBe(
    `# A\n\n## Status\n\n${wrapped}\n\nOld words.\n`,
  );
  expect(at(at("# A\n"))).toBe(at("# A\n"));
  expect(at("# A\r\n")).toBe(at("# A\n").replaceAll("\n", "\r\n"));
});

function textOf(rendered: Rendered): string {
  return "text" in rendered ? rendered.text : rendered.problem;
}
