import { describe, expect, test } from "vitest";
import { loadClaims } from "../../src/load/claims.ts";
import { loadDomain } from "../../src/load/domain.ts";

const TEXT = `[domain]
name = "rpc"
traits = ["network-client"]
words = { peer = ["upstream", "server"] }
`;

describe("[domain]", () => {
  test("says what code a corpus is for, and is no matter to its claims", () => {
    expect(loadDomain(TEXT, "rpc.toml").value).toEqual({
      name: "rpc",
      traits: ["network-client"],
      words: { peer: ["upstream", "server"] },
    });
    expect(loadClaims(TEXT, "rpc.toml")).toEqual({ value: [], diagnostics: [] });
  });

  test("need not be there", () => {
    expect(loadDomain("", "rpc.toml")).toEqual({ value: undefined, diagnostics: [] });
    expect(loadDomain("[domain", "rpc.toml").value).toBeUndefined();
  });

  test.each([
    ['[domain]\ntraits = ["pooled"]', "name"],
    ['[domain]\nname = "a/b"', "name"],
    ['[domain]\nname = "a"\ntraits = ["Network Client"]', "kebab-case"],
    ['[domain]\nname = "a"\ntrait = []', "traits"],
    ['[domain]\nname = "a"\nwords = { peer = "x" }', "peer"],
  ])("what is wrong with it is said once, with the claims: %s", (text, word) => {
    const { diagnostics } = loadClaims(text, "rpc.toml");
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: "error", path: "rpc.toml" });
    expect(JSON.stringify(diagnostics[0])).toContain(word);
    expect(loadDomain(text, "rpc.toml")).toEqual({ value: undefined, diagnostics: [] });
  });
});
