/**
 * Patterns from code that breaks a claim and code that keeps it, where the first holds much that is no violation, such as
 * a whole function. Only what stands in both, changed, can be what the claim is about: the same call with another
 * argument, a call whose name grew by a word (`put`, `put_ttl`), a setting with another value.
 */
import { wordsOf } from "../extract/identifiers.ts";
import type { Language } from "../model/source.ts";
import { partsOf } from "./read-example.ts";
import type { SeenPart } from "./read-example.ts";
import type { Form } from "../scaffold/draft.ts";
import {
  formsLikeSetting,
  formsOfCall,
  formsOfSetting,
  formsWithout,
} from "../scaffold/propose.ts";
import type { SeenCall } from "../scaffold/propose.ts";
import type { Sides } from "../scaffold/sides.ts";

/** Most general first; which of them tells bad from good, the proof says. */
export function changedForms(
  language: Language,
  bad: string,
  good: readonly string[],
  sides: Sides,
): readonly Form[] {
  const kept = good.flatMap((code) => partsOf(language, code));
  const forms = partsOf(language, bad).flatMap((part) => {
    // What compliant code does too breaks nothing.
    if (kept.some((one) => one.text === part.text)) return [];
    return kept.flatMap((one) => formsOf(part, one, sides));
  });
  return [...new Map(forms.map((form) => [JSON.stringify(form.matches), form])).values()];
}

function formsOf(bad: SeenPart, good: SeenPart, sides: Sides): readonly Form[] {
  if (bad.kind === "setting" || good.kind === "setting") {
    if (bad.kind !== "setting" || good.kind !== "setting" || bad.name !== good.name) return [];
    const compliant = formsLikeSetting(good, sides.good).flatMap(({ matches }) => matches);
    return formsOfSetting(bad, sides.bad).map((form) => ({ ...form, compliant }));
  }
  const [one, other] = [lastName(bad.function), lastName(good.function)];
  if (one === other) {
    const known = optionsOf(bad);
    const words = optionsOf(good).filter((word) => !known.includes(word));
    const open = formsOfCall(bad, sides.bad).filter(({ text }) => text.endsWith("($$$)"));
    return [
      ...open.flatMap((form) => formsWithout(form, words.slice(0, MOST_WORDS), sides)),
      ...(bad.arguments.length === good.arguments.length ? [] : withHoles(bad, good, sides)),
    ];
  }
  if (!grewFrom(one, other) && !grewFrom(other, one)) return [];
  const compliant = formsOfCall(good, sides.good).flatMap(({ matches }) => matches);
  return formsOfCall(bad, sides.bad).map((form) => ({ ...form, compliant }));
}

const MOST_WORDS = 6;

/** Names and texts that make an option: `ttl=60`, `{ ttl: 60 }`, `"EX"`. What a variable is called makes none. */
function optionsOf({ text }: SeenPart): readonly string[] {
  const found = text.matchAll(/([A-Za-z_]\w*)\s*(?:=(?!=)|:(?!:))|["']([A-Za-z_]\w*)["']/g);
  return [...new Set([...found].flatMap(([, name, word]) => name ?? word ?? []))];
}

/** `$R.put($ARG1, $ARG2)` against `$R.put($ARG1, $ARG2, $ARG3)`. */
function withHoles(bad: SeenCall, good: SeenCall, sides: Sides): readonly Form[] {
  const isCounted = ({ text }: Form) => !text.endsWith("($$$)");
  const compliant = formsOfCall(good, sides.good)
    .filter(isCounted)
    .flatMap(({ matches }) => matches);
  return formsOfCall(bad, sides.bad)
    .filter(isCounted)
    .map((form) => ({ ...form, compliant }));
}

function lastName(path: string): string {
  return /[A-Za-z_]\w*(?=(?:::<[^>]*>)?$)/.exec(path)?.[0] ?? path;
}

/** `put_ttl` from `put`, `get_async` from `get`. */
function grewFrom(longer: string, shorter: string): boolean {
  const [more, fewer] = [wordsOf(longer), wordsOf(shorter)];
  return (
    fewer.length > 0 && fewer.length < more.length && fewer.every((word) => more.includes(word))
  );
}
