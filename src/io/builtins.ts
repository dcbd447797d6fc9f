/**
 * What ships with aphoria: corpora, extractors by pack, library models. A build has them loaded in one JSON file beside
 * the bundle, so that a start does not read and check a hundred files. The folders stay the source: where there is no
 * such file, they are read.
 */
import { fileURLToPath } from "node:url";
import { loadClaims } from "../load/claims.ts";
import { loadExtractor } from "../load/extractor.ts";
import { loadDialect, loadLibrary } from "../load/library.ts";
import type { Claim } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { Checked } from "../model/diagnostic.ts";
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
  corpusNames(): readonly string[];
  /** Of one of the names. */
  corpus(name: string): Checked<readonly Claim[]>;
  extractors(pack: string): Checked<readonly Extractor[]>;
  models(): Checked<Models>;
}

/** The file that a build writes. */
export interface CompiledBuiltins extends Models {
  readonly corpora: Readonly<Record<string, readonly Claim[]>>;
  readonly extractors: Readonly<Record<string, readonly Extractor[]>>;
}

const COMPILED = fileURLToPath(new URL("./builtins.json", import.meta.url));
const opened = new WeakMap<Host, Builtins>();

export function openBuiltins(host: Host): Builtins {
  const known = opened.get(host);
  if (known !== undefined) return known;
  const builtins =
    host.stat(COMPILED) === undefined ? builtinsOfFolders(host) : compiledBuiltins(host);
  opened.set(host, builtins);
  return builtins;
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
    extractors: (pack) =>
      readFolders(host, [folder(`extractors/${pack}`)], (text, { shown }) =>
        loadExtractor(text, shown, pack),
      ),
    models: () => readModels(host),
  };
}

/** Everything, for the build. */
export function compileBuiltins(host: Host): Checked<CompiledBuiltins> {
  const folders = builtinsOfFolders(host);
  const corpora = folders.corpusNames().map((name) => [name, folders.corpus(name)] as const);
  const extractors = PACKS.map((pack) => [pack, folders.extractors(pack)] as const);
  const models = folders.models();
  return {
    value: {
      corpora: Object.fromEntries(corpora.map(([name, { value }]) => [name, value])),
      extractors: Object.fromEntries(extractors.map(([pack, { value }]) => [pack, value])),
      ...models.value,
    },
    diagnostics: [
      ...[...corpora, ...extractors].flatMap(([, { diagnostics }]) => diagnostics),
      ...models.diagnostics,
    ],
  };
}

function compiledBuiltins(host: Host): Builtins {
  const { corpora, extractors, libraries, dialects } = JSON.parse(
    host.readFile(COMPILED).toString("utf8"),
  ) as CompiledBuiltins;
  return {
    corpusNames: () => Object.keys(corpora),
    corpus: (name) => sound(corpora[name] ?? []),
    extractors: (pack) => sound(extractors[pack] ?? []),
    models: () => sound({ libraries, dialects }),
  };
}

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

/** What was compiled had no diagnostics, or the build would have failed. */
function sound<T>(value: T): Checked<T> {
  return { value, diagnostics: [] };
}

function folder(name: string): TomlFile {
  return { path: below(packageFolder(), name), shown: name };
}
