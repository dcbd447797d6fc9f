import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import { writeFiles } from "../io/temporary.ts";
import { cachewrap, type } from "./real-project.ts";

const SEED = "--corpus httpclient,dbpool,msgqueue --domain cache";
const SEVEN = [
  ["httpclient-001", "cache/timeout"],
  ["httpclient-002", "cache/tls/verification"],
  ["httpclient-003", "cache/retry"],
  ["httpclient-004", "cache/io/blocking"],
  ["dbpool-001", "cache/max_connections"],
  ["dbpool-002", "cache/connection/lifecycle"],
  ["msgqueue-001", "cache/metrics/hit_miss"],
];

interface Shown {
  readonly proposals: readonly {
    readonly id: string;
    readonly corpus: string;
    readonly recommended: boolean;
    readonly accepted_as: string | null;
    readonly also_from: readonly string[];
    readonly why: { readonly shared_traits: readonly string[] };
    readonly claim: Readonly<Record<string, unknown>>;
    readonly places: { readonly conflicts: number; readonly none: string | null };
  }[];
  readonly reuse: { readonly reused: number; readonly total: number; readonly target: number };
}

async function shown(folder: string, line: string): Promise<Shown> {
  const { code, out, err } = await type(folder, `suggest ${line} --json`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as Shown;
}

function claimsOf(folder: string) {
  const text = readFileSync(join(folder, ".aphoria/claims.toml"), "utf8");
  const { value, diagnostics } = loadClaims(text, "claims.toml");
  expect(diagnostics).toEqual([]);
  return { text, claims: value };
}

const OWN = `[domain]
name = "rpc"
traits = ["network-client", "pooled"]

[domain.words]
operation = ["procedure call", "call"]
peer = ["upstream"]

[[claim]]
id = "rpc-001"
subject = "rpc/deadline"
predicate = "present"
value = true
invariant = "Every procedure call MUST carry a deadline"
consequence = "The upstream works for callers that have left"
provenance = "Platform handbook"
tier = "spec"
category = "safety"
fix = { rust = "call.deadline(now + 5s)" }
traits = ["network-client"]
`;

describe("aphoria suggest", () => {
  test.each([SEED, "--corpus httpclient,dbpool,msgqueue", ""])(
    "proposes the seed's seven first, in its order: %s",
    async (line) => {
      const { proposals } = await shown(cachewrap(), line.trim() || "--domain cache");
      const recommended = proposals.filter((one) => one.recommended);
      expect(recommended.map(({ id, claim }) => [id, claim["subject"]])).toEqual(SEVEN);
      expect(proposals.slice(0, 7)).toEqual(recommended);
      for (const { why } of proposals) expect(why.shared_traits).not.toEqual([]);
    },
  );

  test("says whether the code has places for them, and what else would say the same", async () => {
    const { proposals } = await shown(cachewrap(), SEED);
    const of = (id: string) => proposals.find((one) => one.id === id);
    expect(of("httpclient-001")?.places).toMatchObject({ conflicts: 1, none: null });
    expect(of("httpclient-003")?.places.none).toBe("no place in this code");
    expect(of("httpclient-002")?.also_from).toEqual(["dbpool-009", "msgqueue-011"]);
    expect(of("httpclient-006")?.claim).toMatchObject({
      subject: "cache/connect_timeout",
      tier: "expert",
      reused_from: "httpclient-006",
    });
  });

  test("is the door, and reads well in 80 columns", async () => {
    const { code, out } = await type(cachewrap(), SEED, "/usr/bin/aphoria-suggest", 80);
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain("7 claims carry over from httpclient, dbpool, msgqueue to cache:\n");
    expect(out).toMatch(/^ {2}here {5}1 conflict, 1 pass: src\/config\.rs:71, …$/m);
    expect(out).toContain("reuse: there are no claims yet; the target is 35 % (7 of 20)\n");
  });

  test("does not need code, and writes nothing when nothing is accepted", async () => {
    const folder = cachewrap();
    writeFileSync(join(folder, "src/lib.rs"), "");
    await shown(folder, SEED);
    expect(existsSync(join(folder, ".aphoria"))).toBe(false);
  });
});

describe("--accept", () => {
  test("all of the first group, with reused_from, under the ids of the corpus; twice is once", async () => {
    const folder = cachewrap();
    const { code, out } = await type(folder, `suggest ${SEED} --accept-all`);
    expect(code).toBe(0);
    expect(out).toContain("reuse: 7 of 7 claims (100 %); the target is 35 % (7 of 20)\n");
    const { text, claims } = claimsOf(folder);
    const ids = ["cache-008", "cache-002", "cache-013", "cache-006", "cache-014", "cache-009"];
    expect(claims.map(({ id }) => id)).toEqual([...ids, "cache-010"]);
    expect(claims.map((claim) => claim.reused_from)).toEqual(SEVEN.map(([id]) => id));
    const again = await type(folder, `suggest ${SEED} --accept-all`);
    expect(again.out).toContain("0 claims are written");
    expect(claimsOf(folder).text).toBe(text);
    const { proposals, reuse } = await shown(folder, SEED);
    expect(proposals[0]?.accepted_as).toBe("cache-008");
    expect(reuse).toEqual({ reused: 7, total: 7, rate: 1, target: 0.35 });
  });

  test("single ones, by either id; another gets the next free id of the domain", async () => {
    const folder = cachewrap();
    const { out } = await type(folder, "suggest --accept cache-009,dbpool-003 --json");
    const { written } = JSON.parse(out) as { written: { id: string; reused_from: string }[] };
    expect(written.map(({ id, reused_from: from }) => [id, from])).toEqual([
      ["cache-009", "dbpool-002"],
      ["cache-046", "dbpool-003"],
    ]);
    const [, second] = claimsOf(folder).claims;
    expect(second).toMatchObject({ fix: {}, tier: "expert", subject: "cache/acquire_timeout" });
  });

  test("--dry-run writes nothing", async () => {
    const folder = cachewrap();
    const { out } = await type(folder, `suggest ${SEED} --accept-all --dry-run`);
    expect(out).toContain("7 claims would be written");
    expect(existsSync(join(folder, ".aphoria"))).toBe(false);
  });
});

describe("a corpus of one's own", () => {
  test("is read by path, beside shipped ones, and reworded", async () => {
    const folder = cachewrap();
    writeFiles(folder, { "team/rpc.toml": OWN });
    const { proposals } = await shown(folder, "--corpus httpclient,team/rpc.toml");
    const mine = proposals.find(({ id }) => id === "rpc-001");
    expect(mine).toMatchObject({ corpus: "team/rpc.toml", recommended: false });
    expect(mine?.claim).toMatchObject({
      subject: "cache/deadline",
      invariant: "Every command MUST carry a deadline",
      consequence: "The cache server works for callers that have left",
      tier: "expert",
      fix: {},
    });
  });

  test("is a domain that others carry over to; the words are its own", async () => {
    const folder = cachewrap();
    writeFiles(folder, { "rpc.toml": OWN });
    const { proposals } = await shown(folder, "--corpus httpclient,./rpc.toml --domain rpc");
    expect(proposals.every(({ recommended }) => recommended)).toBe(true);
    expect(proposals.map(({ claim }) => claim["subject"])).toEqual([
      "rpc/timeout",
      "rpc/connect_timeout",
      "rpc/client/lifecycle",
      "rpc/pool/max_connections",
    ]);
    expect(proposals[0]?.claim["invariant"]).toContain("Every outgoing procedure call MUST");
  });

  test("is not needed for a domain whose traits are typed", async () => {
    const { proposals } = await shown(
      cachewrap(),
      "--corpus dbpool --domain grpc --traits transactional",
    );
    expect(proposals.map(({ id }) => id)).toEqual(["dbpool-004", "dbpool-012"]);
  });
});

describe("what cannot be meant is 2, one message, nothing written", () => {
  test.each([
    ["--corpus nope --accept-all", "there is no corpus `nope`"],
    ["--corpus ./nope.toml --accept-all", "./nope.toml: there is no such file"],
    ["--corpus ./broken.toml --accept-all", "./broken.toml:1:1: a claim must have"],
    ["--corpus cache --accept-all", "from its own corpus"],
    ["--domain caches --accept-all", "did you mean `cache`?"],
    ["--domain a/b --accept-all", "is not one word"],
    ["--domain x --traits poolled", "asks for the trait `poolled`; did you mean `pooled`?"],
    ["--accept httpclient-999", "is not among the proposals"],
    ["--accept httpclient-009", "`httpclient-009` does not carry over: cache is not http"],
    ["--accept httpclient-014", "has it of its own as `cache-003`"],
    ["--accept httpclient-001,nope-1", "`nope-1` is not among the proposals"],
    ["--accept httpclient-001 --accept-all", "cannot be combined"],
    ["--accept-all word", "too many arguments"],
  ])("%s", async (line, message) => {
    const folder = cachewrap();
    writeFiles(folder, { "broken.toml": '[[claim]]\nid = "x-1"\n' });
    const { code, out, err } = await type(folder, `suggest ${line}`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
    expect(err.match(/^aphoria: /gm)).toHaveLength(1);
    expect(existsSync(join(folder, ".aphoria"))).toBe(false);
  });
});
