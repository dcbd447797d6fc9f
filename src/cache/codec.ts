/**
 * Plain data as bytes and back: syntax trees, with the links from children to parents and parts that stand in two places
 * kept as they are. Reading never runs anything, and bytes that were not written here fail or give plain data: unlike
 * V8's own format it may be read from a place that others can write to, by any version of Node.
 */

const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const UNDEFINED = 3;
const POSITIVE = 4;
const NEGATIVE = 5;
const DOUBLE = 6;
const TEXT = 7;
const LIST = 8;
const OBJECT = 9;
const SEEN = 10;

/** Throws a RangeError for data that nests too deep, and a TypeError for what is no plain data. */
export function encode(value: unknown): Buffer {
  const writer = new Writer();
  const seen = new Map<object, number>();
  const words = new Map<string, number>();
  const shapes = new Map<string, { readonly index: number; readonly keys: readonly string[] }>();
  const shapeWords: number[][] = [];
  const indexOf = (text: string): number => {
    let index = words.get(text);
    if (index === undefined) words.set(text, (index = words.size));
    return index;
  };
  const shapeOf = (keys: readonly string[]): number => {
    const joined = keys.join("\0");
    // What joins to the same need not be the same: no key and an empty one, keys that hold the separator.
    const first = shapes.get(joined);
    const name = first === undefined || isSame(first.keys, keys) ? joined : JSON.stringify(keys);
    let shape = shapes.get(name);
    if (shape === undefined) {
      shapes.set(name, (shape = { index: shapes.size, keys }));
      shapeWords.push(keys.map(indexOf));
    }
    return shape.index;
  };
  const write = (part: unknown): void => {
    if (part === null) return writer.byte(NULL);
    switch (typeof part) {
      case "boolean":
        return writer.byte(part ? TRUE : FALSE);
      case "undefined":
        return writer.byte(UNDEFINED);
      case "number":
        return writer.number(part);
      case "string":
        return writer.tagged(TEXT, indexOf(part));
      case "object":
        return writeObject(part);
      default:
        throw new TypeError(`a ${typeof part} is no plain data`);
    }
  };
  const writeObject = (part: object): void => {
    const at = seen.get(part);
    if (at !== undefined) return writer.tagged(SEEN, at);
    seen.set(part, seen.size);
    if (Array.isArray(part)) {
      writer.tagged(LIST, part.length);
      for (const item of part as readonly unknown[]) write(item);
      return;
    }
    const keys = Object.keys(part);
    writer.tagged(OBJECT, shapeOf(keys));
    for (const key of keys) write((part as Record<string, unknown>)[key]);
  };
  write(value);
  const head = Buffer.from(JSON.stringify({ words: [...words.keys()], shapes: shapeWords }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, writer.bytes()]);
}

/** Throws on bytes that `encode` did not write. */
export function decode(bytes: Buffer): unknown {
  const start = 4 + bytes.readUInt32LE(0);
  const { words, shapes } = JSON.parse(bytes.toString("utf8", 4, start)) as {
    readonly words: readonly string[];
    readonly shapes: readonly (readonly number[])[];
  };
  const keys = shapes.map((shape) => shape.map((index) => words[index] ?? broken()));
  const seen: unknown[] = [];
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++] ?? broken();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const read = (): unknown => {
    switch (bytes[at++]) {
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case UNDEFINED:
        return undefined;
      case POSITIVE:
        return varint();
      case NEGATIVE:
        return -varint();
      case DOUBLE:
        at += 8;
        return bytes.readDoubleLE(at - 8);
      case TEXT:
        return words[varint()] ?? broken();
      case LIST: {
        const length = varint();
        if (length > bytes.length - at) broken();
        const list: unknown[] = [];
        seen.push(list);
        for (let index = 0; index < length; index += 1) list.push(read());
        return list;
      }
      case OBJECT: {
        const shape = keys[varint()] ?? broken();
        const object: Record<string, unknown> = {};
        seen.push(object);
        for (const key of shape) set(object, key, read());
        return object;
      }
      case SEEN: {
        const index = varint();
        return index < seen.length ? seen[index] : broken();
      }
      default:
        return broken();
    }
  };
  const value = read();
  return at === bytes.length ? value : broken();
}

function isSame(these: readonly string[], those: readonly string[]): boolean {
  return these.length === those.length && these.every((key, at) => key === those[at]);
}

/** Whatever its name, it is a property of the object's own, and never its prototype. */
function set(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
}

function broken(): never {
  throw new RangeError("these bytes are not what was written");
}

class Writer {
  #bytes = Buffer.allocUnsafe(1 << 16);
  #size = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#size++] = value;
  }

  tagged(tag: number, value: number): void {
    this.#reserve(12);
    this.#bytes[this.#size++] = tag;
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#size++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#size++] = rest;
  }

  number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      this.tagged(value < 0 ? NEGATIVE : POSITIVE, Math.abs(value));
      return;
    }
    this.#reserve(9);
    this.#bytes[this.#size++] = DOUBLE;
    this.#size = this.#bytes.writeDoubleLE(value, this.#size);
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#bytes.length) return;
    this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
  }
}
