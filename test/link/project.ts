/**
 * Small projects for tests, written as one text: `//- path` (or `#- path`) begins a file. What must be known stands in a
 * comment at the end of the line where it occurs: a sign (`//=`, `#=`, `//>`, `//?` …) and the words.
 */
import { fileOf, learnFrom } from "../../src/look/candidates.ts";
import { compileTextWays } from "../../src/extract/text-ways.ts";
import { builtinsOfFolders } from "../../src/io/builtins.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { indexFiles } from "../../src/link/files.ts";
import { createResolver } from "../../src/link/resolver.ts";
import { isManifest, readManifests } from "../../src/load/manifests.ts";
import { formatConstant } from "../../src/load/units.ts";
import type { Scalar } from "../../src/model/constant.ts";
import type { Meaning, Resolver } from "../../src/model/meaning.ts";
import type { Module } from "../../src/model/syntax.ts";
import { parseText } from "../../src/parse/parse.ts";

export const MODELS = builtinsOfFolders(nodeHost()).models().value;

export interface Mark {
  readonly module: Module;
  readonly line: number;
  readonly said: string;
}

export interface Project {
  readonly resolver: Resolver;
  readonly modules: readonly Module[];
  /** The comments with this sign, in order. */
  marks(sign: string): readonly Mark[];
  lineOf(module: Module, offset: number): number;
}

export function openProject(text: string): Project {
  const texts = splitFiles(text);
  const sources = [...texts].filter(([path]) => !isManifest(path));
  const byPath = new Map(sources.map(([path, code]) => [path, lowered(path, code)]));
  const modules = [...byPath.values()];
  const resolver = createResolver(
    {
      files: indexFiles(
        [...byPath.keys()],
        readManifests([...texts.keys()].filter(isManifest), (path) => texts.get(path)),
      ),
      load: (path) => byPath.get(path),
      ...MODELS,
    },
    modules,
  );
  const textOf = (module: Module): string => texts.get(module.path) ?? "";
  return {
    resolver,
    modules,
    marks: (sign) => modules.flatMap((module) => marksOf(module, textOf(module), sign)),
    lineOf: (module, offset) => textOf(module).slice(0, offset).split("\n").length,
  };
}

export function splitFiles(text: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let path: string | undefined;
  for (const line of text.split("\n")) {
    const header = /^(?:\/\/|#)- (\S+)$/.exec(line)?.[1];
    if (header === undefined) {
      if (path !== undefined) files.set(path, `${files.get(path) ?? ""}${line}\n`);
    } else {
      path = header;
      files.set(path, "");
    }
  }
  if (path === undefined) throw new Error("a project without a `//- path` line");
  return files;
}

const NO_WAYS = compileTextWays(
  [],
  () => [],
  parseText,
  () => false,
);

function lowered(path: string, text: string): Module {
  const { module } = learnFrom(fileOf(path, text), NO_WAYS);
  if (module === undefined) throw new Error(`no language for ${path}`);
  if (module.errors.length > 0) throw new Error(`${path} does not parse`);
  return module;
}

function marksOf(module: Module, text: string, sign: string): readonly Mark[] {
  return text.split("\n").flatMap((line, index) => {
    const found = [`//${sign} `, `#${sign} `]
      .map((start) => line.lastIndexOf(start))
      .find((at) => at >= 0);
    if (found === undefined) return [];
    const said = line.slice(found).replace(/^\S+\s+/, "");
    return [{ module, line: index + 1, said: said.trim() }];
  });
}

/** A meaning in the words of the comments: `constant 60`, `instance ioredis.client`, `environment X or constant 5`. */
export function shown(meaning: Meaning): string {
  switch (meaning.kind) {
    case "constant":
      return `constant ${scalar(meaning.value)}`;
    case "instance":
      return `instance ${meaning.library.id}.${meaning.type.name}`;
    case "bound":
      return `bound ${meaning.instance.library.id}.${meaning.instance.type.name}.${meaning.method}`;
    case "library":
      return ["library", [meaning.library.id, ...meaning.path].join(".")].join(" ");
    case "external":
      return `external ${[meaning.source, ...meaning.path].join(".")}`;
    case "global":
      return `global ${meaning.path.join(".")}`;
    case "module":
      return `module ${meaning.module.path}`;
    case "class":
    case "object":
      return `${meaning.kind} ${meaning.info.name}`;
    case "function":
      return `function ${meaning.node.name ?? ""}`.trim();
    case "environment":
      return [
        "environment",
        ...(meaning.name === undefined ? [] : [meaning.name]),
        ...(meaning.fallback === undefined ? [] : ["or", shown(meaning.fallback)]),
      ].join(" ");
    case "parameter":
      return `parameter ${meaning.node.name ?? ""}`.trim();
    case "typed":
      return `typed ${meaning.type.name}`;
    case "container":
      return `container ${meaning.flavor}`;
    case "either":
      return meaning.options.map((option) => shown(option)).join(" | ");
    default:
      return meaning.kind;
  }
}

function scalar(value: Scalar): string {
  return typeof value === "string" ? JSON.stringify(value) : formatConstant(value);
}
