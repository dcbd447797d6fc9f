/** A corpus as a whole: its claims, and what code they are about. By its name, or by the path of its file. */
import { resolve } from "node:path";
import { loadDomain } from "../load/domain.ts";
import type { Claim } from "../model/claim.ts";
import type { Checked } from "../model/diagnostic.ts";
import type { Corpus, Domain } from "../model/domain.ts";
import { openBuiltins } from "./builtins.ts";
import type { Host } from "./host.ts";
import { readCorpus } from "./inputs.ts";
import { readLoaded } from "./toml-files.ts";

export function readWholeCorpus(host: Host, name: string): Checked<Corpus<Claim>> {
  const { value: claims, diagnostics } = readCorpus(host, name);
  const domain = readDomain(host, name);
  return { value: { name, claims, ...(domain !== undefined && { domain }) }, diagnostics };
}

/** What is wrong with a file was said where its claims were read. */
function readDomain(host: Host, name: string): Domain | undefined {
  const { corpusNames, domain } = openBuiltins(host);
  if (corpusNames().includes(name)) return domain(name);
  const file = { path: resolve(host.cwd, name), shown: name };
  return readLoaded(host, file, undefined, loadDomain).value;
}
