/**
 * The regular expression of a claim, tried on what the code says. Both come from projects that may be hostile, so it runs in
 * a context of its own under a time limit: V8 interrupts an expression there.
 */
import vm from "node:vm";

/** Milliseconds for all texts of one observation. */
const LIMIT_MS = 200;

const SCRIPT = "texts.every((text) => new RegExp(source).test(text))";

let compiled: vm.Script | undefined;
let context: { texts: readonly string[]; source: string } | undefined;

/** Whether every text matches; `late` where that took too long to find out, `broken` where it does not compile. */
export function allMatch(texts: readonly string[], source: string): boolean | "late" | "broken" {
  compiled ??= new vm.Script(SCRIPT);
  context ??= vm.createContext({ texts, source }) as typeof context & object;
  Object.assign(context, { texts, source });
  try {
    return compiled.runInContext(context, { timeout: LIMIT_MS }) === true;
  } catch (error) {
    return isTimeout(error) ? "late" : "broken";
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
