import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answers, issueOf, questionsOf } from "../../src/formats/markdown/checklist.ts";
import { code, fence, inline, link } from "../../src/formats/markdown/escape.ts";
import { loadFormat } from "../../src/formats/registry.ts";
import { QUESTIONS, TOPICS } from "../../src/formats/markdown/questions.ts";
import { makeFinding, makeReport, makeReportClaim } from "./rich-report.ts";

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
      (subject) => !questionsOf(subject, "safety").every((one) => QUESTIONS.includes(one)),
    );
    expect(homeless).toEqual([]);
  });

  it("takes the longest aspect, in any domain", () => {
    const texts = (subject: string) =>
      questionsOf(subject, "observability").map(({ text }) => text);
    expect(texts("cache/ttl/jitter")).toEqual(["Is there cache stampede protection?"]);
    expect(texts("cache/ttl/value")).toEqual(["Is there TTL expiration?"]);
    expect(issueOf("cache/key/stable_unique", "safety")).toBe("Collision");
    expect(texts("cache/keys")[0]).toContain("other observability");
  });

  it("lets a claim answer several questions", () => {
    const topics = (subject: string) => questionsOf(subject, "safety").map(({ text }) => text);
    expect(topics("cache/key/stable_unique")).toHaveLength(4);
    expect(topics("cache/stampede")).toEqual([
      "Is there cache stampede protection?",
      "Is there atomic get-or-compute?",
    ]);
  });

  /** The checklist of the audit that the report stands in for, word by word. */
  const AUDIT = {
    Invalidation: [
      "Is cache invalidated on every mutation path?",
      "Are related caches also invalidated (cascade)?",
      "Is invalidation atomic with the write?",
      "Are there race windows between write and invalidate?",
    ],
    Bounds: [
      "Is cache size bounded (maxsize)?",
      "Is there TTL expiration?",
      "Is there memory limit?",
      "Is eviction policy appropriate (LRU vs FIFO)?",
    ],
    Consistency: [
      "Can read-your-writes fail?",
      "Is there cache stampede protection?",
      "Is there negative caching?",
      "Are failures cached (poisoning)?",
    ],
    Keys: [
      "Are cache keys unique and stable?",
      "Is hash collision possible?",
      "Are keys deterministic (same input = same key)?",
      "Is there key-space overlap between different data?",
    ],
    Concurrency: [
      "Is cache access thread-safe?",
      "Is there lock contention?",
      "Are there deadlocks from cache locks?",
      "Is there atomic get-or-compute?",
    ],
  };
  const ISSUES = ["Stale", "Stampede", "Poisoning", "Unbounded", "Collision", "Consistency"];
  const context = { color: false, width: 80, showMissing: true, source: () => undefined };

  it("is printed question by question, under its topics", async () => {
    const page = (await loadFormat("markdown")).render(makeReport(), context);
    let at = page.indexOf("## Checklist");
    for (const [topic, texts] of Object.entries(AUDIT)) {
      at = page.indexOf(`\n### ${topic}\n`, at);
      expect(at, topic).toBeGreaterThan(0);
      for (const text of texts) {
        const next = page.indexOf(`] ${inline(text)} `, at);
        expect(next, text).toBeGreaterThan(at);
        at = next;
      }
    }
  });

  it("knows the audit's types of issue, each from a question", () => {
    const audited = QUESTIONS.filter(({ text }) => Object.values(AUDIT).flat().includes(text));
    expect(new Set(audited.map(({ issue }) => issue))).toEqual(new Set(ISSUES));
  });

  it("goes by a claim's own `checklist` and `issue_type`", async () => {
    const claim = (checklist: string) =>
      makeReportClaim({ id: "own-1", subject: "own/x", verdict: "PASS", checklist });
    const home = (checklist: string) =>
      answers([claim(checklist)]).flatMap(({ question, claims }) =>
        claims.length === 0 ? [] : [`${question.topic}: ${question.text}`],
      );
    expect(home("is there negative caching")).toEqual(["Consistency: Is there negative caching?"]);
    expect(home("Keys: Is the tenant in it?")).toEqual(["Keys: Is the tenant in it?"]);
    expect(home("Is it *ours*?")).toEqual(["Bounds: Is it *ours*?"]);
    const page = (await loadFormat("markdown")).render(
      makeReport({
        claims: [makeReportClaim({ issue_type: "Leak", checklist: "Is it *ours*?" })],
        findings: [makeFinding()],
      }),
      context,
    );
    expect(page).toContain("#### Cache issue type\n\nLeak\n");
    expect(page).toContain(String.raw`- [ ] Is it \*ours\*? `);
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
