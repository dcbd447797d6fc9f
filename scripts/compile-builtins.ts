/** The TOML that ships, loaded: what `dist/builtins.json` holds, and what is wrong with it in words. */
import { compileBuiltins as compile } from "../src/io/builtins.ts";
import { nodeHost } from "../src/io/node-host.ts";

export interface Compiled {
  readonly json: string;
  /** A test keeps this empty; a build goes on, as a scan would. */
  readonly problems: readonly string[];
}

export function compileBuiltins(): Compiled {
  const { corpora, domains, extractors, models } = compile(nodeHost());
  const parts = [...Object.values(corpora), ...Object.values(extractors), models];
  const problems = parts
    .flatMap(({ diagnostics }) => diagnostics)
    .map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`);
  return { json: JSON.stringify({ corpora, domains, extractors, models }), problems };
}
