import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../src/cache/codec.ts";

describe("plain data as bytes", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.double({ noNaN: true }), (value, number) => {
        expect(decode(encode({ value, number, nothing: undefined }))).toStrictEqual({
          value,
          number,
          nothing: undefined,
        });
      }),
    );
  });

  test("objects whose keys join to the same, or are called like something else", () => {
    const values = [
      {},
      { "": 1 },
      { "a\0b": 1, c: 2 },
      { a: 1, "b\0c": 2 },
      JSON.parse('{ "__proto__": { "x": 1 }, "constructor": 2 }') as unknown,
    ];
    const back = decode(encode(values)) as readonly object[];
    expect(back).toStrictEqual(values);
    expect(Object.getPrototypeOf(back[4])).toBe(Object.prototype);
  });

  test("lone surrogates, large numbers and minus nought too", () => {
    const values = [
      "\uD800",
      "\uDC00x",
      2 ** 53 - 1,
      -(2 ** 53),
      1e300,
      -0,
      Number.MAX_VALUE,
      Infinity,
    ];
    expect(decode(encode(values))).toStrictEqual(values);
  });

  test("keeps links to parents and what stands in two places", () => {
    interface Node {
      name: string;
      parent?: Node;
      children: Node[];
    }
    const shared: Node = { name: "shared", children: [] };
    const root: Node = { name: "root", children: [shared, shared] };
    shared.parent = root;
    const back = decode(encode(root)) as Node;
    expect(back.children[0]).toBe(back.children[1]);
    expect(back.children[0]?.parent).toBe(back);
  });

  test("a changed byte is an error or plain data, never a crash or an endless loop", () => {
    const bytes = encode({ list: [1, 2.5, "three", { four: null }], again: "three" });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        try {
          decode(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });

  test("nothing else is plain data, and no key changes what an object is", () => {
    expect(() => encode({ run: () => 1 })).toThrow(TypeError);
    const hostile = encode({ proto: { polluted: 1 } });
    const at = hostile.indexOf("proto");
    const renamed = Buffer.concat([
      hostile.subarray(0, at),
      Buffer.from("__proto__"),
      hostile.subarray(at + 5),
    ]);
    renamed.writeUInt32LE(hostile.readUInt32LE(0) + 4, 0);
    const { __proto__: own, ...rest } = decode(renamed) as Record<string, unknown>;
    expect([own, rest]).toEqual([{ polluted: 1 }, {}]);
    expect(decode(renamed)).not.toHaveProperty("polluted");
  });
});
