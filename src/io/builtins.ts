/**
 * What ships with aphoria: corpora, extractors by pack, library models. A build has them loaded in one JSON file beside
 * the bundle, so that a start does not read and check a hundred files. The folders stay the source: where there is no
 * such file, they are read.
 */
import { fileURLToPath } from "node:url";
import { loadClaims } from "../load/claims.ts";
import { loadDomain } from "../load/domain.ts";
import { loadExtractor } from "../load/extractor.ts";
import { loadDialect, loadLibrary } from "../load/library.ts";
import type { Claim } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { Checked } from "../model/diagnostic.ts";
import type { Domain } from "../model/domain.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Dialect, Library } from "../model/library.ts";
import type { Host } from "./host.ts";
import { below } from "./project.ts";
import { listToml, readFolders, readLoaded } from "./toml-files.ts";
import type { TomlFile } from "./toml-files.ts";
import { packageFolder } from "./version.ts";

export interface Models {
  readonly libraries: readonly Library[];
  readonly dialects: readonly Dialect[];
}

export interface Builtins {
  readonly corpusNames: () => readonly string[];
  /** Of one of the names. */
  readonly corpus: (name: string) => Checked<readonly Claim[]>;
  /** What code that corpus is for. */
  readonly domain: (name: string) => Domain | undefined;
  readonly extractors: (pack: string) => Checked<readonly Extractor[]>;
  readonly models: () => Checked<Models>;
}

/** The file that a build writes: what the folders would have given, diagnostics included. */
export interface CompiledBuiltins {
  readonly corpora: Readonly<Record<string, Checked<readonly Claim[]>>>;
  readonly domains: Readonly<Record<string, Domain>>;
  readonly extractors: Readonly<Record<string, Checked<readonly Extractor[]>>>;
  readonly models: Checked<Models>;
}

const COMPILED = fileURLToPath(new URL("./builtins.json", import.meta.url));
const opened = new WeakMap<Host, Builtins>();

export function openBuiltins(host: Host): Builtins {
  const known = opened.get(host);
  if (known !== undefined) return known;
  const builtins = host.stat(COMPILED) === undefined ? builtinsOfFolders(host) : readCompiled(host);
  opened.set(host, builtins);
  return builtins;
}

function readCompiled(host: Host): Builtins {
  const text = host.readFile(COMPILED).toString("utf8");
  return builtinsOf(JSON.parse(text) as CompiledBuiltins);
}

export function builtinsOfFolders(host: Host): Builtins {
  return {
    corpusNames: () =>
      listToml(host, folder("corpora")).value.map(({ path }) =>
        path.slice(path.lastIndexOf("/") + 1, -".toml".length),
      ),
    corpus: (name) =>
      readLoaded(host, folder(`corpora/${name}.toml`), [], (text, path) =>
        loadClaims(text, path, `corpus:${name}`),
      ),
    domain: (name) => readLoaded(host, folder(`corpora/${name}.toml`), undefined, loadDomain).value,
    extractors: (pack) =>
      readFolders(host, [folder(`extractors/${pack}`)], (text, { shown }) =>
        loadExtractor(text, shown, pack),
      ),
    models: () => readModels(host),
  };
}

/** Everything, for the build. */
export function compileBuiltins(host: Host): CompiledBuiltins {
  const { corpusNames, corpus, domain, extractors, models } = builtinsOfFolders(host);
  return {
    corpora: Object.fromEntries(corpusNames().map((name) => [name, corpus(name)])),
    domains: Object.fromEntries(
      corpusNames().flatMap((name) => {
        const own = domain(name);
        return own === undefined ? [] : [[name, own]];
      }),
    ),
    extractors: Object.fromEntries(PACKS.map((pack) => [pack, extractors(pack)])),
    models: models(),
  };
}

export function builtinsOf({ corpora, domains, extractors, models }: CompiledBuiltins): Builtins {
  return {
    corpusNames: () => Object.keys(corpora),
    corpus: (name) => corpora[name] ?? none,
    domain: (name) => domains[name],
    extractors: (pack) => extractors[pack] ?? none,
    models: () => models,
  };
}

const none = { value: [], diagnostics: [] } as const;

function readModels(host: Host): Checked<Models> {
  const shipped = folder("extractors/libraries");
  const languages = ["typescript", "rust", "python"].map((name) =>
    folder(`extractors/libraries/${name}`),
  );
  const libraries = readFolders(host, languages, (text, { shown }) =>
    loadLibrary(text, shown, "built-in"),
  );
  const dialects = readFolders(host, [shipped], (text, { shown }) => loadDialect(text, shown));
  return {
    value: { libraries: libraries.value, dialects: dialects.value },
    diagnostics: [...libraries.diagnostics, ...dialects.diagnostics],
  };
}

function folder(name: string): TomlFile {
  return { path: below(packageFolder(), name), shown: name };
}
