import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answers, QUESTIONS, questionOf, TOPICS } from "../../src/formats/markdown/checklist.ts";
import { code, fence, inline, link } from "../../src/formats/markdown/escape.ts";
import { makeReportClaim } from "./rich-report.ts";

describe("escaping", () => {
  it.each([
    ["a `b_c` d_e", String.raw`a ${"`b_c`"} d\_e`],
    ["<b>", String.raw`\<b\>`],
    ["`a|b`", String.raw`a\|b`],
    ["``` x", "\\`\\`\\` x"],
    ["- a", String.raw`\- a`],
    ["1. a", String.raw`1\. a`],
    ["1.2 a", "1.2 a"],
    ["# a", String.raw`\# a`],
    ["see https://a.b", String.raw`see https\://a.b`],
    ["&lt;", String.raw`\&lt;`],
  ])("prose %j", (text, expected) => {
    expect(inline(text)).toBe(expected);
  });

  it("keeps code inside its marks", () => {
    expect(code("a`b")).toBe("``a`b``");
    expect(code("`")).toBe("`` ` ``");
    expect(code("a\nb")).toBe("`a b`");
    expect(fence("a\n```\nb", "rust")).toBe("````rust\na\n```\nb\n````");
    expect(fence("a", "rust\n<b>")).toBe("```\na\n```");
  });

  it("links to the web and to nothing else", () => {
    expect(link("a", "https://a.b/c?d=e#f")).toBe("[a](<https://a.b/c?d=e#f>)");
    expect(link("a", "javascript:alert(1)")).toBe("a");
    expect(link("a", "https://a>[b")).toBe("a");
  });
});

describe("the checklist", () => {
  it("has a question for every claim that ships", () => {
    const folder = new URL("../../corpora/", import.meta.url);
    const subjects = readdirSync(folder).flatMap((file) => {
      const toml = readFileSync(new URL(file, folder), "utf8");
      return [...toml.matchAll(/^subject = "(.*)"$/gm)].map(([, subject]) => subject ?? "");
    });
    const homeless = subjects.filter(
      (subject) => !QUESTIONS.includes(questionOf(subject, "safety")),
    );
    expect(homeless).toEqual([]);
  });

  it("takes the longest aspect, in any domain", () => {
    expect(questionOf("cache/ttl/jitter", "safety").topic).toBe("Concurrency");
    expect(questionOf("cache/ttl/value", "safety").topic).toBe("Bounds");
    expect(questionOf("cache/key/stable_unique", "safety").issue).toBe("Collision");
    expect(questionOf("cache/keys", "observability").text).toContain("other observability");
  });

  it("is ticked by what was observed", () => {
    const claim = (id: string, verdict: "PASS" | "MISSING" | "CONFLICT", subject = "cache/ttl") =>
      makeReportClaim({ id, verdict, subject });
    const verdictOf = (...claims: Parameters<typeof answers>[0]) =>
      answers(claims).find(({ claims: own }) => own.length > 0)?.verdict;
    expect(verdictOf(claim("a", "PASS"), claim("b", "MISSING"))).toBe("PASS");
    expect(verdictOf(claim("a", "PASS"), claim("b", "CONFLICT"))).toBe("CONFLICT");
    expect(verdictOf(claim("a", "MISSING"))).toBe("MISSING");
    expect(answers([]).every(({ verdict }) => verdict === undefined)).toBe(true);
    expect(new Set(answers([]).map(({ question }) => question.topic)).size).toBe(TOPICS.length);
  });
});
