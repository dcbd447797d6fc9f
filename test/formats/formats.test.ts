import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FormatContext } from "../../src/formats/format.ts";
import { FORMAT_IDS, loadFormat } from "../../src/formats/registry.ts";
import { displayWidth } from "../../src/formats/text/width.ts";
import type { Report } from "../../src/model/report.ts";
import { makeFinding, makeHostileReport, makeReport } from "./rich-report.ts";

const context: FormatContext = {
  color: false,
  width: 80,
  showMissing: true,
  source: () => undefined,
};

/** Whatever is not text: the one thing that none of the formats may print on its own. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;
// eslint-disable-next-line no-control-regex
const COLORS = /\u001b\[\d+(?:;\d+)*m/g;

describe("the registry", () => {
  it("lists every file of the folder, under its name", async () => {
    const files = readdirSync(new URL("../../src/formats/", import.meta.url))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => name.slice(0, -3))
      .filter((name) => !["format", "registry", "claim-words"].includes(name));
    expect([...FORMAT_IDS].toSorted()).toEqual(files.toSorted());
    for (const id of FORMAT_IDS) {
      const format = await loadFormat(id);
      expect(format.id).toBe(id);
      expect(format.description).not.toBe("");
    }
  });
});

describe.each(FORMAT_IDS)("%s", (id) => {
  async function render(report: Report, changes: Partial<FormatContext> = {}): Promise<string> {
    const format = await loadFormat(id);
    return format.render(report, { ...context, ...changes });
  }

  it("looks like this", async () => {
    await expect(await render(makeReport())).toMatchFileSnapshot(`snapshots/${id}.txt`);
  });

  it("begins with its mark, and ends with a line feed", async () => {
    const format = await loadFormat(id);
    const text = await render(makeReport());
    expect(text.startsWith(format.mark)).toBe(true);
    expect(text.endsWith("\n") && !text.endsWith("\n\n")).toBe(true);
  });

  it("shows every diagnostic", async () => {
    const text = await render(makeReport());
    expect(text).toContain("suppression-unused");
    expect(text).toContain("claims-missing");
  });

  it("lets no hostile text through", async () => {
    const text = await render(makeHostileReport());
    expect(CONTROLS.exec(text)).toBeNull();
    await expect(text).toMatchFileSnapshot(`snapshots/${id}-hostile.txt`);
  });

  it("says the same in colour", async () => {
    const text = await render(makeReport(), { color: true });
    expect(text.replace(COLORS, "")).toBe(await render(makeReport()));
    expect(
      CONTROLS.exec((await render(makeHostileReport(), { color: true })).replace(COLORS, "")),
    ).toBeNull();
    if (id === "text") await expect(text).toMatchFileSnapshot(`snapshots/${id}-color.txt`);
  });
});

describe("text", () => {
  async function text(report: Report, changes: Partial<FormatContext> = {}): Promise<string> {
    return (await loadFormat("text")).render(report, { ...context, ...changes });
  }

  it("fits 80 columns, apart from what may not be broken", async () => {
    const lines = (await text(makeReport())).split("\n");
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it("leaves out what was not asked for", async () => {
    const short = await text(makeReport(), { showMissing: false, listDiagnostics: false });
    expect(short).not.toContain("MISSING");
    expect(short).not.toContain("suppression-unused");
  });

  it("is never silently green", async () => {
    const { summary } = makeReport();
    const nothing = { conflict: 0, unknown: 0, pass: 0, missing: 0, authority_conflicts: 0 };
    const last = async (changes: object) => {
      const report = makeReport({ summary: { ...summary, ...nothing, ...changes }, findings: [] });
      return (await text(report)).trimEnd().split("\n").slice(-2);
    };
    expect([
      await last({ files_scanned: 0 }),
      await last({ observations: 0 }),
      await last({ claims: 0 }),
      await last({ pass: 1 }),
    ]).toMatchInlineSnapshot(`
      [
        [
          "0 conflicts, 0 unknown, 0 passes in 0 files (1.2 s)",
          "Nothing was scanned, so this says nothing about the code.",
        ],
        [
          "0 conflicts, 0 unknown, 0 passes in 120 files (1.2 s)",
          "Nothing was observed: no claim found a place to check. This is not a pass.",
        ],
        [
          "0 conflicts, 0 unknown, 0 passes in 120 files (1.2 s)",
          "No claim was checked, so this says nothing about the code.",
        ],
        [
          "1 suppressed, 1 in the baseline, 2 of low confidence left out",
          "0 conflicts, 0 unknown, 1 pass in 120 files (1.2 s)",
        ],
      ]
    `);
  });

  it.each<[string, Parameters<typeof makeFinding>[0]]>([
    ["tabs", { snippet: "\tif (x)\tredis.set(k, v);", column: 9, end_column: 18 }],
    ["wide characters", { snippet: 'f("値段", redis.set(k));', column: 9, end_column: 18 }],
    ["emoji and accents", { snippet: 'f("😀e\u0301", redis.set(k));', column: 11, end_column: 20 }],
    ["control characters", { snippet: 'f("\u001b", redis.set(k));', column: 8, end_column: 17 }],
    [
      "a long line, cut on both sides",
      { snippet: `${"a".repeat(200)} redis.set ${"b".repeat(200)}`, column: 202, end_column: 211 },
    ],
    [
      "a range longer than the line may be",
      { snippet: `x(${"a".repeat(300)})`, column: 1, end_column: 304 },
    ],
    ["a place behind the end", { snippet: "redis.set(k)", column: 13, end_column: 13 }],
    [
      "a masked value before the range",
      { snippet: 'f({ p: "••••••", tls: false })', column: 30, end_column: 40 },
    ],
    [
      "several lines",
      { snippet: "f(\n  a,\n  b,\n);", line: 98, end_line: 101, column: 1, end_column: 2 },
    ],
  ])("underlines %s", async (_name, fields) => {
    const report = makeReport({ findings: [makeFinding({ end_line: 12, ...fields })] });
    const lines = (await text(report)).split("\n");
    const framed = lines.filter((line) => /^ *\d* +\||^ +…$/.test(line)).join("\n");
    expect(framed).toMatchSnapshot();
  });
});
