import { describe, expect, test } from "vitest";
import { askClaim } from "../../src/cli/claim-prompt.ts";
import type { Choice, Prompts, Question } from "../../src/cli/prompts.ts";
import { checkClaim } from "../../src/cli/add-claims.ts";
import { claimOf } from "../author/claim.ts";

const shipped = [
  claimOf({
    id: "cache-004",
    operator: "eq",
    predicate: "required",
    value: true,
    provenance: { source: "Redis", url: "https://redis.io" },
    tier: "vendor",
  }),
];

/** A person who answers in this order, and again where an answer is not taken; "" is Enter alone. */
function person(answers: readonly string[]): {
  prompts: Prompts;
  asked: string[];
  refused: string[];
} {
  const left = [...answers];
  const asked: string[] = [];
  const refused: string[] = [];
  const prompts: Prompts = {
    start: () => {},
    show: () => {},
    confirm: async () => true,
    text: async ({ message, initial = "", check }: Question) => {
      asked.push(message);
      for (;;) {
        const typed = left.shift() ?? "";
        const answer = typed === "" ? initial : typed;
        const problem = check?.(answer);
        if (problem === undefined) return answer;
        refused.push(problem);
      }
    },
    choose: async <Word extends string>({ message, options, initial }: Choice<Word>) => {
      asked.push(message);
      const typed = left.shift() ?? "";
      const chosen = options.find(({ value }) => value === typed)?.value ?? initial;
      if (chosen === undefined) throw new Error(`no option ${typed}`);
      return chosen;
    },
  };
  return { prompts, asked, refused };
}

describe("the guided prompt", () => {
  test("Enter takes what the shipped claim says", async () => {
    const { prompts, asked } = person(["cache/ttl"]);
    const fields = await askClaim(prompts, {}, { own: [], shipped });
    expect(fields).toEqual({
      id: "cache-004",
      subject: "cache/ttl",
      predicate: "required",
      operator: "eq",
      value: true,
      invariant: "Values MUST go",
      consequence: "They stay",
      provenance: { source: "Redis", url: "https://redis.io" },
      tier: "vendor",
      category: "safety",
    });
    expect(asked).toHaveLength(11);
    expect(checkClaim(fields).id).toBe("cache-004");
  });

  test("what is given is not asked, and wrong answers are asked again", async () => {
    const given = { predicate: "value", invariant: "It MUST go", tier: "spec", category: "safety" };
    const { prompts, asked, refused } = person([
      "Price",
      "shop/price",
      "lte",
      "soon!",
      "24h",
      "",
      "It stays",
      "",
      "Handbook",
      "ftp://x",
      "https://x.org",
      "Shop",
      "shop-007",
    ]);
    const fields = await askClaim(prompts, given, { own: [], shipped });
    expect(fields).toMatchObject({
      id: "shop-007",
      operator: "lte",
      value: "24h",
      provenance: { source: "Handbook", url: "https://x.org" },
    });
    expect(asked).toHaveLength(7);
    expect(refused.map((text) => text.split(/[.;]/)[0])).toEqual([
      '`subject` cannot be "Price"',
      "only a number, a duration or a size can be compared by order",
      "Please give an answer",
      "A claim needs a source",
      "That is no http(s) address",
      '`id` cannot be "Shop"',
    ]);
  });

  test("an operator without a value asks for none, and a taken id is refused", async () => {
    const { prompts, refused } = person([
      "shop/price",
      "here",
      "absent",
      "It MUST",
      "x",
      "y",
      "",
      "",
      "",
      "cache-004",
      "shop-001",
    ]);
    const fields = await askClaim(prompts, {}, { own: shipped, shipped });
    expect(fields).toMatchObject({ operator: "absent", id: "shop-001", tier: "expert" });
    expect(fields).not.toHaveProperty("value");
    expect(refused).toEqual(["There is a claim cache-004 already."]);
  });
});
