import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Corpus, Domain } from "../../src/model/domain.ts";
import { describeReuse, reuseOf } from "../../src/suggest/reuse.ts";
import { reword } from "../../src/suggest/reword.ts";
import { transfer } from "../../src/suggest/transfer.ts";

function claim(id: string, subject: string, more = ""): Claim {
  const { value, diagnostics } = loadClaims(
    `[[claim]]
id = "${id}"
subject = "${subject}"
predicate = "present"
value = true
invariant = "Every call MUST end"
consequence = "It hangs"
provenance = "Handbook"
tier = "spec"
category = "safety"
${more}`,
    "claims.toml",
  );
  expect(diagnostics).toEqual([]);
  const [one] = value;
  if (one === undefined) throw new Error("no claim");
  return one;
}

const NET = 'traits = ["network-client"]';
const rpc: Domain = {
  name: "rpc",
  traits: ["network-client"],
  words: { operation: ["call", "procedure call"], peer: ["upstream"] },
};
const jobs: Domain = {
  name: "jobs",
  traits: ["network-client", "pooled"],
  words: { operation: ["job"], peer: ["broker"] },
};

function corpus(...claims: readonly Claim[]): Corpus<Claim> {
  return { name: "rpc", domain: rpc, claims };
}

describe("transfer", () => {
  test("needs all traits; a claim without any stays where it is", () => {
    const { proposals, leftOut } = transfer(
      [
        corpus(
          claim("rpc-001", "rpc/deadline", NET),
          claim("rpc-002", "rpc/schema", 'traits = ["network-client", "typed"]'),
          claim("rpc-003", "rpc/name"),
        ),
      ],
      jobs,
      [],
    );
    expect(proposals.map(({ from, traits }) => [from.id, traits])).toEqual([
      ["rpc-001", ["network-client"]],
    ]);
    expect(leftOut).toEqual([
      { id: "rpc-002", missing: ["typed"] },
      { id: "rpc-003", missing: [] },
    ]);
  });

  test("keeps the tail of the subject, rewords, and leaves the other domain's code and rank", () => {
    const own = claim("rpc-001", "rpc/io/deadline", `${NET}\nfix = { rust = "x" }\ntesting = "y"`);
    const [proposal] = transfer([corpus(own)], jobs, []).proposals;
    expect(proposal?.claim).toMatchObject({
      subject: "jobs/io/deadline",
      invariant: "Every job MUST end",
      tier: "expert",
      reused_from: "rpc-001",
      fix: {},
    });
    expect(proposal?.claim.testing).toBeUndefined();
  });

  test("what the domain took over comes first, in its words; the claim it came from before its like", () => {
    const source = corpus(
      claim("rpc-001", "rpc/limit", NET),
      claim("rpc-002", "rpc/client/deadline", NET),
      claim("rpc-003", "rpc/deadline", NET),
    );
    const taken = claim("jobs-007", "jobs/time/deadline", 'reused_from = "rpc-003"');
    const { proposals } = transfer([source], jobs, [taken]);
    expect(proposals.map(({ from, proof }) => [from.id, proof?.id])).toEqual([
      ["rpc-003", "jobs-007"],
      ["rpc-001", undefined],
    ]);
    expect(proposals[0]).toMatchObject({
      alsoFrom: ["rpc-002"],
      claim: { subject: "jobs/time/deadline", tier: "spec", reused_from: "rpc-003" },
    });
  });

  test("what the domain has of its own, or gave away, is no reuse", () => {
    const source = corpus(
      claim("rpc-001", "rpc/deadline", NET),
      claim("rpc-002", "rpc/limit", `${NET}\nreused_from = "jobs-002"`),
    );
    const own = [claim("jobs-001", "jobs/deadline"), claim("jobs-002", "jobs/size/limit")];
    const { proposals, covered } = transfer([source], jobs, own);
    expect(proposals).toEqual([]);
    expect(covered).toEqual([
      { id: "rpc-001", by: "jobs-001" },
      { id: "rpc-002", by: "jobs-002" },
    ]);
  });

  test("claims of two corpora that say the same are one; deprecated ones are none", () => {
    const other = { name: "b.toml", claims: [claim("b-001", "b/deadline", NET)] };
    const old = claim("rpc-009", "rpc/old", `${NET}\nstatus = "deprecated"`);
    const { proposals } = transfer(
      [corpus(claim("rpc-001", "rpc/deadline", NET), old), other],
      jobs,
      [],
    );
    expect(proposals.map(({ from, alsoFrom }) => [from.id, alsoFrom])).toEqual([
      ["rpc-001", ["b-001"]],
    ]);
  });
});

describe("reword", () => {
  test.each([
    ["Every call MUST end", "Every job MUST end"],
    ["Call the upstream; recall nothing", "Job the broker; recall nothing"],
    ["one procedure call", "one job"],
    ["`call(upstream)` is code", "`call(upstream)` is code"],
  ])("%s", (before, after) => {
    expect(reword(before, rpc, jobs)).toBe(after);
  });

  test("changes nothing without words, or within one domain", () => {
    fc.assert(
      fc.property(fc.string(), (sentence) => {
        expect(reword(sentence, undefined, jobs)).toBe(sentence);
        expect(reword(sentence, rpc, undefined)).toBe(sentence);
        expect(reword(sentence, jobs, jobs).toLowerCase()).toBe(sentence.toLowerCase());
      }),
    );
  });
});

describe("reuse", () => {
  test("counts what was carried over; deprecated claims do not count", () => {
    const reused = 'reused_from = "rpc-001"';
    const claims = [
      ...Array.from({ length: 7 }, (_, index) => claim(`jobs-${index}`, "jobs/a", reused)),
      ...Array.from({ length: 13 }, (_, index) => claim(`jobs-1${index}`, "jobs/b")),
      claim("jobs-99", "jobs/c", `${reused}\nstatus = "deprecated"`),
    ];
    expect(reuseOf(claims)).toEqual({ reused: 7, total: 20, rate: 0.35, target: 0.35 });
    expect(describeReuse(reuseOf(claims))).toBe(
      "7 of 20 claims (35 %); the target is 35 % (7 of 20)",
    );
    expect(reuseOf([]).rate).toBeNull();
  });
});
