/** Why nothing looks for a claim in some language: `extractors/not-detected.toml`, where each such place has its reason. */
import { readFileSync } from "node:fs";
import { parseToml } from "../src/load/toml.ts";
import type { Language } from "../src/model/source.ts";
import { packageFolder } from "../src/io/version.ts";
import { join } from "node:path";

interface Reason {
  readonly id: string;
  readonly why: string;
  readonly languages?: readonly Language[];
}

/** Throws where a claim is not looked for and nobody has said why: the page would leave the reader to guess. */
export function whyNot(): (id: string, languages: readonly Language[]) => string {
  const path = "extractors/not-detected.toml";
  const table = parseToml(readFileSync(join(packageFolder(), path), "utf8"), path).value?.table;
  const reasons = (table?.claim ?? []) as unknown as readonly Reason[];
  return (id, languages) => {
    const reason = reasons.find(
      (one) =>
        one.id === id && languages.every((language) => one.languages?.includes(language) ?? true),
    );
    if (reason === undefined)
      throw new Error(`${path} does not say why not: ${id} in ${languages.join(", ")}`);
    return reason.why;
  };
}
