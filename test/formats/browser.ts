/** A real Chromium for pages: what they say on the console, whom they ask, and who can read them. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { temporaryFolder } from "../io/temporary.ts";

/** Undefined where there is none. */
export const CHROMIUM = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

export interface Opened {
  readonly page: Page;
  /** What the page complained about, and whom it asked. */
  readonly problems: readonly string[];
}

/** For the tests of a `describe`: what it gives opens the text of a page. */
export function useBrowser(): (text: string, dark?: boolean) => Promise<Opened> {
  let browser: Browser;

  beforeAll(async () => {
    const { chromium } = await import("playwright-core");
    browser = await chromium.launch({
      executablePath: spawnSync("which", [CHROMIUM ?? ""], { encoding: "utf8" }).stdout.trim(),
      args: ["--no-sandbox", "--disable-gpu"],
    });
  }, 60_000);
  afterAll(() => browser.close());

  return async (text, dark = false) => {
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
  };
}

/** What keeps somebody from reading the page, everything on it opened. */
export async function barriers(page: Page): Promise<unknown> {
  await page.evaluate(`for (const one of document.querySelectorAll("details")) one.open = true`);
  const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(readFileSync(axe, "utf8"));
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`,
  );
}
