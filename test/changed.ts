/** Plain data with values that are others, for whatever reads data that anybody may have written. */
import fc from "fast-check";

type Change = readonly [at: readonly number[], value: unknown];

const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    "",
    "\u001b[31m",
    "%",
    "%FF",
    "../../x",
    [],
    {},
    [null],
    [[]],
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }), value),
  { minLength: 1, maxLength: 3 },
);

/** Deep down, texts for texts: most of the data stays what it was. */
export const texts: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.tuple(
    fc.array(fc.nat(40), { minLength: 6, maxLength: 10 }),
    fc.constantFrom(
      "",
      "\u001b]0;owned\u0007",
      "\u202e",
      "a\nb",
      "|",
      "](x)",
      "</script>",
      "../../x",
    ),
  ),
  { minLength: 1, maxLength: 2 },
);

/** Each change takes its way through the keys by number, round and round. */
export function changed(data: unknown, all: readonly Change[]): unknown {
  return all.reduce<unknown>((now, [at, other]) => replaced(now, at, other), data);
}

function replaced(data: unknown, at: readonly number[], other: unknown): unknown {
  const [here, ...rest] = at;
  if (here === undefined || typeof data !== "object" || data === null) return other;
  const keys = Object.keys(data);
  const key = keys[here % Math.max(1, keys.length)];
  if (key === undefined) return other;
  const next = replaced((data as Record<string, unknown>)[key], rest, other);
  return Array.isArray(data)
    ? data.map((one: unknown, index) => (String(index) === key ? next : one))
    : { ...data, [key]: next };
}
