/**
 * The per-file half of the pipeline: read, gate, parse, lower, and the ways that need only one file's text. What is
 * learnt here from a file depends on that file's text alone; its tree is let go at once.
 */
import { spanOf, type MatchNode } from "../languages/language.ts";
import { languageOfPath, supportOf } from "../languages/registry.ts";
import type { Gate } from "../gate/gate.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Marker, Suppression } from "../model/marker.ts";
import type { Skipped } from "../model/skip.ts";
import type { Language, SourceFile, Span } from "../model/source.ts";
import type { Module } from "../model/syntax.ts";
import type { Source } from "../io/read.ts";
import type { RawHit, TextWays } from "../extract/text-ways.ts";
import { parseText, releaseTrees } from "../parse/parse.ts";
import { readMarkers } from "../report/markers.ts";
import { createLines } from "../report/lines.ts";
import { turn } from "./turn.ts";

/** What one file's text says. */
export interface Candidate {
  readonly path: string;
  /** Absent for files without a grammar. */
  readonly module?: Module;
  readonly hits: readonly RawHit[];
  readonly markers: readonly Marker[];
  readonly suppressions: readonly Suppression[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Reading {
  /** Files that were read, whether or not the gate opened. */
  readonly scanned: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Workshop {
  readonly gate: Gate;
  readonly ways: TextWays;
  readonly read: (path: string) => Source;
  /** Hears every text that is read for itself, whether or not the gate opens. */
  readonly hear?: ((path: string, text: string) => void) | undefined;
  /** Where trees are kept from run to run; without it each is made. */
  readonly trees?: KeptTrees | undefined;
  /** Counts the time of a part of the work. */
  readonly time?: <T>(name: string, work: () => T) => T;
  readonly elsewhere?: Elsewhere | undefined;
}

/** Some files are observed on another machine: no more is looked for in their text than others may ask. */
export interface Elsewhere {
  /** Hears which files the gate let in, before anything is learnt from them. */
  readonly decide: (opened: readonly string[]) => void;
  readonly has: (path: string) => boolean;
  /** What is looked for in their text all the same. */
  readonly ways: TextWays;
}

/** A file's tree, and the tokens that the parser put in to make sense of its text. Both depend on the text alone. */
export interface Lowered {
  readonly module: Module;
  readonly missing: readonly Span[];
}

export interface KeptTrees {
  /** It will be asked for soon. */
  expect(file: SourceFile): void;
  get(file: SourceFile): Lowered | undefined;
  put(file: SourceFile, lowered: Lowered): void;
  /** Waits for what was expected and comes from afar; gives what came. */
  arrive?(): Promise<readonly Module[]>;
  /** Nothing more will be asked for. */
  stop?(): void;
}

/** Characters parsed per forced collection: the parser's memory, some thirty times its source, is invisible to V8. */
const PARSED_PER_COLLECTION = 4_000_000;

/** Files between two turns of the event loop, so that progress is drawn and Ctrl-C is heard. */
const FILES_PER_TURN = 64;
const LOWERED_PER_TURN = 16;

/** What was learnt, by path, and more on demand. */
export interface Candidates {
  /** Those that findings may stand in: the gate opened, or `choose` was told so; sorted by path. */
  readonly chosen: () => readonly Candidate[];
  /** Reads every path and learns from those that the gate lets in. */
  readonly readAll: (paths: readonly string[], onFile: (done: number) => void) => Promise<Reading>;
  /** Learns from a file whatever its words: a name leads there. Nothing when it cannot be read. */
  readonly learn: (path: string) => Candidate | undefined;
  /** The file matters though its own words did not say so. */
  readonly choose: (path: string) => void;
  /** Names may lead there. Gives the trees that came from afar: names may lead on from those. */
  readonly expect: (paths: Iterable<string>) => Promise<readonly Module[]>;
  /** Every file that was learnt from. */
  readonly learnt: () => Iterable<string>;
  /** Every tree, sorted by path. */
  readonly modules: () => readonly Module[];
}

export function createCandidates({
  gate,
  ways,
  read,
  hear,
  trees,
  time = (_, work) => work(),
  elsewhere,
}: Workshop): Candidates {
  const byPath = new Map<string, Candidate>();
  const chosen = new Set<string>();
  let parsed = 0;

  const isWanted = (file: SourceFile): boolean =>
    (file.language !== undefined &&
      (gate.opens(file.path, file.language) || gate.opens(file.text, file.language))) ||
    ways.wants(file);

  const parse: Parse = (file, grammar) => {
    if (parsed > PARSED_PER_COLLECTION) {
      releaseTrees();
      parsed = 0;
    }
    parsed += file.text.length;
    return parseText(file.text, grammar);
  };

  const keep = (file: SourceFile): Candidate => {
    const asked = elsewhere?.has(file.path) === true ? elsewhere.ways : ways;
    const learnt = time("lower", () => learnFrom(file, asked, trees, parse));
    byPath.set(file.path, learnt);
    return learnt;
  };

  const learn = (path: string): Candidate | undefined => {
    const known = byPath.get(path);
    if (known !== undefined) return known;
    const source = read(path);
    return source.kind === "text" ? keep(fileOf(path, source.text)) : undefined;
  };

  return {
    chosen: () => [...chosen].sort().flatMap((path) => byPath.get(path) ?? []),
    async readAll(paths, onFile) {
      const scanned: string[] = [];
      const skipped: Skipped[] = [];
      const diagnostics: Diagnostic[] = [];
      const waiting: SourceFile[] = [];
      for (const [index, path] of paths.entries()) {
        const source = read(path);
        if (source.kind !== "gone") diagnostics.push(...source.diagnostics);
        if (source.kind === "skipped") skipped.push({ path, reason: source.reason });
        if (source.kind === "text") {
          scanned.push(path);
          hear?.(path, source.text);
          const file = fileOf(path, source.text);
          if (isWanted(file)) {
            trees?.expect(file);
            waiting.push(file);
            chosen.add(path);
          }
        }
        if (index % FILES_PER_TURN === FILES_PER_TURN - 1) {
          onFile(index + 1);
          await turn();
        }
      }
      await trees?.arrive?.();
      elsewhere?.decide(waiting.map(({ path }) => path));
      for (const [index, file] of waiting.entries()) {
        keep(file);
        // Memory of trees that were collected is given back between two turns of the event loop, and not before.
        if (index % LOWERED_PER_TURN === LOWERED_PER_TURN - 1) await turn();
      }
      onFile(paths.length);
      return { scanned, skipped, diagnostics };
    },
    learn,
    async expect(paths) {
      if (trees === undefined) return [];
      for (const path of paths) {
        const source = byPath.has(path) ? undefined : read(path);
        if (source?.kind === "text") trees.expect(fileOf(path, source.text));
      }
      return (await trees.arrive?.()) ?? [];
    },
    learnt: () => byPath.keys(),
    modules: () => [...byPath.keys()].sort().flatMap((path) => byPath.get(path)?.module ?? []),
    choose(path) {
      if (learn(path) !== undefined) chosen.add(path);
    },
  };
}

type Parse = (file: SourceFile, grammar: string) => MatchNode;

/** Everything that one file's text says, for itself. */
export function learnFrom(
  file: SourceFile,
  ways: TextWays,
  trees?: KeptTrees,
  parse: Parse = ({ text }, grammar) => parseText(text, grammar),
): Candidate {
  const { language, grammar } = file;
  if (language === undefined || grammar === undefined) {
    const found = ways.run(file, undefined, []);
    return {
      path: file.path,
      hits: found.hits,
      markers: [],
      suppressions: [],
      diagnostics: found.diagnostics,
    };
  }
  let parsed: MatchNode | undefined;
  const root = (): MatchNode => (parsed ??= parse(file, grammar));
  let lowered = trees?.get(file);
  if (lowered === undefined) {
    lowered = lowerFile(file, root);
    trees?.put(file, lowered);
  }
  const { module } = lowered;
  const found = ways.run(file, root, module.comments);
  const notes = readMarkers(module, file.text);
  return {
    path: file.path,
    module,
    hits: found.hits,
    markers: notes.markers,
    suppressions: notes.suppressions,
    diagnostics: [...found.diagnostics, ...notes.diagnostics, ...parseProblems(lowered, file)],
  };
}

/** `root` parses the file. Throws for files without a grammar. */
export function lowerFile(file: SourceFile, root: () => MatchNode): Lowered {
  if (file.language === undefined) throw new TypeError(`${file.path} has no grammar`);
  const module = supportOf(file.language).lower(root(), file, parseText);
  return { module, missing: missingTokens(root(), file.language) };
}

export function fileOf(path: string, text: string): SourceFile {
  return { path, text, ...languageOfPath(path) };
}

/** One warning a file that could not be read whole: the rest of it is used, and is never a pass by omission. */
function parseProblems({ module, missing }: Lowered, file: SourceFile): readonly Diagnostic[] {
  const errors = [...module.errors, ...missing].toSorted((a, b) => a.start - b.start);
  const [first] = errors;
  if (first === undefined) return [];
  const { line, column } = createLines(file.text).position(first.start);
  const more =
    errors.length > 1
      ? ` and at ${errors.length - 1} more ${errors.length === 2 ? "place" : "places"}`
      : "";
  return [
    {
      code: "file-parse-error",
      severity: "warning",
      message: `this could not be parsed${more}; the rest of the file was used`,
      path: module.path,
      line,
      column,
      help: "If the code is right, the grammar does not know its syntax yet: what stands there was not checked.",
    },
  ];
}

/** What the parser put in to make sense of the text (`def f(:`, `a..b()`) has no text, and is no ERROR to it. */
function missingTokens(root: MatchNode, language: Language): readonly Span[] {
  return root
    .findAll({ rule: { regex: "^$" } } as never)
    .filter((node) =>
      // In JSX the grammar has empty tokens of its own, but no empty names.
      node.isNamed() ? node.kind().endsWith("identifier") : language !== "typescript",
    )
    .map((node) => spanOf(node));
}
