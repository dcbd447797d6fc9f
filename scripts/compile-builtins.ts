/** The TOML that ships, loaded: what `dist/builtins.json` holds. */
import { compileBuiltins as compile } from "../src/io/builtins.ts";
import type { CompiledBuiltins } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";

/** Fails on whatever a diagnostic says: what ships is in order. */
export function compileBuiltins(): CompiledBuiltins {
  const { value, diagnostics } = compile(nodeHost());
  if (diagnostics.length === 0) return value;
  const lines = diagnostics.map(
    ({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`,
  );
  throw new Error(`the built-in TOML is not in order\n${lines.join("\n")}`);
}
