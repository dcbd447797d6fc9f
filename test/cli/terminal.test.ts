/** What a person sees in a terminal of 80 columns, and what is said of files that cannot be read. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { details } from "../../src/cli/table.ts";
import { temporaryFolder } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}

describe("details", () => {
  const output = { write: () => {}, isTTY: true, columns: 40 };
  const prose = "one two three four five six seven eight nine ten";

  test("wraps prose on a terminal, and nowhere else", () => {
    expect(details([["name", prose]], output)).toBe(
      "name  one two three four five six seven\n      eight nine ten\n",
    );
    expect(details([["name", prose]])).toBe(`name  ${prose}\n`);
  });

  test("leaves code as it is", () => {
    const code = `if (${prose}) {\n  stop();\n}`;
    expect(details([["fix", code]], output)).toContain(`fix  if (${prose}) {\n       stop();\n`);
  });
});

describe("80 columns are enough", () => {
  test.each([
    "suggest --accept-all --dry-run",
    "claims import --corpus cache --all --dry-run",
    "claims list --corpus cache",
    "explain suppression-unused",
    "explain TTL",
  ])("%s", async (line) => {
    const { out, err } = await type(cachewrap(), line, "aphoria", 80);
    expect(out + err).not.toBe("");
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  test("for the prose of a claim", async () => {
    const { out } = await type(cachewrap(), "claims show cache-004 --no-scan", "aphoria", 80);
    const prose = out.slice(0, out.indexOf("\nfix"));
    expect(widest(prose)).toBeLessThanOrEqual(80);
  });
});

describe("a claims file that is not UTF-8 is 2, with one message", () => {
  const files = { ".git/HEAD": "", ".aphoria/claims.toml": Uint8Array.of(0xff, 0xfe, 0x5b) };

  test.each(["claims show cache-001", "claims export", "claims export --output page.md"])(
    "%s",
    async (line) => {
      const folder = temporaryFolder(files);
      const { code, out, err } = await type(folder, line);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toBe(
        "aphoria: .aphoria/claims.toml:1:1: is not UTF-8\n  TOML is always UTF-8: convert the file.\n",
      );
      expect(existsSync(join(folder, "page.md"))).toBe(false);
    },
  );

  test("claims list has no empty table", async () => {
    const { code, out } = await type(temporaryFolder(files), "claims list");
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});
