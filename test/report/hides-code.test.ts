import { expect, test } from "vitest";
import { diagnosticInfo } from "../../src/load/codes.ts";
import { hidesCode } from "../../src/report/hides-code.ts";

test("what is said of files that were read only in part, and nothing else", () => {
  expect(Object.keys(diagnosticInfo).filter((code) => hidesCode({ code }))).toEqual([
    "regex-timeout",
    "file-unreadable",
    "file-not-utf8",
    "file-half-observed",
    "file-parse-error",
    "config-parse-error",
    "config-template",
    "config-too-long",
    "line-too-long",
  ]);
});
