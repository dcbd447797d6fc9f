/** The page in a real browser: it loads, filters, prints, asks no server for anything, and can be read by everyone. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FormatContext } from "../../src/formats/format.ts";
import { highlight } from "../../src/formats/html/highlight.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import type { Report } from "../../src/model/report.ts";
import { temporaryFolder } from "../io/temporary.ts";
import { makeFinding, makeHostileReport, makeReport } from "./rich-report.ts";

const context: FormatContext = {
  color: false,
  width: 80,
  showMissing: true,
  source: () => undefined,
};

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

async function render(report: Report, changes: Partial<FormatContext> = {}): Promise<string> {
  return (await loadFormat("html")).render(report, { ...context, ...changes });
}

describe("the text of the page", () => {
  test("has no address to load anything from, and one script", async () => {
    for (const report of [makeReport(), makeHostileReport()]) {
      const page = await render(report);
      expect(page).not.toMatch(/<(?:img|link|iframe|object|embed|base)\b|\bsrc=|@import|url\(/);
      expect(page.match(/<script/g)).toHaveLength(1);
      expect(page).not.toMatch(/ on\w+=/);
    }
  });

  test("marks the place that decides, over several lines too", () => {
    const marked = {
      language: "typescript",
      firstLine: 3,
      line: 3,
      column: 5,
      endLine: 4,
      endColumn: 6,
    };
    const page: string = highlight("set(a<b)\n  end", marked);
    const plain = page
      .replaceAll(/<\/?(?:i|span|pre|code)\b[^>]*>/g, "")
      .replaceAll("</mark><mark>", "");
    expect(plain).toBe("3set(<mark>a&lt;b)</mark>\n4  <mark>end</mark>");
  });

  test("is no slower for a hostile line", () => {
    const marked = {
      language: "typescript",
      firstLine: 1,
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 2,
    };
    const started = performance.now();
    for (const line of ['"'.repeat(20_000), "/*".repeat(20_000), `'${"\\".repeat(40_001)}`]) {
      highlight(line, marked);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe.runIf(CHROMIUM !== undefined)("in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({
      executablePath: spawnSync("which", [CHROMIUM ?? ""], { encoding: "utf8" }).stdout.trim(),
      args: ["--no-sandbox", "--disable-gpu"],
    });
  }, 60_000);
  afterAll(() => browser.close());

  interface Opened {
    readonly page: Page;
    /** What the page complained about, and whom it asked. */
    readonly problems: readonly string[];
  }

  async function open(text: string, dark = false): Promise<Opened> {
    const file = join(temporaryFolder(), "report.html");
    writeFileSync(file, text);
    const page = await browser.newPage({
      colorScheme: dark ? "dark" : "light",
      viewport: { width: 1200, height: 900 },
    });
    const problems: string[] = [];
    page.on("console", (said) => {
      if (said.type() === "error" || said.type() === "warning") problems.push(said.text());
    });
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) problems.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, problems };
  }

  const visible = (page: Page) => page.locator("#list > details:visible").count();

  test("loads, filters and searches, without a word on the console and without a request", async () => {
    const { page, problems } = await open(await render(makeReport()));
    const all = await visible(page);
    expect(all).toBeGreaterThan(5);
    await page.selectOption("select[name=verdict]", "UNKNOWN");
    await expect.poll(() => visible(page)).toBe(1);
    await page.click("button[type=reset]");
    await expect.poll(() => visible(page)).toBe(all);
    await page.keyboard.press("Escape");
    await page.locator("h1").click();
    await page.keyboard.press("/");
    await page.keyboard.type("a pipeline WRITES");
    await expect.poll(() => visible(page)).toBe(1);
    expect(await page.textContent("#shown")).toBe(`1 of ${all} findings`);
    expect(problems).toEqual([]);
  });

  test("goes by keys", async () => {
    const { page } = await open(await render(makeReport()));
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const opened = page.locator("#list > details[open]");
    expect(await opened.count()).toBe(1);
    expect(await opened.locator("mark").count()).toBeGreaterThan(0);
    await page.keyboard.press("k");
    const isFirst = await page.evaluate(
      `document.activeElement.parentElement === document.querySelector("#list > details")`,
    );
    expect(isFirst).toBe(true);
  });

  test.each([false, true])("can be read by everyone (dark: %s)", async (dark) => {
    const earlier = [makeReport(), makeReport()];
    const { page } = await open(await render(makeReport(), { earlier }), dark);
    await page.evaluate(`for (const one of document.querySelectorAll("details")) one.open = true`);
    const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
    await page.evaluate(readFileSync(axe, "utf8"));
    const violations = await page.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`,
    );
    expect(violations).toEqual([]);
  });

  test("hostile source runs nothing and forms nothing", async () => {
    const { page, problems } = await open(await render(makeHostileReport()));
    expect(problems).toEqual([]);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("img, iframe, object").count()).toBe(0);
  });

  test("opens everything for paper", async () => {
    const { page } = await open(await render(makeReport()));
    await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
    expect(await page.locator("details:not([open])").count()).toBe(0);
    await page.evaluate(`dispatchEvent(new Event("afterprint"))`);
    expect(await page.locator("details[open]").count()).toBe(0);
  });

  test("holds 5,000 findings, and filters them at once", async () => {
    const findings = Array.from({ length: 5000 }, (_, at) =>
      makeFinding({ line: at + 1, path: `src/folder-${at % 40}/file-${at % 400}.ts` }),
    );
    const { page, problems } = await open(await render(makeReport({ findings })));
    expect(await page.textContent("#shown")).toBe("5000 of 5000 findings");
    await page.fill("#search", "folder-7/");
    await expect.poll(() => page.textContent("#shown")).toBe("125 of 5000 findings");
    expect(problems).toEqual([]);
  }, 60_000);
});
