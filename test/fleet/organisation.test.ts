/** Outcomes to one report: nobody is left out, nobody is a pass by silence, and the worst stands first. */
import { describe, expect, test } from "vitest";
import { fleetExitCode } from "../../src/cli/fleet-exit-code.ts";
import { organisationHtml } from "../../src/fleet/organisation-html.ts";
import { organisationJson } from "../../src/fleet/organisation-json.ts";
import { organisationOf, type Ended } from "../../src/fleet/organisation.ts";
import { organisationText } from "../../src/fleet/organisation-text.ts";
import { COUNTS, readOutcome, type Outcome } from "../../src/fleet/outcome.ts";
import { readOrganisation } from "../../src/fleet/read-organisation.ts";
import { barriers, CHROMIUM, useBrowser } from "../formats/browser.ts";

type Finding = Outcome["findings"][number];

function finding(fingerprint: string, more: Partial<Finding> = {}): Finding {
  return {
    claim_id: "cache-004",
    verdict: "CONFLICT",
    category: "safety",
    severity: "medium",
    path: "src/a.ts",
    line: 1,
    column: 1,
    message: "no expiry",
    fingerprint,
    owners: ["@acme/a"],
    ...more,
  };
}

function outcome(
  name: string,
  findings: readonly Finding[],
  errors: readonly string[] = [],
): Outcome {
  const conflicts = findings.filter(({ verdict }) => verdict === "CONFLICT").length;
  const summary = Object.fromEntries(COUNTS.map((one) => [one, 0])) as Outcome["summary"];
  return {
    version: 1,
    name,
    tool: "1.0.0",
    summary: { ...summary, files_scanned: 1, authority_conflicts: conflicts, pass: 2 },
    claims: [
      {
        id: "cache-004",
        verdict: conflicts > 0 ? "CONFLICT" : "PASS",
        conflicts,
        unknowns: findings.length - conflicts,
        passes: 0,
        invariant: "it MUST end",
        consequence: "it never does",
        category: "safety",
        severity: "medium",
      },
    ],
    findings,
    findings_left_out: 0,
    diagnostics: errors.map((code) => ({ code, severity: "error", message: `it says ${code}` })),
    diagnostics_left_out: 0,
    skipped: {},
  };
}

function ended(name: string, ending: Ended["ending"] | Outcome, mayBeEmpty = false): Ended {
  const repository = { name, path: `/${name}`, shards: 1, choice: { may_be_empty: mayBeEmpty } };
  return { repository, ending: "kind" in ending ? ending : { kind: "outcome", outcome: ending } };
}

const FACTS = { fleet: "acme", run: "r-2", started: "2026-11-20T00:00:00.000Z", version: "1.0.0" };
const HOSTILE = `</script><img src=x onerror="alert(1)">\u001b[31m\u202e`;

const report = organisationOf(
  [
    ended("clean", outcome("clean", [])),
    ended("bad", outcome("bad", [finding("1"), finding("2", { owners: [] })])),
    ended("worse", outcome("worse", [finding("3", { severity: "critical" })])),
    ended("open", outcome("open", [finding("4", { verdict: "UNKNOWN" })])),
    ended("broken", outcome("broken", [], ["claims-invalid"])),
    ended("nothing", outcome("nothing", [], ["no-source-file"])),
    ended("allowed", outcome("allowed", [], ["no-source-file"]), true),
    ended("gone", { kind: "failed", reason: HOSTILE }),
    ended("late", { kind: "late" }),
  ],
  FACTS,
  [],
);

describe("the report of a fleet", () => {
  test("has each repository once: what is not known first, then the worst", () => {
    expect(
      report.repositories.map(({ name, status, accepted }) => [name, status, accepted]),
    ).toEqual([
      ["broken", "incomplete", false],
      ["gone", "failed", false],
      ["late", "late", false],
      ["nothing", "empty", false],
      ["worse", "scanned", true],
      ["bad", "scanned", true],
      ["open", "scanned", true],
      ["allowed", "empty", true],
      ["clean", "scanned", true],
    ]);
    expect(report.summary).toMatchObject({
      repositories: 9,
      scanned: 4,
      incomplete: 1,
      empty: 2,
      failed: 1,
      late: 1,
      in_conflict: 2,
      conflicts: 3,
      unknowns: 1,
    });
    expect(report.owners).toEqual([
      { owner: "@acme/a", conflicts: 2, unknowns: 1, repositories: ["bad", "open", "worse"] },
      { owner: null, conflicts: 1, unknowns: 0, repositories: ["bad"] },
    ]);
    expect(report.claims).toMatchObject([{ id: "cache-004", conflict: 2, pass: 5, conflicts: 3 }]);
  });

  test("says what came and went since the last that knows the repository", () => {
    const now = organisationOf(
      [
        ended("bad", outcome("bad", [finding("2"), finding("9")])),
        ended("gone", outcome("gone", [])),
      ],
      { ...FACTS, run: "r-3" },
      [report],
    );
    expect(now.repositories.map(({ name, since }) => [name, since])).toEqual([
      ["bad", { run: "r-2", new: 1, fixed: 1 }],
      ["gone", null],
    ]);
    expect(now.trend.map(({ run, conflicts }) => [run, conflicts])).toEqual([
      ["r-2", 3],
      ["r-3", 2],
    ]);
    expect(organisationHtml(now)).toContain("2026-11-20 (4 of 9 scanned)");
    expect(organisationText(now)).toContain("1 new, 1 fixed since r-2");
  });

  test("ends with 2 where something is not known, whatever was found", () => {
    const only = (...ones: readonly Ended[]) => organisationOf(ones, FACTS, []);
    expect(fleetExitCode(report, "never")).toBe(2);
    expect(fleetExitCode(only(ended("late", { kind: "late" })), "never")).toBe(2);
    expect(fleetExitCode(only(ended("e", outcome("e", [], ["no-source-file"]))), "conflict")).toBe(
      2,
    );
    const bad = only(ended("bad", outcome("bad", [finding("1")])));
    expect([fleetExitCode(bad, "conflict"), fleetExitCode(bad, "never")]).toEqual([1, 0]);
    const open = only(ended("o", outcome("o", [finding("1", { verdict: "UNKNOWN" })])));
    expect([fleetExitCode(open, "conflict"), fleetExitCode(open, "unknown")]).toEqual([0, 1]);
  });

  test("comes back as it was written, and what is none is refused", () => {
    expect(readOrganisation(organisationJson(report))).toEqual({ report });
    for (const text of [
      "",
      "{}",
      '{"kind":"fleet","schema_version":2}',
      '{"kind":"fleet","schema_version":1}',
    ]) {
      expect(readOrganisation(text)).toHaveProperty("problem");
    }
  });

  test("lets nothing through that drives a terminal or a browser", () => {
    for (const text of [organisationText(report), organisationJson(report)]) {
      expect([text.includes("\u001b"), text.includes("\u202e")]).toEqual([false, false]);
    }
    expect(organisationHtml(report)).not.toContain("<img");
  });
});

describe.runIf(CHROMIUM !== undefined)("the page of a fleet, in a browser", () => {
  const open = useBrowser();

  test.each([false, true])("asks nobody, and can be read by everyone (dark: %s)", async (dark) => {
    const { page, problems } = await open(organisationHtml(report), dark);
    expect(await barriers(page)).toEqual([]);
    expect(problems).toEqual([]);
    expect(await page.locator("table").count()).toBeGreaterThan(1);
  });
});

describe("an outcome out of Redis", () => {
  const good = JSON.parse(JSON.stringify(outcome("a", [finding("1")]))) as Outcome;
  test("is read whole", () => {
    expect(readOutcome(good, "a")).toEqual({ value: good });
  });
  test.each([
    ["of another repository", { ...good, name: "b" }],
    ["with other counts", { ...good, summary: { ...good.summary, authority_conflicts: 0 } }],
    ["with a claim twice", { ...good, claims: [...good.claims, ...good.claims] }],
    ["with a key more", { ...good, more: 1 }],
    [
      "with a verdict of its own",
      { ...good, findings: [{ ...good.findings[0], verdict: "PASS" }] },
    ],
    ["with a negative count", { ...good, summary: { ...good.summary, pass: -1 } }],
    ["with null inside", { ...good, skipped: null }],
  ])("%s is none", (_, json) => {
    expect(readOutcome(json, "a")).toHaveProperty("problem");
  });
});
