/**
 * What a run works with: the configuration, the claims, the extractors and the library models, from the project and
 * from the package. A flag stands above the configuration, the configuration above the default.
 */
import { resolve } from "node:path";
import { loadClaims } from "../load/claims.ts";
import { didYouMean } from "../load/closest.ts";
import { diagnostic } from "../load/codes.ts";
import { loadConfig } from "../load/config.ts";
import { loadExtractor } from "../load/extractor.ts";
import { loadLibrary } from "../load/library.ts";
import type { Claim } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { Config } from "../model/config.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Extractor } from "../model/extractor.ts";
import { openBuiltins } from "./builtins.ts";
import type { Models } from "./builtins.ts";
import { errorCode } from "./host.ts";
import type { FileKind, Host } from "./host.ts";
import { below, resolveConfigured } from "./project.ts";
import { readFolders, readLoaded } from "./toml-files.ts";
import type { TomlFile } from "./toml-files.ts";

/** What flags chose; paths are relative to the working directory. */
export interface Choice {
  readonly claims?: string;
  readonly corpus?: readonly string[];
  readonly packs?: readonly string[];
  readonly extractors?: readonly string[];
  readonly config?: string;
}

export interface ChosenClaims {
  readonly claims: readonly Claim[];
  /** Nothing was chosen and the project has none: the `cache` corpus stands in. */
  readonly isDefault: boolean;
}

const CONFIG = ".aphoria/config.toml";
const CLAIMS = ".aphoria/claims.toml";
const FROM_CONFIG = `${CONFIG} names it; its paths are relative to the root of the project.`;

export function readConfig(host: Host, root: string, typed?: string): Checked<Config> {
  if (typed !== undefined) return readTyped(host, typed, {}, loadConfig);
  return readOwn(host, root, CONFIG, { absent: {}, broken: {} }, loadConfig);
}

export function readClaims(
  host: Host,
  root: string,
  choice: Choice,
  config: Config,
): Checked<ChosenClaims> {
  const corpora = choice.corpus ?? config.corpus ?? [];
  const own = readOwnClaims(host, root, choice, config);
  const isDefault = own.value === undefined && corpora.length === 0;
  const shipped = (isDefault ? ["cache"] : corpora).map((name) => readCorpus(host, name));
  const claims = new Map<string, Claim>();
  for (const claim of [...shipped.flatMap(({ value }) => value), ...(own.value ?? [])]) {
    claims.set(claim.id, claim);
  }
  const note = isDefault
    ? [diagnostic("claims-missing", { message: "no claims file, so the `cache` corpus is used" })]
    : [];
  return {
    value: { claims: [...claims.values()], isDefault },
    diagnostics: [...note, ...shipped.flatMap((one) => one.diagnostics), ...own.diagnostics],
  };
}

/** Built-in ones of the chosen packs, then the project's own, which replace built-in ones of the same id. */
export function readExtractors(
  host: Host,
  root: string,
  choice: Choice,
  config: Config,
): Checked<readonly Extractor[]> {
  const packs = choice.packs ?? config.packs ?? PACKS;
  const builtIn = packs.map((pack) => openBuiltins(host).extractors(pack));
  const configured = (config.extractors ?? []).map((named) => configuredFolder(host, root, named));
  const folders = [
    ownFolder(host, root, ".aphoria/extractors"),
    ...configured,
    ...(choice.extractors ?? []).map((named) => typedFolder(host, named)),
  ];
  const own = folders.map(({ value, diagnostics }) => {
    const read =
      value === undefined
        ? nothing
        : readFolders(host, [value], (text, { shown }) => loadExtractor(text, shown, "project"));
    return { value: read.value, diagnostics: [...diagnostics, ...read.diagnostics] };
  });
  // The project's own folder may wait for its first; one that somebody names is meant to hold some.
  const named = [...(config.extractors ?? []), ...(choice.extractors ?? [])];
  const empty = named.flatMap((path, at) => {
    const part = own[at + 1];
    if (part === undefined || part.value.length > 0 || part.diagnostics.length > 0) return [];
    const message = "the folder holds no extractor, so nothing of it runs";
    return [diagnostic("extractors-none", { message, path })];
  });
  const merged = replaceById(
    builtIn.flatMap(({ value }) => value),
    own.flatMap(({ value }) => value),
    "extractor",
  );
  const parts = [...builtIn, ...own, merged, { diagnostics: empty }];
  return { value: merged.value, diagnostics: parts.flatMap((part) => part.diagnostics) };
}

export function readModels(host: Host, root: string): Checked<Models> {
  const builtIn = openBuiltins(host).models();
  const folder = ownFolder(host, root, ".aphoria/libraries");
  const folders = folder.value === undefined ? [] : [folder.value];
  const own = readFolders(host, folders, (text, { shown }) => loadLibrary(text, shown));
  const merged = replaceById(builtIn.value.libraries, own.value, "library");
  return {
    value: { libraries: merged.value, dialects: builtIn.value.dialects },
    diagnostics: [folder, builtIn, own, merged].flatMap((part) => part.diagnostics),
  };
}

/** The names of the corpora that ship. */
export function corpusNames(host: Host): readonly string[] {
  return openBuiltins(host).corpusNames();
}

const nothing = { value: [], diagnostics: [] } as const;

/** Undefined when the project has no claims file and none was named. */
function readOwnClaims(
  host: Host,
  root: string,
  choice: Choice,
  config: Config,
): Checked<readonly Claim[] | undefined> {
  if (choice.claims !== undefined) return readTyped(host, choice.claims, [], loadClaims);
  if (config.claims === undefined) {
    return readOwn(host, root, CLAIMS, { absent: undefined, broken: [] }, loadClaims);
  }
  const { value: path, diagnostics } = resolveConfigured(host, root, config.claims, CONFIG);
  if (path === undefined) return { value: [], diagnostics };
  if (!isThere(host, path)) {
    const message = "there is no such file";
    const missing = { message, path: config.claims, help: FROM_CONFIG };
    return { value: [], diagnostics: [diagnostic("path-not-found", missing)] };
  }
  return readLoaded(host, { path, shown: config.claims }, [], loadClaims);
}

/** A corpus by its name, or by the path of a file. */
export function readCorpus(host: Host, name: string): Checked<readonly Claim[]> {
  if (/[/\\]|\.toml$/.test(name)) return readTyped(host, name, [], loadClaims);
  const names = corpusNames(host);
  if (names.includes(name)) return openBuiltins(host).corpus(name);
  const message = `there is no corpus \`${name}\`${didYouMean(name, names)}`;
  const help = `The corpora are ${names.join(", ")}; a file is named by a path that ends in .toml.`;
  return { value: [], diagnostics: [diagnostic("unknown-flag-value", { message, help })] };
}

/** A file of the project that need not be there, and that no link may lead out of it. */
function readOwn<T, Absent>(
  host: Host,
  root: string,
  shown: string,
  { absent, broken }: { readonly absent: Absent; readonly broken: T },
  load: (text: string, path: string) => Checked<T>,
): Checked<T | Absent> {
  if (!isThere(host, below(root, shown))) return { value: absent, diagnostics: [] };
  const { value: path, diagnostics } = resolveConfigured(host, root, shown, shown);
  return path === undefined
    ? { value: broken, diagnostics }
    : readLoaded(host, { path, shown }, broken, load);
}

function readTyped<T>(
  host: Host,
  typed: string,
  missing: T,
  load: (text: string, path: string) => Checked<T>,
): Checked<T> {
  return readLoaded(host, { path: resolve(host.cwd, typed), shown: typed }, missing, load);
}

/** The project's own replace built-in ones and say so; the same id twice among the project's own is an error. */
function replaceById<T extends { readonly id: string; readonly origin: string }>(
  builtIn: readonly T[],
  own: readonly T[],
  kind: "extractor" | "library",
): Checked<readonly T[]> {
  const known = new Map(builtIn.map((one) => [one.id, one]));
  const seen = new Map<string, T>();
  const diagnostics: Diagnostic[] = [];
  for (const one of own) {
    const first = seen.get(one.id);
    if (first !== undefined) {
      const message = `\`${one.id}\` is the id of ${first.origin} too`;
      diagnostics.push(diagnostic("duplicate-id", { message, path: one.origin }));
      continue;
    }
    if (known.has(one.id)) {
      const code = kind === "extractor" ? "extractor-replaced" : "library-replaced";
      const message = `replaces the built-in \`${one.id}\``;
      diagnostics.push(diagnostic(code, { message, path: one.origin }));
    }
    seen.set(one.id, one);
  }
  return { value: [...builtIn.filter(({ id }) => !seen.has(id)), ...seen.values()], diagnostics };
}

function ownFolder(host: Host, root: string, shown: string): Checked<TomlFile | undefined> {
  if (!isThere(host, below(root, shown))) return { value: undefined, diagnostics: [] };
  const { value: path, diagnostics } = resolveConfigured(host, root, shown, shown);
  return { value: path === undefined ? undefined : { path, shown }, diagnostics };
}

function configuredFolder(host: Host, root: string, named: string): Checked<TomlFile | undefined> {
  const { value: path, diagnostics } = resolveConfigured(host, root, named, CONFIG);
  if (path === undefined) return { value: undefined, diagnostics };
  if (!isThere(host, path)) return noFolder(named, FROM_CONFIG);
  return { value: { path, shown: named }, diagnostics };
}

function typedFolder(host: Host, named: string): Checked<TomlFile | undefined> {
  const path = resolve(host.cwd, named);
  if (!isThere(host, path)) return noFolder(named);
  if (kindOf(host, path) === "file") {
    const message = "is a file, not a folder of extractors";
    const help = "Name the folder that it lies in.";
    return {
      value: undefined,
      diagnostics: [diagnostic("path-unreadable", { message, path: named, help })],
    };
  }
  return { value: { path, shown: named }, diagnostics: [] };
}

function noFolder(named: string, help?: string): Checked<undefined> {
  const message = "there is no such folder";
  const problem = diagnostic("path-not-found", { message, path: named, help });
  return { value: undefined, diagnostics: [problem] };
}

function kindOf(host: Host, path: string): FileKind | undefined {
  try {
    return host.stat(path)?.kind;
  } catch (error) {
    if (errorCode(error) === "") throw error;
    return undefined;
  }
}

function isThere(host: Host, path: string): boolean {
  try {
    return host.lstat(path) !== undefined;
  } catch (error) {
    if (errorCode(error) === "") throw error;
    // Whoever reads it will say why it cannot be read.
    return true;
  }
}
