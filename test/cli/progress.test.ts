import { describe, expect, test } from "vitest";
import { startProgress } from "../../src/cli/progress.ts";
import { memoryHost } from "../io/memory-host.ts";
import type { MemoryHost } from "../io/memory-host.ts";

async function watch(host: MemoryHost, milliseconds: number, isQuiet = false): Promise<string> {
  const progress = startProgress(host, isQuiet);
  await import("cli-progress");
  await Promise.resolve();
  progress.report({ phase: "read", done: 0, total: 10 });
  host.advance(milliseconds);
  progress.report({ phase: "parse", done: 4, total: 10 });
  progress.report({ phase: "parse", done: 5, total: 10 });
  progress.stop();
  return host.stderrText();
}

describe("progress", () => {
  test("a bar after a second, cleared at the end", async () => {
    const text = await watch(memoryHost({ isTTY: true, columns: 80 }), 1_500);
    expect(text).toContain("parse");
    expect(text).toContain("4/10");
    expect(text).not.toContain("\x1b[?25l");
    expect(text.endsWith("\x1b[0J") || text.includes("\x1b[2K") || text.includes("\x1b[0K")).toBe(
      true,
    );
  });

  test.each([
    ["a short scan", memoryHost({ isTTY: true }), 500, false],
    ["no terminal", memoryHost(), 5_000, false],
    ["a terminal that cannot", memoryHost({ isTTY: true, env: { TERM: "dumb" } }), 5_000, false],
    ["-q", memoryHost({ isTTY: true }), 5_000, true],
  ])("%s shows none", async (_, host, milliseconds, isQuiet) => {
    expect(await watch(host, milliseconds, isQuiet)).toBe("");
  });
});
