/** Python: how its files are recognised and lowered. The folder beside this file has the parts by topic. */
import { adopt } from "../model/children.ts";
import type { SourceFile } from "../model/source.ts";
import type { Module } from "../model/syntax.ts";
import { spanOf, type LanguageSupport, type SyntaxNode } from "./language.ts";
import { readComments } from "./python/comments.ts";
import { createContext, noteError } from "./python/context.ts";
import { lowerChain } from "./python/expressions.ts";
import { lowerBlock } from "./python/parts.ts";
import { STATEMENTS } from "./python/statements.ts";

const TEST_FOLDER =
  /(?:^|\/)(?:tests?|t|testing|fixtures|e2e|examples?|benchmarks?|integration[_-]tests?)\//;
const TEST_FILE =
  /(?:^|\/)(?:test_[^/]*|bench(?:mark)?_[^/]*|[^/]*_tests?|tests|conftest|settings\/(?:test|testing|ci))\.pyi?$/;

/** Python's grammar, for source files and stubs. */
export const python: LanguageSupport = {
  id: "python",
  extensions: { ".py": "python", ".pyi": "python" },
  grammars: ["python"],
  commentKinds: ["comment"],
  itemKinds: [
    "assert_statement",
    "break_statement",
    "case_clause",
    "class_definition",
    "continue_statement",
    "decorated_definition",
    "delete_statement",
    "elif_clause",
    "else_clause",
    "except_clause",
    "expression_statement",
    "finally_clause",
    "for_statement",
    "function_definition",
    "future_import_statement",
    "global_statement",
    "if_statement",
    "import_from_statement",
    "import_statement",
    "keyword_argument",
    "match_statement",
    "nonlocal_statement",
    "pair",
    "pass_statement",
    "raise_statement",
    "return_statement",
    "try_statement",
    "type_alias_statement",
    "while_statement",
    "with_statement",
  ],
  lower,
  isTestPath: (path) => TEST_FOLDER.test(path) || TEST_FILE.test(path),
};

function lower(root: SyntaxNode, file: SourceFile): Module {
  const context = createContext(file.text, { expression: lowerChain, statements: STATEMENTS });
  // Where hardly anything could be read, the root itself is the error.
  if (root.kind() === "ERROR") {
    noteError(context, spanOf(root));
    context.broken++;
  }
  const body = lowerBlock(context, root);
  adopt(body);
  return {
    path: file.path,
    language: "python",
    body,
    comments: readComments(file.text, context.templates),
    errors: context.errors.toSorted((a, b) => a.start - b.start),
  };
}
