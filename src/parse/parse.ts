/** The parser: the one owner of @ast-grep/napi and its grammars. */
import { parse, registerDynamicLanguage } from "@ast-grep/napi";
import type { MatchNode } from "../languages/language.ts";
import { createRequire } from "node:module";
import v8 from "node:v8";
import vm from "node:vm";

/** Registered when first needed: two grammars cost 10 ms that a TypeScript-only repository need not pay. */
const DYNAMIC: Readonly<Record<string, string>> = {
  rust: "@ast-grep/lang-rust",
  python: "@ast-grep/lang-python",
};

let registered = false;

function register(): void {
  if (registered) return;
  registered = true;
  const require = createRequire(import.meta.url);
  const languages: Record<string, never> = {};
  for (const [name, from] of Object.entries(DYNAMIC)) {
    const loaded = require(from) as { default?: unknown };
    languages[name] = (loaded.default ?? loaded) as never;
  }
  registerDynamicLanguage(languages);
}

/** Parses text with a grammar such as `TypeScript`, `Tsx`, `rust`, `python`. Never throws on bad code. */
export function parseText(text: string, grammar: string): MatchNode {
  if (Object.hasOwn(DYNAMIC, grammar)) register();
  // The package types its nodes by grammar; the uniform interface is a part of what they have.
  return parse(grammar, text).root() as unknown as MatchNode;
}

/**
 * V8 does not see the memory of the parser's trees, so it would let them pile up until the machine stops the
 * process. A forced collection every couple of hundred files keeps it flat.
 */
export function releaseTrees(): void {
  collect ??= exposedCollector();
  collect();
}

let collect: (() => void) | undefined;

function exposedCollector(): () => void {
  v8.setFlagsFromString("--expose-gc");
  const exposed: unknown = vm.runInNewContext("gc");
  return typeof exposed === "function" ? (exposed as () => void) : () => undefined;
}
