/** Whether a value is a secret that stands in the source. */
import type { Meaning } from "../model/meaning.ts";

export type Secrecy = boolean | "empty" | undefined;

/** What a value says of a secret: it is one, comes from outside (false), is none (`empty`), or may be anything. */
export function secretIn(meaning: Meaning): Secrecy {
  switch (meaning.kind) {
    case "constant":
      if (typeof meaning.value !== "string") return "empty";
      return isSecret(meaning.value) ? true : "empty";
    case "environment": {
      const fallback = meaning.fallback === undefined ? undefined : secretIn(meaning.fallback);
      return fallback === true;
    }
    case "either": {
      const options = meaning.options.map((option) => secretIn(option));
      if (options.includes(true)) return true;
      return options.every((option) => option === "empty")
        ? "empty"
        : options.includes(undefined)
          ? undefined
          : false;
    }
    default:
      return undefined;
  }
}

const PLACEHOLDER =
  /^(<.*>|\(.*\)|\$\{.*\}|\{\{.*\}\}|%\w+%|\$\w+|change[-_ ]?me.*|example|x{3,}|\*+|your[-_ ].*|todo|none|null|undefined|placeholder|redacted|secret_?here|password_?here|n\/?a|-|\.+)$/i;

/** Text that can be a secret: no placeholder, no name of an environment variable, no sentence. */
export function isSecret(text: string): boolean {
  if (text.trim() === "" || PLACEHOLDER.test(text.trim())) return false;
  if (/\s/.test(text.trim())) return false;
  return !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(text);
}

/** True for a password in the address, false where the whole address comes from the environment. */

const PRETEND =
  /^(bearer|token|test|secret|key|dummy|fake|mock|abc|foo|bar|invalid|sample|demo|some|my|anonymous|public|optional)\b|x{4,}|\.\.\.|…|<|your|example|placeholder/i;

/** Text in a header or an address that can be a secret: long enough, and no word of an example. */
export function isCredential(text: string): boolean {
  const word = text.trim();
  return (
    word.length >= 8 &&
    !PRETEND.test(word) &&
    isSecret(word) &&
    /[0-9]|[A-Z].*[a-z]|[a-z].*[A-Z]/.test(word)
  );
}
