import { describe, expect, test } from "vitest";
import { loadFleet } from "../../src/load/fleet.ts";
import { gitAddressProblem, readGitAddress } from "../../src/load/git-address.ts";
import { readJob } from "../../src/load/fleet-job.ts";
import { planRun, fleetHash } from "../../src/fleet/plan.ts";

const load = (text: string) => loadFleet(text, "repos.toml");
const problems = (text: string) =>
  load(text).diagnostics.map(({ code, line, column, message }) => [code, line, column, message]);

test("everything that a fleet's file can say", () => {
  const { value, diagnostics } = load(`
name = "acme"
[defaults]
corpus = ["cache"]
claims = "org.toml"
timeout = "10m"
min_tier = 2
[[repository]]
name = "shop"
path = "../shop"
[[repository]]
name = "payments/api"
git = "https://git.example.com/payments/api.git"
revision = "release/2.0"
shards = 4
timeout = "30s"
corpus = ["msgqueue"]
may_be_empty = true
`);
  expect(diagnostics).toEqual([]);
  expect(value).toEqual({
    name: "acme",
    repositories: [
      {
        name: "shop",
        path: "../shop",
        shards: 1,
        timeout: 600_000,
        choice: { corpus: ["cache"], claims: "org.toml", min_tier: 2 },
      },
      {
        name: "payments/api",
        git: "https://git.example.com/payments/api.git",
        revision: "release/2.0",
        shards: 4,
        timeout: 30_000,
        choice: { corpus: ["msgqueue"], claims: "org.toml", min_tier: 2, may_be_empty: true },
      },
    ],
  });
});

describe("an error says where it is, and gives no fleet", () => {
  const one = (line: string) => `[[repository]]\nname = "a"\n${line}\n`;
  test.each([
    ["", "missing-key", "the fleet must have `repository`"],
    ["repository = []", "missing-key", "the fleet has no repository"],
    [one('pth = "x"'), "unknown-key", "a repository has no key `pth`; did you mean `path`?"],
    [one('path = "x"\ngit = "https://a.example/b"'), "missing-key", "must have one of"],
    [one(""), "missing-key", "must have one of"],
    [one('path = "x"\ntimeout = "fast"'), "bad-value", "`timeout` must be a duration"],
    [one('path = "x"\nshards = 0'), "wrong-value", "`shards` must be a whole number"],
    [one('path = "x"\nrevision = "--upload-pack=x"'), "wrong-value", "`revision` cannot be"],
    [one('path = "x"\nrevision = "a..b"'), "wrong-value", "`revision` cannot be"],
    [one('git = "ext::sh -c x"'), "wrong-value", "no address that git is let fetch from"],
    [one('git = "https://me:secret@a.example/b"'), "wrong-value", "holds credentials"],
    [one('path = "x"') + one('path = "y"'), "duplicate-id", "two repositories are called `a`"],
    ['[[repository]]\nname = "../a"\npath = "x"', "wrong-value", "`name` cannot be"],
  ])("%j", (text, code, message) => {
    expect(load(text).value).toBeUndefined();
    const [first] = problems(text);
    expect(first).toEqual([
      code,
      expect.any(Number),
      expect.any(Number),
      expect.stringContaining(message),
    ]);
    expect(JSON.stringify(first)).not.toContain("secret");
  });
});

test("addresses that git would take for something else are none", () => {
  const bad = [
    "-oProxyCommand=x",
    "ext::sh",
    "/folder",
    "file://host/x",
    "http://a.example/b",
    "git://a.example/b",
    "https://a.example",
    "a@-oX:y",
    "https://a.example/b c",
    "ssh://-oX/y",
  ];
  expect(bad.filter((text) => readGitAddress(text) !== undefined)).toEqual([]);
  const good = [
    "https://a.example/b.git",
    "ssh://git@a.example:22/b",
    "git@a.example:b/c.git",
    "file:///srv/b",
  ];
  expect(good.filter((text) => gitAddressProblem(text) !== undefined)).toEqual([]);
});

describe("a job out of the queue", () => {
  const fleet = load('[[repository]]\nname = "a"\npath = "/a"\nshards = 2').value;
  if (fleet === undefined) throw new Error("the fleet does not load");
  const terms = { run: "r", timeout: 1_000, until: 2_000, claimsHashes: new Map<string, string>() };
  const [unit] = planRun(fleet, terms);
  const job = unit?.jobs[0]?.job;

  test("comes back as it was put in, under the same id each time", () => {
    expect(readJob(JSON.parse(JSON.stringify(job)))).toEqual({ value: job });
    expect(planRun(fleet, terms)).toEqual([unit]);
    const ids = unit?.jobs.map(({ id }) => id);
    expect(ids).toEqual([`${unit?.id}-1of2`, `${unit?.id}-2of2`]);
    expect(planRun(fleet, { ...terms, run: "s" })[0]?.id).not.toBe(unit?.id);
    expect(fleetHash(fleet, new Map([["x", "1"]]))).not.toBe(fleetHash(fleet, new Map()));
  });

  test.each([
    ["nothing", null],
    ["a list", []],
    ["another version", { ...job, version: 2 }],
    ["a key more", { ...job, command: "rm" }],
    ["a flag for a revision", { ...job, revision: "--x" }],
    ["a relative path", { ...job, path: "../../etc" }],
    ["two sources", { ...job, git: "https://a.example/b" }],
    ["an address that runs a program", { ...job, path: undefined, git: "ext::sh -c x" }],
    ["a shard beyond the last", { ...job, shard: { index: 3, count: 2 } }],
    ["null inside", { ...job, choice: { corpus: [null] } }],
    ["a run that would be a key of another", { ...job, run: "a:b" }],
  ])("%s is no job", (_, data) => {
    expect(readJob(data === null ? null : JSON.parse(JSON.stringify(data)))).toEqual({
      problem: expect.any(String) as string,
    });
  });
});
