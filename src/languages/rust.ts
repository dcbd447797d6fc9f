/** Rust for the engine: its files, its grammar, and how its syntax becomes the uniform tree. */
import { adopt } from "../model/children.ts";
import type { SourceFile, Span } from "../model/source.ts";
import type { Module } from "../model/syntax.ts";
import type { LanguageSupport, ParseText, SyntaxNode } from "./language.ts";
import { CHAINS } from "./rust/chains.ts";
import { CLASSES } from "./rust/classes.ts";
import { noteError, spanAt, type Context, type Tables } from "./rust/context.ts";
import { CONTROL } from "./rust/control.ts";
import { EXPRESSIONS } from "./rust/expressions.ts";
import { ITEMS } from "./rust/items.ts";
import { LITERALS } from "./rust/literals.ts";
import { lowerStatements } from "./rust/statements.ts";
import { commentsOf } from "./rust/tokens.ts";

const TABLES: Tables = {
  expressions: new Map([...LITERALS, ...CHAINS, ...EXPRESSIONS, ...CONTROL]),
  items: new Map([...ITEMS, ...CLASSES]),
};

/** How often, in characters, a file's macros may be parsed again in all. */
const REPARSE_FACTOR = 12;

/** Cargo's own folders, and crates whose whole name says that they are there for tests: a crate may be called `speed-test`. */
const TEST_PATH =
  /(?:^|\/)(?:tests|benches|examples|testing|fixtures|e2e|(?:[\w-]+[-_])?(?:acceptance|compile|conformance|e2e|functional|fuzz|integration|regression|smoke|system|ui|unit)[-_]tests?|(?:[\w-]+[-_])?tests?[-_](?:cases?|common|data|fixtures?|harness|helpers?|macros?|programs?|suites?|support|utils?|utilities))\/|(?:^|\/)(?:tests|test_[^/]*|[^/]*_tests?)\.rs$/;

export const rust: LanguageSupport = {
  id: "rust",
  extensions: { ".rs": "rust" },
  grammars: ["rust"],
  commentKinds: ["line_comment", "block_comment"],
  itemKinds: [
    "associated_type",
    "const_item",
    "enum_item",
    "enum_variant",
    "expression_statement",
    "extern_crate_declaration",
    "field_declaration",
    "field_initializer",
    "foreign_mod_item",
    "function_item",
    "function_signature_item",
    "impl_item",
    "let_declaration",
    "macro_definition",
    "macro_invocation",
    "match_arm",
    "mod_item",
    "shorthand_field_initializer",
    "static_item",
    "struct_item",
    "trait_item",
    "type_item",
    "union_item",
    "use_declaration",
  ],
  lower,
  isTestPath: (path) => TEST_PATH.test(path),
};

function lower(root: SyntaxNode, file: SourceFile, parse: ParseText): Module {
  const ctx: Context = {
    text: file.text,
    shift: 0,
    parse,
    tables: TABLES,
    errors: [],
    skipped: [],
    budget: { left: 10_000 + REPARSE_FACTOR * file.text.length },
    macros: 0,
    depth: 0,
    broken: 0,
  };
  if (root.kind() === "ERROR") {
    noteError(ctx, spanAt(ctx, root));
    ctx.broken += 1;
  }
  const body = lowerStatements(ctx, root.namedChildren(), "value");
  adopt(body);
  const errors = outermost([...ctx.errors, ...ctx.skipped]);
  return { path: file.path, language: "rust", body, comments: commentsOf(file.text), errors };
}

/** In order, without repetitions and without spans that lie in others. */
function outermost(errors: readonly Span[]): readonly Span[] {
  const sorted = errors.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let end = -1;
  return sorted.filter((span) => {
    const isNew = span.end > end;
    if (isNew) end = span.end;
    return isNew;
  });
}
