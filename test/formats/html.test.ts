/** The page in a real browser: it loads, filters, prints, asks no server for anything, and can be read by everyone. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { FormatContext } from "../../src/formats/format.ts";
import { highlight } from "../../src/formats/html/highlight.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import type { Report } from "../../src/model/report.ts";
import { barriers, CHROMIUM, useBrowser } from "./browser.ts";
import { makeFinding, makeHostileReport, makeReport } from "./rich-report.ts";

const context: FormatContext = {
  color: false,
  width: 80,
  showMissing: true,
  source: () => undefined,
};

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
  const open = useBrowser();

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
    expect(await barriers(page)).toEqual([]);
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
