/** Problems with what a TOML file says, by key path, and how they become diagnostics with a line and a column. */
import type { Diagnostic } from "../model/diagnostic.ts";
import { diagnostic, type Code } from "./codes.ts";
import type { KeyPath, Toml } from "./toml.ts";

export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly help?: string;
  readonly at: KeyPath;
  /** Whether the key or its value is to blame. */
  readonly part: "key" | "value";
}

export function locate(problems: readonly Problem[], toml: Toml, path: string): Diagnostic[] {
  return problems.map(({ code, message, help, at, part }) =>
    diagnostic(code, { message, path, help, ...toml.at(at, part) }),
  );
}

/** A problem with the value at a path. */
export function valueProblem(code: Code, at: KeyPath, message: string, help?: string): Problem {
  return { code, message, at, part: "value", ...(help !== undefined && { help }) };
}

/** A problem with the key itself, or with the table at a path. */
export function keyProblem(code: Code, at: KeyPath, message: string, help?: string): Problem {
  return { code, message, at, part: "key", ...(help !== undefined && { help }) };
}
