import { describe, expect, test } from "vitest";
import { hashOf, seal, unseal } from "../../src/cache/seal.ts";
import {
  digestOf,
  hashRead,
  readSteps,
  walkAgain,
  writeSteps,
  type Look,
  type Step,
} from "../../src/cache/trail.ts";

const BEGAN = 1_000_000;
const OLD: Look = { size: 3, mtime: 1000.25, ctime: 1000.5, inode: 7 };

function step(path: string, text: string | undefined, look: Look | undefined = OLD): Step {
  return { path, look, hash: text === undefined ? "" : hashOf(text), isUsed: true };
}

function walk(steps: readonly Step[], files: Readonly<Record<string, readonly [Look, string]>>) {
  const read: string[] = [];
  const walked = walkAgain(
    { steps, began: BEGAN },
    (path) => files[path]?.[0],
    (path) => {
      read.push(path);
      return hashOf(files[path]?.[1] ?? "");
    },
  );
  return { changed: walked.changed, read };
}

describe("a trail", () => {
  test("a file that looks the same is not read", () => {
    expect(walk([step("a", "old")], { a: [OLD, "new"] })).toEqual({ changed: [], read: [] });
  });

  test("one that was touched is read, and is the same", () => {
    const touched = { ...OLD, mtime: 2000 };
    expect(walk([step("a", "old")], { a: [touched, "old"] })).toEqual({ changed: [], read: ["a"] });
    expect(walk([step("a", "old")], { a: [touched, "new"] }).changed).toEqual(["a"]);
  });

  test("a change of the inode or of the time of change alone is noticed: cp -p, touch -r", () => {
    expect(walk([step("a", "old")], { a: [{ ...OLD, inode: 8 }, "new"] }).changed).toEqual(["a"]);
    expect(walk([step("a", "old")], { a: [{ ...OLD, ctime: 1001 }, "new"] }).changed).toEqual([
      "a",
    ]);
  });

  test("one that was changed right before the run is read again, however it looks (git's racy rule)", () => {
    const racy = { ...OLD, mtime: BEGAN - 1 };
    expect(walk([step("a", "old", racy)], { a: [racy, "new"] })).toEqual({
      changed: ["a"],
      read: ["a"],
    });
    const future = { ...OLD, mtime: BEGAN + 1e9 };
    expect(walk([step("a", "old", future)], { a: [future, "old"] })).toEqual({
      changed: [],
      read: ["a"],
    });
  });

  test("what was absent and came, and what went, is a change", () => {
    const absent: Step = { path: "a", look: undefined, hash: "", isUsed: true };
    expect(walk([absent], {}).changed).toEqual([]);
    expect(walk([absent], { a: [OLD, ""] }).changed).toEqual(["a"]);
    expect(walk([step("a", "old")], {}).changed).toEqual(["a"]);
  });

  test("a step of another machine says nothing of looks, so only what a file holds counts", () => {
    const theirs: Step = { ...step("a", "old"), look: undefined };
    expect(walk([theirs], { a: [OLD, "old"] })).toEqual({ changed: [], read: ["a"] });
    expect(walk([theirs], { a: [OLD, "new"] }).changed).toEqual(["a"]);
    expect(walk([theirs], {}).changed).toEqual(["a"]);
  });

  test("what cannot be read proves nothing", () => {
    const unread: Step = { path: "a", look: OLD, hash: hashRead(undefined), isUsed: true };
    const walked = walkAgain(
      { steps: [unread], began: BEGAN },
      () => ({ ...OLD, ctime: 1 }),
      () => hashRead(undefined),
    );
    expect(walked.changed).toEqual(["a"]);
  });

  test("has no digest while something in it is racy", () => {
    const racy = { ...OLD, ctime: BEGAN };
    expect(digestOf([["a", OLD]], BEGAN)).toBe(digestOf([["a", { ...OLD }]], BEGAN));
    expect(digestOf([["a", OLD]], BEGAN)).not.toBe(digestOf([["a", { ...OLD, size: 4 }]], BEGAN));
    expect(digestOf([["a", racy]], BEGAN)).toBeUndefined();
  });

  test("comes back as it was written", () => {
    const steps = [
      step("a\nb", "x"),
      step("c d", undefined, undefined),
      { ...step("é", "y"), isUsed: false },
    ];
    steps[1] = { path: "c d", look: undefined, hash: "", isUsed: true };
    expect(readSteps(writeSteps(steps))).toEqual(steps);
    expect(readSteps("")).toEqual([]);
  });
});

describe("a seal", () => {
  test("opens with the text that it was made with, and with no other", () => {
    const sealed = seal(Buffer.from("requirepass hunter2"), "the file's text");
    expect(unseal(sealed, "the file's text")?.toString()).toBe("requirepass hunter2");
    expect(unseal(sealed, "the file's next text")).toBeUndefined();
    expect(sealed.includes("hunter2")).toBe(false);
    expect(seal(Buffer.from("requirepass hunter2"), "the file's text")).toEqual(sealed);
  });

  test("a changed byte does not open", () => {
    const sealed = seal(Buffer.from("abc"), "t");
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(unseal(sealed, "t")).toBeUndefined();
    expect(unseal(Buffer.alloc(3), "t")).toBeUndefined();
  });
});
