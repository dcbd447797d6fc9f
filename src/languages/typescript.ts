/** TypeScript and JavaScript, with JSX and without. */
import type { SourceFile } from "../model/source.ts";
import type { Module, Stmt } from "../model/syntax.ts";
import { adopt } from "../model/children.ts";
import type { LanguageSupport, SyntaxNode } from "./language.ts";
import { readComments } from "./typescript/comments.ts";
import { lowerExpression } from "./typescript/expressions.ts";
import { kindOf, setAside, toPart, type Lowering } from "./typescript/parts.ts";
import { lowerStatements, lowerStatementsIn, takeStrays } from "./typescript/statements.ts";
import { isTestPath } from "./typescript/test-path.ts";

/** The language family of `.ts`, `.tsx`, `.js` and their relatives. */
export const typescript: LanguageSupport = {
  id: "typescript",
  extensions: {
    ".ts": "TypeScript",
    ".mts": "TypeScript",
    ".cts": "TypeScript",
    ".tsx": "Tsx",
    ".js": "Tsx",
    ".jsx": "Tsx",
    ".mjs": "Tsx",
    ".cjs": "Tsx",
  },
  grammars: ["TypeScript", "Tsx"],
  commentKinds: ["comment", "html_comment"],
  itemKinds: [
    "abstract_class_declaration",
    "abstract_method_signature",
    "ambient_declaration",
    "class_declaration",
    "do_statement",
    "enum_assignment",
    "enum_declaration",
    "export_statement",
    "expression_statement",
    "for_in_statement",
    "for_statement",
    "function_declaration",
    "function_signature",
    "generator_function_declaration",
    "if_statement",
    "import_alias",
    "import_statement",
    "interface_declaration",
    "internal_module",
    "labeled_statement",
    "lexical_declaration",
    "method_definition",
    "method_signature",
    "module",
    "pair",
    "property_signature",
    "public_field_definition",
    "return_statement",
    "switch_case",
    "switch_default",
    "switch_statement",
    "throw_statement",
    "try_statement",
    "type_alias_declaration",
    "variable_declaration",
    "while_statement",
  ],
  lower,
  isTestPath,
};

function lower(root: SyntaxNode, file: SourceFile): Module {
  const lowering: Lowering = {
    text: file.text,
    errors: [],
    opaque: [],
    strays: [],
    depth: 0,
    expression: (part) => lowerExpression(lowering, part),
    statements: (parts) => lowerStatements(lowering, parts),
    body: (block) => lowerStatementsIn(lowering, block),
  };
  const body = lowerRoot(lowering, root);
  adopt(body);
  return {
    path: file.path,
    language: "typescript",
    body,
    comments: readComments(file.text, lowering.opaque),
    errors: lowering.errors.sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

/** A file of which nothing can be read has an error as its root. */
function lowerRoot(lowering: Lowering, node: SyntaxNode): Stmt[] {
  const root = toPart(node);
  if (kindOf(root) === "ERROR") setAside(lowering, root);
  const body = kindOf(root) === "ERROR" ? [] : lowering.body(root);
  return [...body, ...takeStrays(lowering)];
}
