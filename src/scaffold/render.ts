/** An extractor's TOML, as somebody would have written it. */
import { formatConstant } from "../load/units.ts";
import { isDuration, isSize } from "../model/constant.ts";
import type { Constant } from "../model/constant.ts";
import type { Way } from "../model/extractor.ts";
import type { Draft, DraftMatch, DraftTest } from "./draft.ts";

export function renderDraft(draft: Draft, comments: readonly string[]): string {
  const { id, title, subject, predicate, languages, status, limits, when } = draft;
  const gate = when === undefined ? [] : gateOf(when);
  const head = [
    ...comments
      .flatMap((comment) => comment.split("\n"))
      .map((line) => `# ${printable(line)}`.trimEnd()),
    pair("id", id),
    pair("title", title),
    pair("subject", subject),
    pair("predicate", predicate),
    pair("languages", languages),
    ...(status === "draft" ? [`${pair("status", status)}                # no scan runs it`] : []),
    ...(limits === undefined ? [] : [pair("limits", limits)]),
    ...(gate.length === 0 ? [] : ["", "[when]", ...gate.map(([key, list]) => pair(key, list))]),
  ];
  const parts = [head.join("\n"), ...draft.matches.map(matchText), ...draft.tests.map(testText)];
  return `${parts.join("\n\n")}\n`;
}

/** How a way reads on one line. */
export function wayText(way: Way): string {
  switch (way.kind) {
    case "regex":
      return `regex ${way.regex}${way.flags === "" ? "" : ` (flags ${way.flags})`}`;
    case "rule": {
      const { pattern } = way.rule;
      const isPlain = Object.keys(way.rule).length === 1 && typeof pattern === "string";
      return isPlain ? `pattern ${pattern}` : `rule ${literal(way.rule)}`;
    }
    case "config":
      return `config ${literal(way.asked)}`;
    case "call":
      return `call ${literal(way.asked)}`;
    case "idiom":
      return `idiom ${literal({ kind: way.idiom, ...way.asked })}`;
  }
}

function matchText(match: DraftMatch): string {
  const { value, unit, where, message, confidence, languages } = match;
  return [
    "[[match]]",
    pair("value", plain(value)),
    ...wayLines(match.way),
    ...(unit === undefined ? [] : [pair("unit", unit)]),
    ...(where.length === 0 ? [] : [pair("where", where)]),
    ...(languages === undefined ? [] : [pair("languages", languages)]),
    ...(confidence === "high" ? [] : [pair("confidence", confidence)]),
    ...(message === undefined ? [] : [pair("message", message)]),
  ].join("\n");
}

function wayLines(way: Way): readonly string[] {
  switch (way.kind) {
    case "rule":
      return [
        pair("rule", way.rule),
        ...(way.constraints === undefined ? [] : [pair("constraints", way.constraints)]),
        ...(way.utils === undefined ? [] : [pair("utils", way.utils)]),
      ];
    case "regex":
      return [pair("regex", way.regex), ...(way.flags === "" ? [] : [pair("flags", way.flags)])];
    case "config":
      return [pair("config", way.asked)];
    case "call":
      return [pair("call", way.asked)];
    case "idiom":
      return [pair("idiom", { kind: way.idiom, ...way.asked })];
  }
}

function testText({ language, path, files, code }: DraftTest): string {
  return [
    "[[test]]",
    ...(language === undefined ? [] : [pair("language", language)]),
    ...(path === undefined ? [] : [pair("path", path)]),
    ...(Object.keys(files).length === 0 ? [] : [pair("files", files)]),
    pair("code", code.endsWith("\n") ? code : `${code}\n`),
  ].join("\n");
}

function gateOf({ imports, words, paths }: NonNullable<Draft["when"]>) {
  return Object.entries({ imports, words, paths }).filter(([, list]) => list.length > 0);
}

function pair(key: string, value: unknown): string {
  return `${key} = ${literal(value)}`;
}

/** Durations and sizes as their texts. */
function plain(value: Constant): unknown {
  if (Array.isArray(value)) return value.map((item: Constant) => plain(item));
  return isDuration(value) || isSize(value) ? formatConstant(value) : value;
}

function literal(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map((item: unknown) => literal(item)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${keyText(key)} = ${literal(one)}`);
    return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
  }
  return String(value);
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

/** Backslashes and quotes stay readable where a literal string can hold them. */
function quoted(value: string): string {
  // eslint-disable-next-line no-control-regex
  const isClean = !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(value);
  if (isClean && value.includes("\n") && !/'''|'$/.test(value)) return `'''\n${value}'''`;
  if (isClean && /["\\]/.test(value) && !/['\n\t]/.test(value)) return `'${value}'`;
  return JSON.stringify(value).replaceAll("\u007f", String.raw`\u007F`);
}

/** A comment holds no control characters. */
function printable(line: string): string {
  // eslint-disable-next-line no-control-regex
  return line.replaceAll(/[\u0000-\u001f\u007f]/g, " ");
}
