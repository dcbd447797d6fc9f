/** Patterns from examples: the calls and settings of code that breaks a claim, generalised step by step. */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Constant } from "../model/constant.ts";
import { plainMatch } from "./draft.ts";
import type { Form } from "./draft.ts";
import { regexForm, ruleForm } from "./pattern.ts";

/** A call as it stands in an example. */
export interface SeenCall {
  readonly function: string;
  readonly arguments: readonly { readonly text: string; readonly isLiteral: boolean }[];
}

/** `max_size: None`, `ttl = 0`. */
export interface SeenSetting {
  readonly name: string;
  readonly value: string;
}

/** Most general first; which of them tells bad from good, the proof says. */
export function formsOfCall(call: SeenCall, value: Constant): readonly Form[] {
  const heads = headsOf(call.function);
  const holes = call.arguments.map((_, index) => `$${letter(index)}`);
  const kept = call.arguments.map(({ text, isLiteral }, index) =>
    isLiteral ? text : `$${letter(index)}`,
  );
  const lists = [...new Set(["$$$", holes.join(", "), kept.join(", ")])];
  return lists.flatMap((list) =>
    heads.map((head) => ruleForm(`${head}(${list})`, value, "proposed")),
  );
}

/** The same calls without, and with, what makes compliant code compliant: `new LRUCache($$$)` without `max`. */
export function formsWithout(
  form: Form,
  words: readonly string[],
  value: { readonly bad: Constant; readonly good: Constant },
): readonly Form[] {
  if (words.length === 0 || !form.text.endsWith("($$$)")) return [];
  const has = { has: { regex: `^(?:${words.join("|")})$`, stopBy: "end" } };
  const rule = { pattern: form.text };
  return [
    {
      ...form,
      matches: [plainMatch({ kind: "rule", rule: { ...rule, not: has } }, value.bad)],
      compliant: [plainMatch({ kind: "rule", rule: { ...rule, ...has } }, value.good)],
    },
  ];
}

export function formsOfSetting(
  { name, value: text }: SeenSetting,
  value: Constant,
): readonly Form[] {
  const end = /\w$/.test(text) ? String.raw`\b` : "";
  return [settingForm(name, `${escapeRegex(text)}${end}`, value)];
}

/** The setting with a value of the same make, `Some(…)` or a number, before the one with this very value. */
export function formsLikeSetting(setting: SeenSetting, value: Constant): readonly Form[] {
  const head = /^[\w.:]+\(/.exec(setting.value)?.[0];
  const like = /^\d/.test(setting.value) ? String.raw`\d[\w.]*` : head && escapeRegex(head);
  const general = like === undefined ? [] : [settingForm(setting.name, like, value)];
  return [...general, ...formsOfSetting(setting, value)];
}

function settingForm(name: string, text: string, value: Constant): Form {
  return regexForm(String.raw`\b${escapeRegex(name)}\s*[:=]\s*${text}`, "", value, "proposed");
}

/** The receiver is anything, then as written; of a path the last two names, then all. */
function headsOf(text: string): readonly string[] {
  const member = /^[^]*\.([A-Za-z_]\w*(?:::<[^>]*>)?)$/.exec(text)?.[1];
  if (member !== undefined) {
    const isPlain = /^[\w.]+$/.test(text);
    return [`$RECEIVER.${member}`, ...(isPlain ? [text] : [])];
  }
  const path = text.split("::");
  return [...new Set([path.slice(-2).join("::"), text])];
}

function letter(index: number): string {
  return `ARG${index + 1}`;
}
