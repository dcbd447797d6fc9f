/** The calls and settings of a piece of code, outermost first, for proposing patterns. */
import { fileOf } from "./candidates.ts";
import { supportOf } from "./languages/registry.ts";
import { walk } from "./model/children.ts";
import type { Constant } from "./model/constant.ts";
import type { Language } from "./model/source.ts";
import type { Node } from "./model/syntax.ts";
import { parseText } from "./parse/parse.ts";
import type { Form } from "./scaffold/draft.ts";
import { formsOfCall, formsOfSetting } from "./scaffold/propose.ts";

const ENDINGS: Readonly<Record<Language, string>> = {
  typescript: ".ts",
  rust: ".rs",
  python: ".py",
};

/** Code that cannot stand alone, such as one line of a function, is put into one. */
export function readable(language: Language, code: string): string {
  if (!isBroken(language, code)) return code;
  const indented = code.trim().replaceAll(/^/gm, "    ");
  const last = /[;}]$/.test(code.trim()) ? "" : ";";
  const wrapped = {
    rust: [
      `pub async fn example() {\n${indented}${last}\n}\n`,
      `pub fn example() {\n    let example = Example {\n${indented}\n    };\n}\n`,
    ],
    typescript: [
      `export async function example() {\n${indented}\n}\n`,
      `export const example = {\n${indented}\n};\n`,
    ],
    python: [`async def example():\n${indented}\n`],
  };
  return wrapped[language].find((text) => !isBroken(language, text)) ?? code;
}

export function isBroken(language: Language, code: string): boolean {
  return lowered(language, code).errors.length > 0;
}

/** Patterns for each call and setting of the code. */
export function proposeForms(language: Language, code: string, value: Constant): readonly Form[] {
  const forms: Form[] = [];
  const text = (node: { readonly start: number; readonly end: number }) =>
    code.slice(node.start, node.end);
  for (const statement of lowered(language, code).body) {
    walk(statement, (node: Node) => {
      if (node.kind === "call" && !node.macro && node.named.length === 0) {
        const args = node.args.map((arg) => ({
          text: text(arg),
          isLiteral: arg.kind === "literal",
        }));
        const name = text(node.callee).replace(/^new\s+/, "");
        forms.push(
          ...formsOfCall({ function: node.isNew ? `new ${name}` : name, arguments: args }, value),
        );
      }
      if (node.kind === "record") {
        for (const { key, value: given } of node.entries) {
          if (key !== undefined)
            forms.push(...formsOfSetting({ name: key, value: text(given) }, value));
        }
      }
      return undefined;
    });
  }
  return forms.filter(({ text: one }) => !/[\n]/.test(one));
}

function lowered(language: Language, code: string) {
  const file = fileOf(`example${ENDINGS[language]}`, code);
  return supportOf(language).lower(parseText(code, file.grammar ?? language), file, parseText);
}
