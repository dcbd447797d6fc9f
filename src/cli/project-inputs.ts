/** The claims or extractors of the project around the working directory, for commands that list and show them. */
import type { Host } from "../io/host.ts";
import { readClaims, readConfig, readExtractors } from "../io/inputs.ts";
import type { Choice } from "../io/inputs.ts";
import { findProject } from "../io/project.ts";
import type { Claim } from "../model/claim.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Flag, Typed } from "./command.ts";
import { plainJson } from "../report/plain.ts";
import { diagnosticLines } from "./diagnostics.ts";
import { listOf, valueOf } from "./options.ts";
import { PACKS_FLAG } from "./packs-flag.ts";

export const JSON_FLAG: Flag = { name: "json", help: "for programs" };

export const CONFIG_FLAG: Flag = {
  name: "config",
  takes: "FILE",
  help: "instead of .aphoria/config.toml",
};

export const CLAIM_FLAGS: readonly Flag[] = [
  { name: "claims", takes: "FILE", help: "instead of .aphoria/claims.toml" },
  {
    name: "corpus",
    takes: "NAMES",
    isList: true,
    help: "shipped claims to add: cache, httpclient …",
  },
  CONFIG_FLAG,
];

export const EXTRACTOR_FLAGS: readonly Flag[] = [
  { name: "extractors", takes: "DIR", isList: true, help: "a folder of further extractors" },
  CONFIG_FLAG,
];

/** What is held against the code, for commands that scan without reporting. */
export const SCAN_FLAGS: readonly Flag[] = [
  ...CLAIM_FLAGS,
  PACKS_FLAG,
  { name: "extractors", takes: "DIR", isList: true, help: "a folder of further extractors" },
  { name: "claim", takes: "ID", isList: true, help: "only these claims" },
];

export function projectClaims(typed: Typed, host: Host): Checked<readonly Claim[]> {
  const { root } = findProject(host, undefined);
  const choice = chosen(typed);
  const config = readConfig(host, root, choice.config);
  const { value, diagnostics } = readClaims(host, root, choice, config.value);
  return { value: value.claims, diagnostics: [...config.diagnostics, ...diagnostics] };
}

export function projectExtractors(typed: Typed, host: Host): Checked<readonly Extractor[]> {
  const { root } = findProject(host, undefined);
  const choice = chosen(typed);
  const config = readConfig(host, root, choice.config);
  const { value, diagnostics } = readExtractors(host, root, choice, config.value);
  return { value, diagnostics: [...config.diagnostics, ...diagnostics] };
}

/** Says what was wrong with the inputs, and exits with 2 if that was an error. */
export function speakDiagnostics(diagnostics: readonly Diagnostic[], host: Host): void {
  host.stderr.write(
    diagnosticLines(diagnostics)
      .map((line) => `${line}\n`)
      .join(""),
  );
  if (diagnostics.some(({ severity }) => severity === "error")) host.setExitCode(2);
}

export function toJson(value: unknown): string {
  return `${plainJson(JSON.stringify(value, null, 2))}\n`;
}

function chosen(typed: Typed): Choice {
  const claims = valueOf(typed, "claims");
  const config = valueOf(typed, "config");
  const corpus = listOf(typed, "corpus");
  const extractors = listOf(typed, "extractors");
  return {
    ...(claims !== undefined && { claims }),
    ...(config !== undefined && { config }),
    ...(corpus !== undefined && { corpus }),
    ...(extractors !== undefined && { extractors }),
  };
}
