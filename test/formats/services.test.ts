/** The formats that services read: GitHub's annotations, GitLab's code quality, JUnit. */
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import type { FormatContext } from "../../src/formats/format.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import type { FormatId } from "../../src/formats/registry.ts";
import type { Report } from "../../src/model/report.ts";
import { makeFinding, makeHostileReport, makeReport, makeReportClaim } from "./rich-report.ts";

const context: FormatContext = {
  color: false,
  width: 80,
  showMissing: true,
  source: () => undefined,
};

async function render(id: FormatId, report: Report, prefix = ""): Promise<string> {
  return (await loadFormat(id)).render(report, { ...context, prefix });
}

describe("github", () => {
  const many = Array.from({ length: 25 }, (_, at) =>
    makeFinding({ line: at + 1, severity: at < 12 ? "medium" : "critical" }),
  );

  it("keeps within ten a level, the worst first, and says how many more there are", async () => {
    const text = await render("github", makeReport({ findings: many, diagnostics: [] }));
    const lines = text.split("\n");
    expect(lines.filter((line) => line.startsWith("::error "))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith("::warning "))).toHaveLength(10);
    expect(lines[1]).toContain("line=13,");
    expect(text).toContain("5 more: GitHub shows 10 a level.");
  });

  it("puts all of them into the job's summary, and cuts what would not fit", async () => {
    const { beside } = await loadFormat("github");
    expect(beside?.variable).toBe("GITHUB_STEP_SUMMARY");
    const all = beside?.render(makeReport({ findings: many }), { ...context, prefix: "app" }) ?? "";
    expect(all.match(/^- `app\/src\/client\.ts:\d+`/gm)).toHaveLength(25);
    const huge = Array.from({ length: 300 }, (_, at) =>
      makeFinding({ claim_id: `c-${at}`, invariant: "x".repeat(10_000) }),
    );
    const cut = beside?.render(makeReport({ findings: huge }), context) ?? "";
    expect(Buffer.byteLength(cut)).toBeLessThan(1024 * 1024);
    expect(cut).toMatch(/\d+ more blocks would not fit/);
  });

  it("lets no text end a command or begin another", async () => {
    const message = "100 %\n::error::no";
    const [, line] = (
      await render("github", makeReport({ findings: [makeFinding({ message })], diagnostics: [] }))
    ).split("\n");
    expect(line).toMatch(/^::warning .*::100 %25%0A::error::no%0A/);
    expect(line).toContain("title=cache-004%3A ");
    for (const one of (await render("github", makeHostileReport())).split("\n").slice(1)) {
      if (one.startsWith("::")) expect(one).toMatch(/^::(?:error|warning|notice) [^:]*::/);
    }
  });

  it("names files as the repository has them", async () => {
    expect(await render("github", makeReport(), "packages/app")).toContain(
      "file=packages/app/src/client.ts,",
    );
  });
});

describe("gitlab", () => {
  it("has what GitLab asks of each entry", async () => {
    for (const report of [makeReport(), makeHostileReport()]) {
      const issues = JSON.parse(await render("gitlab", report, "app")) as readonly {
        readonly description: string;
        readonly check_name: string;
        readonly fingerprint: string;
        readonly severity: string;
        readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
      }[];
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBeGreaterThan(0);
      for (const { description, check_name, fingerprint, severity, location } of issues) {
        expect(description).not.toBe("");
        expect(check_name).toMatch(/^aphoria\//);
        expect(fingerprint).toMatch(/^[0-9a-f]{16}/);
        expect(["info", "minor", "major", "critical", "blocker"]).toContain(severity);
        expect(location.path).toMatch(/^app\//);
        expect(location.lines.begin).toBeGreaterThan(0);
      }
    }
  });

  it("is an empty list where nothing is wrong", async () => {
    expect(await render("gitlab", makeReport({ findings: [], diagnostics: [] }))).toBe("[]\n");
  });
});

describe("junit", () => {
  function read(
    xml: string,
  ): readonly { readonly name: string; readonly tags: readonly string[] }[] {
    const cases: { name: string; tags: string[] }[] = [];
    const parser = new SaxesParser();
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", ({ name, attributes }) => {
      if (name === "testcase") cases.push({ name: String(attributes["name"]), tags: [] });
      else cases.at(-1)?.tags.push(name);
    });
    parser.write(xml).close();
    return cases;
  }

  it("is well-formed, with a case for each claim and each diagnostic", async () => {
    for (const report of [makeReport(), makeHostileReport()]) {
      const cases = read(await render("junit", report));
      expect(cases).toHaveLength(report.claims.length + report.diagnostics.length);
    }
  });

  it("never passes what was not decided", async () => {
    const excuse = { reason: "r", until: null, path: "a.ts", line: 1 };
    const outcomes = async (findings: Report["findings"]) =>
      read(
        await render(
          "junit",
          makeReport({ claims: [makeReportClaim()], findings, diagnostics: [] }),
        ),
      )[0]?.tags[0];
    expect(await outcomes([makeFinding()])).toBe("failure");
    expect(await outcomes([makeFinding({ suppressed: excuse })])).toBe("skipped");
    expect(await outcomes([makeFinding({ verdict: "UNKNOWN" })])).toBe("skipped");
    expect(await outcomes([makeFinding({ verdict: "MISSING", reason: "no-site" })])).toBe(
      "skipped",
    );
    expect(await outcomes([])).toBe("skipped");
    const passed = makeReport({
      claims: [makeReportClaim({ verdict: "PASS" })],
      findings: [makeFinding({ verdict: "PASS" })],
      diagnostics: [],
    });
    expect(read(await render("junit", passed))[0]?.tags).toEqual([]);
  });

  it("counts what it holds", async () => {
    const report = makeReport();
    const xml = await render("junit", report);
    const number = (tag: string) => xml.match(new RegExp(`<${tag}[ /]`, "g"))?.length ?? 0;
    expect(xml).toContain(
      `tests="${number("testcase")}" failures="${number("failure")}" errors="${number("error")}" skipped="${number("skipped")}"`,
    );
  });
});
