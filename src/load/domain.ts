/** The `[domain]` table of a corpus: what its code is, and what it calls things. */
import type { Domain } from "../model/domain.ts";
import type { Checked } from "../model/diagnostic.ts";
import { readShape } from "./read-shape.ts";
import { listOf, map, list, required, table, text, textLike, withDefault } from "./shape.ts";
import { parseToml } from "./toml.ts";

export const trait = textLike(
  "^[a-z0-9]+(?:-[a-z0-9]+)*$",
  "kebab-case: lower-case words joined by single hyphens, such as network-client",
);

export const domainShape = table("a domain", {
  name: required(
    textLike(
      "^[a-z0-9]+(?:[_-][a-z0-9]+)*$",
      "the first word of the domain's subjects, such as cache",
    ),
    "The first word of its subjects.",
  ),
  traits: listOf(trait, "What code of this domain is: network-client, pooled."),
  words: withDefault(
    map(list(text)),
    {},
    "What the domain calls things, by role; the first word is written, all are recognised.",
  ),
});

/** What is wrong with the file is said where its claims are read. */
export function loadDomain(source: string, path: string): Checked<Domain | undefined> {
  const { value: toml } = parseToml(source, path);
  const raw = toml?.table["domain"];
  const value = raw === undefined ? undefined : readShape(domainShape, raw).value;
  return { value, diagnostics: [] };
}
