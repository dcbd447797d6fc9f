/** Which files a scan asks for: what the flags, the configuration and the extractors say together. */
import { matchGlobs } from "../io/globs.ts";
import { saysVersions } from "../load/installed.ts";
import { isManifest } from "../load/manifests.ts";
import { isTestPath, languageOfPath } from "../languages/registry.ts";
import type { Config } from "../model/config.ts";
import type { Extractor } from "../model/extractor.ts";
import type { ServerReader } from "../model/server.ts";
import type { Language } from "../model/source.ts";

interface Asked {
  readonly languages: readonly Language[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeTests?: boolean;
}

export function requestOf(
  options: Asked,
  config: Config,
  extractors: readonly Extractor[],
  servers: ServerReader,
) {
  const languages = new Set(options.languages.length > 0 ? options.languages : config.languages);
  const includeTests = options.includeTests ?? config.include_tests ?? false;
  const globs = extractors.flatMap(({ when }) => when.paths);
  const isExtra = matchGlobs(globs);
  const readsConfig = extractors.some(({ matches }) =>
    matches.some(({ way }) => way.kind === "config"),
  );
  return {
    include: [...(config.include ?? []), ...options.include],
    exclude: [...(config.exclude ?? []), ...options.exclude],
    isSource: (path: string) => {
      const language = languageOfPath(path)?.language;
      return language !== undefined && (languages.size === 0 || languages.has(language));
    },
    isExtra: (path: string) =>
      (globs.length > 0 && isExtra(path)) || (readsConfig && servers.reads(path)),
    isTest: (path: string) => !includeTests && isTestPath(path),
    isManifest: (path: string) => isManifest(path) || saysVersions(path),
    includeTests,
  };
}
