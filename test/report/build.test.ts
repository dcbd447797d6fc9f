import type { BaselineEntry } from "../../src/model/baseline.ts";
import type { BaselineInputs } from "../../src/report/baseline.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildReport, type ReportInputs } from "../../src/report/build.ts";
import { textsFrom } from "../../src/report/texts.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Observation } from "../../src/model/observation.ts";
import type { Suppression } from "../../src/model/marker.ts";
import {
  formatConstant,
  judgeSamples,
  makeClaim,
  makeObservation,
  unknown,
  value,
} from "../judge/samples.ts";

const TEXT = "const a = 1;\nredis.set(k, v);\r\n\tredis.set(k, v);\n";
const FIRST = TEXT.indexOf("redis");
const SECOND = TEXT.lastIndexOf("redis");
const LENGTH = "redis.set(k, v)".length;

interface Sample extends Partial<ReportInputs> {
  readonly observations?: readonly Observation[];
}

function build({ observations = [], ...inputs }: Sample = {}) {
  const claims = inputs.claims ?? [makeClaim()];
  const extractors = [{ subject: "cache/ttl", predicate: "required", languages: [] }];
  return buildReport({
    version: "1.2.3",
    ...judgeSamples({ claims, observations, extractors }),
    claims,
    markers: [],
    suppressions: [],
    texts: textsFrom((path) => (path === "src/a.ts" ? TEXT : undefined), formatConstant),
    filesScanned: 1,
    skipped: [],
    diagnostics: [],
    extractorCount: 1,
    observationCount: observations.length,
    formatConstant,
    durationMs: 12.4,
    today: "2026-06-15",
    ...inputs,
  }).report;
}

function at(start: number, fields: Partial<Observation> = {}): Observation {
  return makeObservation({ start, end: start + LENGTH, observed: value(false), ...fields });
}

describe("findings", () => {
  it("have positions, whole lines and a numbered fingerprint", () => {
    const { findings } = build({ observations: [at(SECOND), at(FIRST)] });
    const [one, two] = findings;
    expect(one).toMatchObject({ line: 2, column: 1, end_line: 2, end_column: 16 });
    expect(two).toMatchObject({ line: 3, column: 2, snippet: "\tredis.set(k, v);" });
    expect(two?.fingerprint).toBe(`${one?.fingerprint}-2`);
  });

  it("say durations with their unit, and what is not there as null", () => {
    const claims = [makeClaim({ operator: "gt", value: { ms: 0 } })];
    const { findings } = build({
      claims,
      observations: [
        at(FIRST, { observed: value({ ms: 0 }) }),
        at(SECOND, { observed: unknown("opts.timeout comes from the caller") }),
      ],
    });
    expect(findings).toMatchObject([
      { expected: "0ms", observed: "0ms", observed_kind: "value", reason: null },
      {
        observed: null,
        observed_kind: "unknown",
        reason: "opts.timeout comes from the caller",
      },
    ]);
  });

  it("without a place stand last, by claim", () => {
    const claims = ["b", "a", "c"].map((id) => makeClaim({ id, subject: `cache/${id}` }));
    const seen = at(FIRST, { subject: "cache/c" });
    const { findings } = build({ claims, observations: [seen] });
    expect(findings.map(({ claim_id }) => claim_id)).toEqual(["c", "a", "b"]);
    expect(findings[1]).toMatchObject({
      path: null,
      line: null,
      snippet: null,
      verdict: "MISSING",
    });
  });

  it("keep their fingerprint when the file is moved, renamed and reformatted", () => {
    const before = build({ observations: [at(FIRST)] });
    const moved = "\n\n  // why\n  redis.set(\n    k, // key\n    v,\n  );";
    const after = build({
      observations: [at(moved.indexOf("redis"), { path: "lib/b.ts", end: moved.length - 1 })],
      texts: textsFrom(() => moved, formatConstant),
    });
    expect(after.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint);
  });
});

describe("counts", () => {
  it("are of claims by their worst verdict, and of findings that nobody excused", () => {
    const suppression: Suppression = {
      path: "src/a.ts",
      start: 0,
      end: 5,
      claim_id: "cache-004",
      reason: "known",
      item: { start: FIRST, end: FIRST + LENGTH },
    };
    const observations = [at(FIRST), at(SECOND), at(0, { observed: value(true), end: 5 })];
    const plain = build({ observations });
    const second = plain.findings[1]?.fingerprint ?? "";
    const baseline = taken(second, { expires: null });
    const excused = build({ observations, suppressions: [suppression], baseline });
    expect(plain.summary).toMatchObject({ conflict: 1, authority_conflicts: 2, suppressed: 0 });
    expect(excused.summary).toMatchObject({
      conflict: 1,
      pass: 0,
      authority_conflicts: 0,
      suppressed: 1,
      baselined: 1,
    });
    expect(excused.claims[0]).toMatchObject({ verdict: "CONFLICT", conflicts: 2, passes: 1 });
    expect(excused.findings[0]?.suppressed).toEqual({
      reason: "known",
      until: null,
      path: "src/a.ts",
      line: 1,
    });
    const over = taken(second, { expires: "2026-06-14" });
    expect(build({ observations, baseline: over }).summary.baselined).toBe(0);
  });

  it("have no rate of nothing", () => {
    expect(build().summary).toMatchObject({ markers: 0, detection_rate: null, duration_ms: 12 });
    expect(build({ skipped: [{ path: "x", reason: "binary" }] }).skipped).toMatchObject({
      binary: 1,
      vendored: 0,
    });
  });
});

describe("secrets", () => {
  const claim: Claim = makeClaim({
    id: "cache-003",
    subject: "cache/credentials",
    predicate: "hardcoded",
    value: false,
    category: "security",
  });
  const tls = makeClaim({ id: "cache-002", subject: "cache/tls", category: "security" });

  function report(text: string, place: string, fields: Partial<Observation> = {}) {
    const start = text.indexOf(place);
    const base = { path: "src/a.ts", start, end: start + place.length };
    const secret = makeObservation({
      ...base,
      subject: "cache/credentials",
      predicate: "hardcoded",
      observed: value(true),
      message: `the password is ${place}`,
      ...fields,
    });
    const other = makeObservation({
      ...base,
      start: 0,
      end: 3,
      subject: "cache/tls",
      observed: value(false),
      message: text,
    });
    const inputs = { claims: [claim, tls], observations: [secret, other] };
    return JSON.stringify(build({ ...inputs, texts: textsFrom(() => text, formatConstant) }));
  }

  it.each([
    ['new Redis({ host: "h", password: "hunter2!", tls: {} })', 'password: "hunter2!"', "hunter2!"],
    ["new Redis('redis://:hunter2!@cache:6379/0')", "'redis://:hunter2!@cache:6379/0'", "hunter2!"],
    ["new Redis({ password: `hunter2!` }) // hunter2!", "password: `hunter2!`", "hunter2!"],
    ["requirepass hunter2!\nport 1", "requirepass hunter2!", "hunter2!"],
    ["REDIS_PASSWORD=hunter2!\n", "REDIS_PASSWORD=hunter2!", "hunter2!"],
    ['x = { password: "pw" }', 'password: "pw"', '"pw'],
    ['f(\n  password: "first\nsecond",\n)', 'password: "first\nsecond"', "second"],
  ])("%j hides %j", (text, place, secret) => {
    const shown = report(text, place);
    expect(shown).not.toContain(secret.replaceAll('"', '\\"'));
    expect(shown).toContain("••••••");
  });

  it("hides what a chain leads to, and values in it", () => {
    const text = 'const P = "hunter2!";\nnew Redis({ password: P });';
    const trace = {
      path: "src/a.ts",
      start: 0,
      end: 21,
      note: 'P = "hunter2!"',
      value: "hunter2!",
    };
    const shown = report(text, "password: P", { derivation: [trace], observed: value("hunter2!") });
    expect(shown).not.toContain("hunter2!");
    expect(shown).toContain("password: P");
  });

  it("gives nothing away by length or fingerprint", () => {
    const short = report('f({ password: "abcdef" })', 'password: "abcdef"');
    const long = report('f({ password: "abcdefghijkl" })', 'password: "abcdefghijkl"');
    const prints = (json: string) => [...json.matchAll(/"fingerprint":"(\w+)/g)].map(([, p]) => p);
    expect(prints(short).at(-1)).toBe(prints(long).at(-1));
  });

  it("never shows one, whatever it is made of", () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9!$^&*()+.?[\]{}|/-]{8,20}$/);
    fc.assert(
      fc.property(word, (secret) => {
        const shown = report(`new Redis({ password: "${secret}" })`, `password: "${secret}"`);
        expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });
});

function taken(fingerprint: string, fields: Partial<BaselineEntry>): BaselineInputs {
  const entry: BaselineEntry = {
    fingerprint,
    claim: "cache-004",
    verdict: "CONFLICT",
    path: "src/a.ts",
    symbol: null,
    reason: "old",
    created: "2026-01-01",
    expires: null,
    ...fields,
  };
  return { entries: [entry], path: ".aphoria/baseline.json", isLookedAt: () => true };
}

describe("the baseline", () => {
  const observations = [at(FIRST), at(SECOND)];
  const codes = (fields: Partial<BaselineEntry>, isLookedAt = true) => {
    const baseline = { ...taken("0".repeat(16), fields), isLookedAt: () => isLookedAt };
    return build({ observations, baseline }).diagnostics.map(({ code }) => code);
  };

  it("says when an entry has ended, and when it has no finding any more", () => {
    const [print = ""] = build({ observations }).findings.map(({ fingerprint }) => fingerprint);
    expect(codes({ fingerprint: print })).toEqual([]);
    expect(codes({ fingerprint: print, expires: "2026-06-14" })).toEqual(["baseline-expired"]);
    expect(codes({})).toEqual(["baseline-stale"]);
  });

  it("says nothing of what this run did not look at", () => {
    expect(codes({}, false)).toEqual([]);
    expect(codes({ claim: "cache-999" })).toEqual([]);
  });

  it("takes a twin that moved in for new", () => {
    const [print = ""] = build({ observations: [at(FIRST)] }).findings.map(
      (one) => one.fingerprint,
    );
    const both = build({ observations, baseline: taken(print, {}) });
    expect(both.summary).toMatchObject({ baselined: 1, authority_conflicts: 1 });
  });
});
