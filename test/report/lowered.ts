/** Real modules for tests, by the name of the file. */
import { python } from "../../src/languages/python.ts";
import { rust } from "../../src/languages/rust.ts";
import { typescript } from "../../src/languages/typescript.ts";
import type { Module } from "../../src/model/syntax.ts";
import { parseText } from "../../src/parse/parse.ts";

const SUPPORT = {
  ts: { support: typescript, grammar: "TypeScript", language: "typescript" },
  tsx: { support: typescript, grammar: "Tsx", language: "typescript" },
  rs: { support: rust, grammar: "rust", language: "rust" },
  py: { support: python, grammar: "python", language: "python" },
} as const;

export function lower(path: string, text: string): Module {
  const ending = path.split(".").at(-1) as keyof typeof SUPPORT;
  const { support, grammar, language } = SUPPORT[ending];
  const file = { path, text, language, grammar };
  return support.lower(parseText(text, grammar), file, parseText);
}
