/** The calls and settings of a piece of code, outermost first, for proposing patterns. */
import { fileOf } from "../look/candidates.ts";
import { supportOf } from "../languages/registry.ts";
import { walk } from "../model/children.ts";
import type { Constant } from "../model/constant.ts";
import type { Language } from "../model/source.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import { parseText } from "../parse/parse.ts";
import type { Form } from "../scaffold/draft.ts";
import { formsOfCall, formsOfSetting } from "../scaffold/propose.ts";
import type { SeenCall, SeenSetting } from "../scaffold/propose.ts";

const ENDINGS: Readonly<Record<Language, string>> = {
  typescript: ".ts",
  rust: ".rs",
  python: ".py",
};

/** Code that cannot stand alone, such as one line of a function or one entry of a record, is put where it can. */
export function readable(language: Language, code: string): string {
  const indented = code.trim().replaceAll(/^/gm, "    ");
  const last = /[;}]$/.test(code.trim()) ? "" : ";";
  const wrapped = {
    rust: [
      `pub fn example() {\n    let example = Example {\n${indented}\n    };\n}\n`,
      `pub async fn example() {\n${indented}${last}\n}\n`,
    ],
    typescript: [
      `export const example = {\n${indented}\n};\n`,
      `export async function example() {\n${indented}\n}\n`,
      `export class Example {\n${indented}\n}\n`,
    ],
    python: [`example = {\n${indented}\n}\n`, `async def example():\n${indented}\n`],
  };
  // `size: 3` by itself is a label, or a name with a type.
  const [asEntry = code, ...others] = wrapped[language];
  const choices = isEntry(code) ? [asEntry, code, ...others] : [code, ...others, asEntry];
  return choices.find((text) => !isBroken(language, text)) ?? code;
}

function isEntry(code: string): boolean {
  return /^["']?\w+["']?\s*:(?!:)[^;{]*$/.test(code.trim());
}

export function isBroken(language: Language, code: string): boolean {
  return lowered(language, code).errors.length > 0;
}

/** A call or a setting as it stands in code; `text` is all of it. */
export type SeenPart =
  | ({ readonly kind: "call"; readonly text: string; readonly hasNames: boolean } & SeenCall)
  | ({ readonly kind: "setting"; readonly text: string } & SeenSetting);

/** The calls and settings of the code, outermost first. */
export function partsOf(language: Language, code: string): readonly SeenPart[] {
  const parts: SeenPart[] = [];
  const text = (node: { readonly start: number; readonly end: number }) =>
    code.slice(node.start, node.end);
  const addSetting = (name: string | undefined, value: Expr | undefined): void => {
    if (name === undefined || value === undefined) return;
    const setting = { name, value: text(value) };
    parts.push({ kind: "setting", text: `${name} = ${setting.value}`, ...setting });
  };
  for (const statement of lowered(language, code).body) {
    walk(statement, (node: Node) => {
      if (node.kind === "call" && !node.macro) parts.push(callOf(node, text));
      if (node.kind === "call") for (const { name, value } of node.named) addSetting(name, value);
      if (node.kind === "record") for (const { key, value } of node.entries) addSetting(key, value);
      if (node.kind === "field") addSetting(node.name, node.value);
      return undefined;
    });
  }
  return parts;
}

function callOf(call: Call, text: (node: Node | Call["named"][number]) => string): SeenPart {
  const args = call.args.map((arg) => ({ text: text(arg), isLiteral: arg.kind === "literal" }));
  const named = call.named.map((one) => ({ text: text(one), isLiteral: false }));
  const name = text(call.callee).replace(/^new\s+/, "");
  return {
    kind: "call",
    text: text(call),
    function: call.isNew ? `new ${name}` : name,
    arguments: [...args, ...named],
    hasNames: named.length > 0,
  };
}

/** Patterns for each call and setting of the code. */
export function proposeForms(language: Language, code: string, value: Constant): readonly Form[] {
  return partsOf(language, code)
    .flatMap((part) => {
      if (part.kind === "setting") return formsOfSetting(part, value);
      return part.hasNames ? [] : formsOfCall(part, value);
    })
    .filter(({ text: one }) => !one.includes("\n"));
}

function lowered(language: Language, code: string) {
  const file = fileOf(`example${ENDINGS[language]}`, code);
  return supportOf(language).lower(parseText(code, file.grammar ?? language), file, parseText);
}
