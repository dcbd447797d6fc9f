import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absent, judgeSamples, makeClaim, makeObservation, unknown, value } from "./samples.ts";

const holds = makeObservation({ observed: value(true) });
const breaks = makeObservation({ observed: value(false) });
const open = makeObservation({ observed: unknown() });

describe("verdicts", () => {
  it("gives one finding per place that conflicts or is open, and none for the rest of the claim", () => {
    const { findings, places } = judgeSamples({
      observations: [
        { ...breaks, start: 20, end: 30 },
        { ...open, start: 40, end: 50 },
        { ...holds, start: 60, end: 70 },
      ],
    });
    expect(findings.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ["CONFLICT", undefined],
      ["UNKNOWN", "comes from outside"],
    ]);
    expect(places.map(({ verdict }) => verdict)).toEqual(["CONFLICT", "UNKNOWN", "PASS"]);
  });

  it("gives one PASS with every place as evidence, in order", () => {
    const { findings } = judgeSamples({
      observations: [
        { ...holds, path: "src/b.ts" },
        { ...holds, start: 60, end: 70 },
        { ...holds, start: 5, end: 9 },
      ],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.verdict).toBe("PASS");
    expect(findings[0]?.observation?.start).toBe(5);
    expect(findings[0]?.evidence.map(({ path, start }) => `${path}:${start}`)).toEqual([
      "src/a.ts:5",
      "src/a.ts:60",
      "src/b.ts:0",
    ]);
  });

  it("judges active claims only", () => {
    const claims = [makeClaim({ status: "draft" }), makeClaim({ status: "deprecated" })];
    expect(judgeSamples({ claims, observations: [breaks] }).findings).toEqual([]);
  });

  it("reports values that cannot be compared, and leaves them open", () => {
    const claim = makeClaim({ operator: "gt", value: 5, origin: ".aphoria/claims.toml" });
    const { findings, diagnostics } = judgeSamples({
      claims: [claim],
      observations: [
        { ...holds, observed: value({ ms: 5 }) },
        { ...holds, observed: value({ ms: 5 }), start: 20, end: 30 },
      ],
    });
    expect(findings.map(({ verdict }) => verdict)).toEqual(["UNKNOWN", "UNKNOWN"]);
    expect(diagnostics).toMatchInlineSnapshot(`
      [
        {
          "code": "bad-value",
          "help": "Compare like with like: give the claim's value, or the extractor's match, a unit.",
          "message": "the claim \`cache-004\` and the extractor \`set-ttl\` do not fit together: 5 has no unit, so it does not compare with 5ms",
          "path": ".aphoria/claims.toml",
          "severity": "error",
        },
      ]
    `);
  });
});

describe("missing", () => {
  it.each([
    ["no-extractor", { extractors: [] }],
    ["no-site", {}],
    ["out-of-scope", { claims: [makeClaim({ languages: ["rust"] })] }],
    ["out-of-scope", { claims: [makeClaim({ scope: { include: ["lib/"], exclude: [] } })] }],
    ["out-of-scope", { claims: [makeClaim({ scope: { include: [], exclude: ["src/"] } })] }],
    // The extractor is for TypeScript, so nothing looked.
    ["no-extractor", { files: [{ path: "a.py", language: "python" as const }] }],
  ])("%s", (reason, inputs) => {
    const { findings } = judgeSamples(inputs);
    expect(findings.map(({ verdict, reason: said }) => [verdict, said])).toEqual([
      ["MISSING", reason],
    ]);
  });

  it("keeps observations of other languages and scopes out", () => {
    const claims = [makeClaim({ scope: { include: ["src/"], exclude: ["src/old/"] } })];
    const observations = [
      { ...breaks, path: "src/old/a.ts" },
      { ...breaks, path: "lib/a.ts" },
    ];
    expect(judgeSamples({ claims, observations }).findings[0]?.verdict).toBe("MISSING");
  });
});

describe("places", () => {
  it("joins equal and nested ranges, also along a chain; the worst verdict decides", () => {
    const { findings } = judgeSamples({
      observations: [
        { ...holds, start: 0, end: 100, extractor_id: "outer" },
        { ...open, start: 10, end: 50, extractor_id: "middle" },
        { ...breaks, start: 20, end: 30, extractor_id: "inner" },
      ],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.observation?.extractor_id).toBe("inner");
    expect(
      findings[0]?.evidence.map(({ extractor_id, value: said }) => [extractor_id, said]),
    ).toEqual([
      ["middle", "unknown"],
      ["outer", "true"],
    ]);
  });

  it("lets the project's own extractor have the last word", () => {
    const { findings } = judgeSamples({
      observations: [breaks, { ...holds, project: true, extractor_id: "ours" }],
    });
    expect(findings.map(({ verdict }) => verdict)).toEqual(["PASS"]);
  });

  it("keeps ranges apart that touch, or overlap in part, and those of other files", () => {
    const { findings } = judgeSamples({
      observations: [
        { ...breaks, start: 0, end: 10 },
        { ...breaks, start: 10, end: 20 },
        { ...breaks, start: 15, end: 30 },
        { ...breaks, path: "src/b.ts" },
      ],
    });
    expect(findings).toHaveLength(4);
  });

  it("is fast for very many observations", () => {
    const observations = Array.from({ length: 40_000 }, (_, at) => ({
      ...holds,
      start: at % 2 === 0 ? at * 10 : at * 10 - 8,
      end: at * 10 + (at % 2 === 0 ? 20 : 5),
    }));
    const begun = performance.now();
    judgeSamples({ observations });
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe("confidence", () => {
  it("counts what would be a finding and says nothing else of it", () => {
    const { findings, belowConfidence } = judgeSamples({
      observations: [
        { ...breaks, confidence: "low" },
        { ...holds, confidence: "low", start: 20, end: 30 },
        { ...open, confidence: "low", start: 40, end: 50 },
        { ...holds, start: 60, end: 70 },
      ],
    });
    expect(findings.map(({ verdict }) => verdict)).toEqual(["PASS"]);
    expect(findings[0]?.evidence).toHaveLength(1);
    expect(belowConfidence).toHaveLength(2);
  });

  it("shows it when asked to", () => {
    const observations = [{ ...breaks, confidence: "low" as const }];
    const { findings, belowConfidence } = judgeSamples({ observations, minConfidence: "low" });
    expect(findings.map(({ verdict }) => verdict)).toEqual(["CONFLICT"]);
    expect(belowConfidence).toEqual([]);
  });
});

describe("laws", () => {
  const observation = fc
    .record({
      path: fc.constantFrom("src/a.ts", "src/b.ts"),
      start: fc.nat(30),
      length: fc.nat(15),
      observed: fc.constantFrom(value(true), value(false), unknown(), absent),
      confidence: fc.constantFrom("high" as const, "medium" as const, "low" as const),
      extractor_id: fc.constantFrom("one", "two"),
      project: fc.boolean(),
    })
    .map(({ length, ...fields }) => makeObservation({ ...fields, end: fields.start + length }));
  const claims = [makeClaim(), makeClaim({ id: "cache-099", operator: "ne" })];

  it("the order of what was observed and claimed never changes the result", () => {
    const shuffled = fc
      .array(observation, { maxLength: 25 })
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(judgeSamples({ claims: claims.toReversed(), observations: other })).toEqual(
          judgeSamples({ claims, observations: one }),
        );
      }),
    );
  });

  it("a PASS has evidence, and stands alone; places are never nested", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 25 }), (observations) => {
        const { findings, places } = judgeSamples({ claims, observations });
        for (const claim of claims) {
          const own = findings.filter((finding) => finding.claim.id === claim.id);
          expect(own.length).toBeGreaterThan(0);
          const kinds = new Set(own.map(({ verdict }) => verdict));
          if (kinds.has("PASS") || kinds.has("MISSING")) expect(own).toHaveLength(1);
          const spots = places.filter((place) => place.claim.id === claim.id);
          if (kinds.has("PASS")) expect(own[0]?.evidence.length).toBe(spots.length);
          expect(spots.length === 0).toBe(kinds.has("MISSING"));
          for (const { observation: a } of spots) {
            const inside = spots.filter(
              ({ observation: b }) => a.path === b.path && a.start <= b.start && b.end <= a.end,
            );
            expect(inside).toHaveLength(1);
          }
        }
      }),
    );
  });
});
