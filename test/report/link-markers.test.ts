import { describe, expect, it } from "vitest";
import { claimOf, linkMarkers } from "../../src/report/link-markers.ts";
import type { Claim } from "../../src/model/claim.ts";
import type { Marker } from "../../src/model/marker.ts";
import type { Observation } from "../../src/model/observation.ts";
import { judgeSamples, makeClaim, makeObservation, unknown, value } from "../judge/samples.ts";

const ttl = makeClaim({ phrases: ["Every entry needs an expiry"] });
const size = makeClaim({
  id: "cache-005",
  subject: "cache/max_size",
  invariant: "Every in-process cache MUST have a finite capacity by entries, weight or bytes",
  phrases: ["Cache MUST have max_size limit"],
});
const timeout = makeClaim({
  id: "cache-008",
  subject: "cache/timeout",
  invariant: "Connect and command timeouts MUST be set, finite and greater than zero",
});
const claims = [ttl, size, timeout];

function marker(fields: Partial<Marker> = {}): Marker {
  const item = { start: 30, end: 60 };
  const invariant = "TTL MUST be set for all cached values";
  return { path: "src/a.ts", start: 0, end: 20, category: "safety", invariant, item, ...fields };
}

describe("linking", () => {
  it.each<[string, Partial<Marker>, string | undefined]>([
    ["an explicit id", { claim_id: "cache-005" }, "cache-005"],
    ["an id that does not exist, even with the right words", { claim_id: "cache-999" }, undefined],
    ["the same words", { invariant: "ttl must be set for ALL cached values!" }, "cache-004"],
    ["a phrase", { invariant: "every entry needs an expiry." }, "cache-004"],
    ["nearly the same words", { invariant: "TTLs MUST be set for each cached value" }, "cache-004"],
    ["few of many words", { invariant: "Timeout MUST be > 0, finite" }, "cache-008"],
    ["another category", { category: "security" }, undefined],
    ["nothing near", { invariant: "Users MUST log in twice" }, undefined],
  ])("%s", (_name, fields, id) => {
    expect(claimOf(marker(fields), claims)?.id).toBe(id);
  });

  it("takes nothing on a tie", () => {
    const twins = [
      makeClaim({ id: "a", invariant: "Read timeouts MUST be set" }),
      makeClaim({ id: "b", invariant: "Write timeouts MUST be set" }),
    ];
    expect(claimOf(marker({ invariant: "Timeouts MUST be set" }), twins)).toBeUndefined();
    const same = [makeClaim({ id: "a" }), makeClaim({ id: "b" })];
    expect(claimOf(marker(), same)).toBeUndefined();
  });
});

function link(observation: Partial<Observation> | undefined, claim: Claim = makeClaim()) {
  const observations = observation === undefined ? [] : [makeObservation(observation)];
  const judged = judgeSamples({ claims: [claim], observations });
  const [linked] = linkMarkers({ ...judged, markers: [marker()], claims: [claim] });
  return linked && [linked.detected, linked.verdict ?? linked.why_not];
}

describe("detection", () => {
  const inside = { start: 40, end: 50 };
  it.each<[Partial<Observation> | undefined, unknown]>([
    [{ ...inside, observed: value(false) }, [true, "CONFLICT"]],
    [{ ...inside, observed: value(true) }, [true, "PASS"]],
    [{ ...inside, observed: unknown() }, [false, "unknown"]],
    [{ start: 70, end: 80 }, [false, "elsewhere"]],
    [{ ...inside, path: "src/b.ts" }, [false, "elsewhere"]],
    [undefined, [false, "no-site"]],
  ])("%j gives %j", (observation, expected) => {
    expect(link(observation)).toEqual(expected);
  });

  it("finds a place that holds although the claim is broken elsewhere", () => {
    const observations = [
      makeObservation({ ...inside, observed: value(true) }),
      makeObservation({ start: 70, end: 80, observed: value(false) }),
    ];
    const judged = judgeSamples({ observations });
    const [linked] = linkMarkers({ ...judged, markers: [marker()], claims: [makeClaim()] });
    expect(linked).toMatchObject({ detected: true, verdict: "PASS" });
  });

  it("tells a draft from a claim that was left out of this run", () => {
    const draft = makeClaim({ status: "draft" });
    const explicit = marker({ claim_id: draft.id });
    const none = { findings: [], places: [] };
    expect(linkMarkers({ ...none, markers: [explicit], claims: [draft] })).toMatchObject([
      { detected: false, why_not: "no-claim" },
    ]);
    expect(linkMarkers({ ...none, markers: [explicit], claims: [makeClaim()] })).toEqual([]);
  });
});
