/** `.aphoria/config.toml`: text to settings. What cannot be read is left out, the rest holds. */
import { FAIL_ON, PACKS, TELEMETRY_MODES, type Config } from "../model/config.ts";
import type { Checked } from "../model/diagnostic.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import { locate, valueProblem, type Problem } from "./problem.ts";
import { readShape } from "./read-shape.ts";
import { flag, list, number, oneOf, optional, table, text } from "./shape.ts";
import { parseToml } from "./toml.ts";
import { parseSize } from "./units.ts";
import { languages } from "./words.ts";

export function loadConfig(source: string, path: string): Checked<Config> {
  const { value: toml, diagnostics } = parseToml(source, path);
  if (toml === undefined) return { value: {}, diagnostics };
  const { partial, problems } = readShape(configShape, toml.table);
  const found = [...problems, ...checkSize(partial.cache?.max_size)];
  return { value: partial, diagnostics: [...diagnostics, ...locate(found, toml, path)] };
}

const cache = table("[cache]", {
  enabled: optional(flag, "Keep what was learnt from unchanged files; default true."),
  dir: optional(text, "Where the cache lies; default .aphoria/cache."),
  max_size: optional(text, 'How large it may grow: "512MiB".'),
});

const telemetry = table("[telemetry]", {
  mode: optional(oneOf(TELEMETRY_MODES), "What is recorded, in the project only."),
});

export const configShape = table("the configuration", {
  corpus: optional(list(text), "Corpora whose claims are added to the project's own."),
  claims: optional(text, "The claims file; default .aphoria/claims.toml."),
  packs: optional(list(oneOf(PACKS)), "Which built-in extractors run; default all."),
  extractors: optional(list(text), "Folders of further extractors."),
  include: optional(list(text), "Globs: only these files are scanned."),
  exclude: optional(list(text), "Globs: these files are not scanned."),
  languages: optional(languages, "Only these languages are scanned."),
  include_tests: optional(flag, "Scan test files too."),
  fail_on: optional(oneOf(FAIL_ON), "The mildest verdict for which a scan exits with 1."),
  min_tier: optional(number({ whole: true, least: 1, most: 5 }), "2 keeps the tiers 1 and 2."),
  min_confidence: optional(oneOf(CONFIDENCES), "The least confidence that is shown."),
  cache: optional(cache, "The cache of observations."),
  telemetry: optional(telemetry, "The record of runs."),
});

function checkSize(size: string | undefined): readonly Problem[] {
  if (size === undefined || parseSize(size) !== undefined) return [];
  const message = "`max_size` must be a size with a unit";
  return [
    valueProblem("bad-value", ["cache", "max_size"], message, 'Write it as "512MiB" or "1GB".'),
  ];
}
