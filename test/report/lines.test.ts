import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLines } from "../../src/report/lines.ts";
import { plainJson, plainLine, plainText } from "../../src/report/plain.ts";

describe("positions", () => {
  it("count lines and UTF-16 columns from 1", () => {
    const text = "a\r\n😀b\n\nc";
    const lines = createLines(text);
    expect(
      [0, 1, 3, 5, 6, 7, 8, 9, 99].map((at) => Object.values(lines.position(at)).join(":")),
    ).toEqual(["1:1", "1:2", "2:1", "2:3", "2:4", "3:1", "4:1", "4:2", "4:2"]);
  });

  it("agree with splitting", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "é")), fc.nat(40), (parts, at) => {
        const text = parts.join("");
        const before = text.slice(0, at).split("\n");
        expect(createLines(text).position(at)).toEqual({
          line: before.length,
          column: (before.at(-1) ?? "").length + 1,
        });
      }),
    );
  });

  it("give whole lines, without the end of the last, and not too many", () => {
    const text = "one\ntwo\r\nthree\nfour";
    const lines = createLines(text);
    const cut = (start: number, end: number, limit = 10) => {
      const span = lines.linesOf({ start, end }, limit);
      return text.slice(span.start, span.end);
    };
    expect(cut(5, 6)).toBe("two");
    expect(cut(5, 9)).toBe("two");
    expect(cut(1, 11)).toBe("one\ntwo\r\nthree");
    expect(cut(1, 11, 2)).toBe("one\ntwo");
    expect(cut(18, 19)).toBe("four");
    expect(cut(19, 19)).toBe("four");
  });
});

describe("plain text", () => {
  const hostile = "\u001b[31mred\u0007\u202e\u200b\r\n\tend\u009b\ud800";

  it("spells what drives a terminal or hides text", () => {
    expect(plainLine(hostile)).toBe(String.raw`\x1b[31mred\x07\u202e\u200b\r\n\tend\x9b\ud800`);
    expect(plainText(hostile)).toBe("\\x1b[31mred\\x07\\u202e\\u200b\n\tend\\x9b\\ud800");
    expect(plainLine("größer 値 😀")).toBe("größer 値 😀");
  });

  it("keeps the meaning of JSON", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = plainJson(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(plainText(json)).toBe(json);
      }),
    );
  });
});
