/** Claims files as people write them: odd spacing, comments everywhere, every form that TOML has for a table. */
import fc from "fast-check";

export interface Chunk {
  readonly id: string;
  /** Comments and blank lines above the claim. */
  readonly above: string;
  /** From `[[claim]]` to the end of the last line that belongs to it. */
  readonly block: string;
}

export interface ClaimsText {
  readonly text: string;
  readonly bom: string;
  readonly chunks: readonly Chunk[];
  /** Comments and blank lines at the end. */
  readonly below: string;
}

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const comment = fc.stringMatching(/^#~[ a-z"'=[\]{}#,.\\é✓]{0,20}$/);
const gap = fc.constantFrom("", " ", "  ", "\t");
const trail = fc.oneof(
  fc.constant(""),
  gap,
  comment.map((text) => ` ${text}`),
);
/** A line of its own that means nothing. */
const trivia = fc.oneof(
  gap,
  fc.tuple(gap, comment).map((parts) => parts.join("")),
);
const someTrivia = fc.array(trivia, { maxLength: 3 });

const text = fc.oneof(
  fc.stringMatching(/^[ -!#-[\]-}]{1,24}$/).map((one) => `"${one}"`),
  fc.stringMatching(/^[ -&(-}]{1,24}$/).map((one) => `'${one}'`),
  fc.constantFrom(
    '"a \\"quoted\\" # one"',
    '"""\nseveral\n# lines = 1\n[[claim]]\n"""',
    "'''x\n\n'y'\n'''",
  ),
);
const list = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .chain((words) =>
    fc.constantFrom(
      `[${words.map((one) => `"${one}"`).join(", ")}]`,
      `[\n  #~ why\n${words.map((one) => `  '${one}', #~ ${one}\n`).join("")}]`,
    ),
  );

interface Key {
  readonly lines: readonly string[];
  readonly tables: readonly (readonly string[])[];
}

const line = (key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(gap, gap, gap, value, trail)
    .map(
      ([indent, left, right, literal, end]) => `${indent}${key}${left}=${right}${literal}${end}`,
    );

const provenance = fc.oneof(
  line("provenance", text).map((one): Key => ({ lines: [one], tables: [] })),
  line("provenance.source", text).map((one): Key => ({ lines: [one], tables: [] })),
  fc
    .tuple(line("provenance", fc.constant("{source='a' , section = \"b\"}")))
    .map(([one]): Key => ({ lines: [one], tables: [] })),
  fc
    .tuple(line("source", text), line("url", fc.constant('"https://example.org/#x"')), trail)
    .map(([source, url, end]): Key => ({
      lines: [],
      tables: [[`[claim.provenance]${end}`, source, url]],
    })),
);

const fix = fc.oneof(
  fc.constant<Key>({ lines: [], tables: [] }),
  fc.tuple(gap, line("rust", text), comment).map(([indent, rust, note]): Key => ({
    lines: [],
    tables: [[`${indent}[ claim . "fix" ]`, note, rust]],
  })),
  line("fix", fc.constant("{ rust = 'x()' }")).map((one): Key => ({ lines: [one], tables: [] })),
);

const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.option(one, { nil: undefined }).map((given) => (given === undefined ? [] : [given]));

function block(id: string): fc.Arbitrary<readonly string[]> {
  const keys = fc
    .tuple(
      line("id", fc.constantFrom(`"${id}"`, `'${id}'`)),
      line("subject", fc.constantFrom('"cache/ttl"', "'cache/max_size'")),
      line('"predicate"', fc.constant('"required"')),
      line("value", fc.constantFrom("true", "false", "7", '"5s"')),
      line("invariant", text),
      line("consequence", text),
      line("tier", fc.constantFrom("1", '"expert"', "'spec'")),
      line("category", fc.constant('"safety"')),
      optional(line("tags", list)),
      optional(line("scenario", text)),
    )
    .map(([...lines]) => lines.flat())
    .chain((lines) => fc.shuffledSubarray(lines, { minLength: lines.length }));
  return fc
    .tuple(gap, trail, keys, provenance, fix, fc.array(trivia, { maxLength: 4 }))
    .map(([indent, end, lines, from, repair, notes]) => {
      const body = [...lines, ...from.lines, ...repair.lines];
      const woven = body.flatMap((one, at) => (at > 0 ? [...notes.slice(at - 1, at), one] : [one]));
      const tables = [...from.tables, ...repair.tables].flatMap((table) => ["", ...table]);
      return [`${indent}[[claim]]${end}`, ...woven, ...tables];
    });
}

export const claimsText: fc.Arbitrary<ClaimsText> = fc
  .tuple(
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\uFEFF"),
    fc
      .integer({ min: 1, max: 4 })
      .chain((count) =>
        fc.tuple(
          ...Array.from({ length: count }, (_, at) =>
            fc.tuple(someTrivia, block(`cache-00${at + 1}`)),
          ),
        ),
      ),
    someTrivia,
    fc.boolean(),
  )
  .map(([end, bom, claims, last, isClosed]) => {
    const spell = (lines: readonly string[]): string =>
      lines.map((one) => `${one.replaceAll("\n", end)}${end}`).join("");
    const chunks = claims.map(([above, lines], at) => ({
      id: `cache-00${at + 1}`,
      above: spell(above),
      block: spell(lines),
    }));
    const below = isClosed ? spell(last) : spell(last).slice(0, -end.length || undefined);
    const all = chunks.map((chunk) => chunk.above + chunk.block).join("");
    return { text: bom + all + below, bom, chunks, below };
  });
