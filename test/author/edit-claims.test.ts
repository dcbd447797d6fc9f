import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadFindRanges } from "../../src/author/claim-ranges.ts";
import { claimBlock, claimTables, editClaims } from "../../src/author/edit-claims.ts";
import type { Edit } from "../../src/author/edit-claims.ts";
import { isSame } from "../../src/author/literal.ts";
import { isTable } from "../../src/load/read-shape.ts";
import { claimsText } from "./claims-text.ts";
import type { ClaimsText } from "./claims-text.ts";
import { tries } from "../runs.ts";

const findRanges = await loadFindRanges();

function edit(text: string, ...edits: readonly Edit[]): string {
  const edited = editClaims(text, edits, findRanges);
  if (edited.kind === "refused") throw new Error(`${edited.why}\n${text}`);
  return edited.text;
}

/** What the two texts have in common at the start and, of the rest, at the end. */
function between(before: string, after: string): { readonly gone: string; readonly come: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return {
    gone: before.slice(start, before.length - end),
    come: after.slice(start, after.length - end),
  };
}

/** The text around the claim, which no edit of it may touch. */
function around({ bom, chunks, below }: ClaimsText, index: number): readonly [string, string] {
  const spell = (part: ClaimsText["chunks"]) => part.map((one) => one.above + one.block).join("");
  const above = bom + spell(chunks.slice(0, index)) + (chunks[index]?.above ?? "");
  return [above, spell(chunks.slice(index + 1)) + below];
}

const values = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc
    .string({ unit: "binary", maxLength: 10 })
    .map((text) => text.replaceAll(/\p{Surrogate}/gu, "")),
  fc.stringMatching(/^[a-z'"\\]{0,5}\n[a-z'"#= ]{0,9}\n?$/),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.array(fc.stringMatching(/^[a-z,"\]]{0,4}$/), { maxLength: 3 }),
);
const paths = fc.constantFrom<(readonly string[])[]>(
  ["tier"],
  ["value"],
  ["invariant"],
  ["status"],
  ["severity"],
  ["tags"],
  ["provenance", "source"],
  ["provenance", "url"],
  ["provenance", "section"],
  ["scope", "include"],
  ["fix", "rust"],
  ["fix", "type script"],
);
const options = tries(400);

describe("whatever the file looks like", () => {
  test("a value is set and every byte around it stays", () => {
    fc.assert(
      fc.property(claimsText, fc.nat(), paths, values, (file, at, path, value) => {
        const index = at % file.chunks.length;
        const id = file.chunks[index]?.id ?? "";
        const after = edit(file.text, { kind: "set", id, path, value });
        const [above, below] = around(file, index);
        expect(after.startsWith(above) && after.endsWith(below)).toBe(true);
        const { gone } = between(file.text, after);
        expect(gone.split("\n").length).toBeLessThan(8);
        const row = claimTables(after)?.[index];
        const key = path.at(-1) ?? "";
        const table = path[1] === undefined ? row : row?.[path[0] ?? ""];
        // A provenance that is only a source need not be a table.
        const set = isTable(table) ? table[key] : table;
        expect(isSame(set, value)).toBe(true);
        // The same again changes nothing, and the comments within the claim are all there.
        expect(edit(after, { kind: "set", id, path, value })).toBe(after);
        for (const line of comments(file.chunks[index]?.block ?? "")) expect(after).toContain(line);
      }),
      options,
    );
  });

  test("a key that was not there is set and unset, and the file is what it was", () => {
    const fresh = fc.constantFrom(["severity"], ["impact"], ["scope", "include"], ["status"]);
    fc.assert(
      fc.property(claimsText, fc.nat(), fresh, (file, at, path) => {
        const id = file.chunks[at % file.chunks.length]?.id ?? "";
        const after = edit(file.text, { kind: "set", id, path, value: "x" });
        expect(between(file.text, after).gone).toBe("");
        expect(edit(after, { kind: "unset", id, path })).toBe(file.text);
      }),
      options,
    );
  });

  test("an added claim leaves all that was there, and its removal brings that back", () => {
    const fields = { id: "cache-099", subject: "cache/x", fix: { rust: "a\nb" }, value: 1 };
    fc.assert(
      fc.property(claimsText, (file) => {
        const after = edit(file.text, { kind: "add", fields });
        expect(after.startsWith(file.text)).toBe(true);
        const back = edit(after, { kind: "remove", id: "cache-099" });
        expect(back.trimEnd()).toBe(file.text.trimEnd());
      }),
      options,
    );
  });

  test("a removed claim takes its own lines and nothing else", () => {
    fc.assert(
      fc.property(claimsText, fc.nat(), (file, at) => {
        const index = at % file.chunks.length;
        const after = edit(file.text, { kind: "remove", id: file.chunks[index]?.id ?? "" });
        const [above, below] = around(file, index);
        expect(full(after)).toEqual(full(above + below));
        expect(after.length).toBeGreaterThanOrEqual(above.length + below.length - 4);
      }),
      options,
    );
  });

  test("what an editor gives back replaces the claim and nothing else", () => {
    fc.assert(
      fc.property(claimsText, fc.nat(), (file, at) => {
        const index = at % file.chunks.length;
        const id = file.chunks[index]?.id ?? "";
        const block = claimBlock(file.text, id, findRanges) ?? "";
        expect(edit(file.text, { kind: "replace", id, block })).toBe(file.text);
        const after = edit(file.text, { kind: "replace", id, block: `[[claim]]\nid = "${id}"\n` });
        const [above, below] = around(file, index);
        expect(after.startsWith(above.trimEnd())).toBe(true);
        expect(after.endsWith(below)).toBe(true);
      }),
      options,
    );
  });
});

describe("edits by example", () => {
  const file = `# top
[[claim]]   # first
id = "a-001"
tier = 4    # for now
provenance = "The book" # see shelf

# second
[[claim]]
  id = "a-002"
  [claim.scope]
  include = ["src/**"]
`;
  test.each<readonly [string, Edit, string, string]>([
    [
      "a value keeps its comment",
      { kind: "set", id: "a-001", path: ["tier"], value: "spec" },
      "tier = 4    # for now",
      'tier = "spec"    # for now',
    ],
    [
      "a provenance becomes a table",
      { kind: "set", id: "a-001", path: ["provenance", "url"], value: "https://x.org" },
      'provenance = "The book" #',
      'provenance = { source = "The book", url = "https://x.org" } #',
    ],
    [
      "a new key stands in its order",
      { kind: "set", id: "a-001", path: ["category"], value: "safety" },
      "tier = 4    # for now\n",
      'tier = 4    # for now\ncategory = "safety"\n',
    ],
    [
      "indented as its neighbours",
      { kind: "set", id: "a-002", path: ["subject"], value: "a/b" },
      '  id = "a-002"\n',
      '  id = "a-002"\n  subject = "a/b"\n',
    ],
    [
      "in the table that is there",
      { kind: "set", id: "a-002", path: ["scope", "exclude"], value: ["x"] },
      'include = ["src/**"]\n',
      'include = ["src/**"]\n  exclude = ["x"]\n',
    ],
    [
      "a table goes with its last key",
      { kind: "unset", id: "a-002", path: ["scope", "include"] },
      '  [claim.scope]\n  include = ["src/**"]\n',
      "",
    ],
  ])("%s", (_, change, old, now) => {
    expect(edit(file, change)).toBe(file.replace(old, now));
  });

  test.each<readonly [string, string, Edit]>([
    ["an array of claims", 'claim = [{ id = "a-001" }]', { kind: "remove", id: "a-001" }],
    ["no such claim", file, { kind: "remove", id: "a-003" }],
    ["no TOML", "[[claim", { kind: "add", fields: { id: "a-001" } }],
    ["a key twice", file, { kind: "set", id: "a-002", path: ["scope"], value: "x" }],
  ])("%s is refused", (_, text, change) => {
    expect(editClaims(text, [change], findRanges)).toMatchObject({ kind: "refused" });
  });

  test("claims in one array can have their values changed", () => {
    const text = 'claim = [ {id="a-001" , tier=1}, # x\n {id="a-002"} ]';
    expect(edit(text, { kind: "set", id: "a-001", path: ["tier"], value: 2 })).toBe(
      text.replace("tier=1", "tier=2"),
    );
    expect(edit(text, { kind: "set", id: "a-002", path: ["tier"], value: 2 })).toBe(
      text.replace('{id="a-002"}', '{id="a-002", tier = 2}'),
    );
    expect(edit(text, { kind: "unset", id: "a-001", path: ["tier"] })).toBe(
      text.replace(" , tier=1", ""),
    );
  });
});

/** Every comment: no text of `claimsText` holds `#~`. */
function comments(block: string): readonly string[] {
  return [...block.matchAll(/#~.*/g)].map(([comment]) => comment.trimEnd());
}

function full(text: string): readonly string[] {
  return text
    .replace("\uFEFF", "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
}
