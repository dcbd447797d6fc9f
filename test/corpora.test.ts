/** The corpora that ship: none of the 88 claims is lost, each is complete, and the page that lists them is up to date. */
import { readdirSync, readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import { claimsCatalogue } from "../scripts/claims-catalogue.ts";
import { PAGES } from "../scripts/pages.ts";
import { builtinsOfFolders } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";

const { corpus, domain } = builtinsOfFolders(nodeHost());
const COUNTS = { cache: 45, httpclient: 14, dbpool: 14, msgqueue: 15 };
const ALL = Object.keys(COUNTS).flatMap((name) => corpus(name).value);

describe.each(Object.entries(COUNTS))("%s", (name, count) => {
  const { value: claims, diagnostics } = corpus(name);

  test("loads with nothing to complain of, and is whole", () => {
    expect(diagnostics).toEqual([]);
    const numbers = Array.from(
      { length: count },
      (_, index) => `${name}-${String(index + 1).padStart(3, "0")}`,
    );
    expect(claims.map(({ id }) => id)).toEqual(numbers);
  });

  test("has full provenance, and its subjects begin with its name", () => {
    for (const { id, subject, provenance, consequence } of claims) {
      expect(subject, id).toMatch(new RegExp(`^${name}/`));
      expect(provenance.section, id).toBeDefined();
      expect(provenance.url, id).toMatch(/^https:\/\//);
      expect(consequence, id).not.toBe("");
    }
  });

  test("has traits on every claim, all of them its domain's, and none that no claim asks for", () => {
    const traits = domain(name)?.traits ?? [];
    const asked = new Set(claims.flatMap((claim) => claim.traits ?? []));
    expect(domain(name)?.name).toBe(name);
    expect(claims.filter((claim) => (claim.traits ?? []).length === 0)).toEqual([]);
    expect([...asked].filter((trait) => !traits.includes(trait))).toEqual([]);
    // What other domains ask of it, such as asynchronous calls to a database, it need not ask of itself.
    const foreign = new Set(ALL.flatMap((claim) => claim.traits ?? []));
    expect(traits.filter((trait) => !foreign.has(trait))).toEqual([]);
  });
});

test("no two claims ask the same", () => {
  const asked = ALL.map(({ subject, predicate }) => `${subject} ${predicate}`);
  expect(asked.filter((one, index) => asked.indexOf(one) !== index)).toEqual([]);
});

test("what was carried over came from a claim that is there, for traits that both have", () => {
  const reused = ALL.filter((claim) => claim.reused_from !== undefined);
  expect(reused.map(({ id, reused_from: from }) => [id, from])).toEqual([
    ["cache-002", "httpclient-002"],
    ["cache-006", "httpclient-004"],
    ["cache-008", "httpclient-001"],
    ["cache-009", "dbpool-002"],
    ["cache-010", "msgqueue-001"],
    ["cache-013", "httpclient-003"],
    ["cache-014", "dbpool-001"],
  ]);
  for (const claim of reused) {
    const source = ALL.find(({ id }) => id === claim.reused_from);
    expect(claim.traits, claim.id).toEqual(expect.arrayContaining([...(source?.traits ?? [])]));
  }
});

test("docs/claims-catalogue.md lists all 88 triples (`npm run docs` renews it; ids and triples stay)", async () => {
  const page = readFileSync("docs/claims-catalogue.md", "utf8");
  expect(page).toBe(await format(claimsCatalogue(), { parser: "markdown" }));
  expect(page.match(/^\| \[[a-z]+-\d{3}\]/gm)).toHaveLength(88);
});

// The code on the claims' pages is observed again for each of them, which takes some seconds.
test.each(Object.entries(PAGES))(
  "docs/%s says what the TOML that ships says (`npm run docs` renews it)",
  async (name, write) => {
    const path = `docs/${name}`;
    const options = await resolveConfig(path);
    const text = await format(write(), { ...options, parser: "markdown" });
    expect(readFileSync(path, "utf8")).toBe(text);
  },
  60_000,
);

describe("docs/claims", () => {
  const pages = readdirSync("docs/claims");

  test("has a page for each claim and none for anything else", () => {
    const wanted = [...ALL.map(({ id }) => `${id}.md`), "README.md"];
    expect(pages.toSorted()).toEqual(wanted.toSorted());
  });

  test("shows code that breaks each claim that anything looks for, and code that keeps it", () => {
    const texts = ALL.map(({ id }) => readFileSync(`docs/claims/${id}.md`, "utf8"));
    const seen = texts.filter((text) => !text.includes("Nothing does yet"));
    expect(seen.filter((text) => !text.includes("Breaks it (seen by ["))).toEqual([]);
    expect(seen.filter((text) => !/Keeps it:|Nothing here counts as proof/.test(text))).toEqual([]);
    expect(seen.length).toBeGreaterThan(80);
  });
});

test("the 88 triples are the ones that were published", () => {
  const triples = ALL.map(({ id, subject, predicate, operator, value }) =>
    [id, subject, predicate, operator, JSON.stringify(value ?? null)].join(" "),
  );
  expect(triples.join("\n")).toMatchSnapshot();
});
