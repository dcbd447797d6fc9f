/** Diagnostics as one line each, for tables: `3:5 unknown-key: a claim has no key …`. */
import type { Checked } from "../../src/model/diagnostic.ts";

export function shown({ diagnostics }: Checked<unknown>): readonly string[] {
  return diagnostics.map(
    ({ line, column, code, message }) => `${line}:${column} ${code}: ${message}`,
  );
}
