/**
 * TypeScript's own checker, for receivers that the link stage leaves open: generics, mapped and conditional types,
 * inferred callbacks. The one owner of ts-morph, which takes 200 ms to load and is loaded at the first question. It
 * reads nothing from disk: files come through `read`, libraries from their models.
 */
import { createRequire } from "node:module";
import type { ts } from "ts-morph";
import type { Library, LibraryType } from "../model/library.ts";
import type { Span } from "../model/source.ts";
import { BRAND, declarationsOf, GLOBALS } from "./declarations.ts";

export interface CheckerInputs {
  readonly libraries: readonly Library[];
  /** The text of a file of the project. */
  readonly read: (path: string) => string | undefined;
  /** The file of the project that an import means. */
  readonly resolve: (from: string, source: string) => string | undefined;
  /** The model that an import means. */
  readonly libraryOf: (source: string) => Library | undefined;
}

export interface CheckedObject {
  readonly library: Library;
  readonly type: LibraryType;
}

/** What the expression at the span is, where its type is that of a modelled object. */
export type Checker = (path: string, span: Span) => CheckedObject | undefined;

/** Files that one scan asks about, and files that these lead to: beyond them the answer is not worth its time. */
const MOST_ASKED = 60;
const MOST_FILES = 2_000;

const ROOT = "/project/";
const MODELS = "/models/";
const LIB = "/lib.d.ts";

export function createChecker(inputs: CheckerInputs): Checker {
  const programs = new Map<string, ts.Program>();
  let compiler: typeof ts | undefined;
  let host: ts.CompilerHost | undefined;
  return (path, span) => {
    const known = programs.get(path);
    if (known === undefined && programs.size >= MOST_ASKED) return undefined;
    try {
      compiler ??= loadCompiler();
      host ??= createHost(compiler, inputs);
      const program =
        known ??
        compiler.createProgram({ rootNames: [LIB, ROOT + path], options: options(compiler), host });
      programs.set(path, program);
      return ask(compiler, program, ROOT + path, span, inputs.libraries);
    } catch {
      // The compiler fails on some code that it cannot make sense of; then the question stays open.
      return undefined;
    }
  };
}

function loadCompiler(): typeof ts {
  const require = createRequire(import.meta.url);
  return (require("ts-morph") as { ts: typeof ts }).ts;
}

function options(compiler: typeof ts): ts.CompilerOptions {
  return {
    allowJs: true,
    jsx: compiler.JsxEmit.Preserve,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    noLib: true,
    skipLibCheck: true,
    strict: true,
    target: compiler.ScriptTarget.ESNext,
    types: [],
  };
}

function createHost(compiler: typeof ts, inputs: CheckerInputs): ts.CompilerHost {
  const sources = new Map<string, ts.SourceFile | undefined>();
  const models = new Map(
    inputs.libraries.map((library) => [`${MODELS}${library.id}.d.ts`, library]),
  );
  const textOf = (name: string): string | undefined => {
    if (name === LIB) return GLOBALS;
    const library = models.get(name);
    if (library !== undefined) return declarationsOf(library);
    return name.startsWith(ROOT) ? inputs.read(name.slice(ROOT.length)) : undefined;
  };
  const resolved = (source: string, from: string): ts.ResolvedModuleFull | undefined => {
    const library = inputs.libraryOf(source);
    const path =
      library === undefined ? inputs.resolve(from.slice(ROOT.length), source) : undefined;
    const name = library === undefined ? path && ROOT + path : `${MODELS}${library.id}.d.ts`;
    const extension = name === undefined ? undefined : /(?:\.d)?\.[cm]?[jt]sx?$/.exec(name)?.[0];
    return name === undefined || extension === undefined
      ? undefined
      : { resolvedFileName: name, extension, isExternalLibraryImport: false };
  };
  return {
    getSourceFile(name, language) {
      if (!sources.has(name)) {
        const text = sources.size > MOST_FILES ? undefined : textOf(name);
        sources.set(
          name,
          text === undefined ? undefined : compiler.createSourceFile(name, text, language, true),
        );
      }
      return sources.get(name);
    },
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: resolved(text, from) })),
    fileExists: (name) => textOf(name) !== undefined,
    readFile: textOf,
    getDefaultLibFileName: () => LIB,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
}

function ask(
  compiler: typeof ts,
  program: ts.Program,
  name: string,
  span: Span,
  libraries: readonly Library[],
): CheckedObject | undefined {
  const file = program.getSourceFile(name);
  const node = file === undefined ? undefined : nodeAt(compiler, file, span);
  if (node === undefined) return undefined;
  const checker = program.getTypeChecker();
  const type = checker.getTypeAtLocation(node);
  const found = (type.isUnion() ? type.types : [type]).flatMap((option) => {
    const brand = option.getProperty(BRAND);
    const branded = brand === undefined ? undefined : checker.getTypeOfSymbol(brand);
    return branded?.isStringLiteral() === true ? [branded.value] : [];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  const [id, typeName] = first.split(" ");
  const library = libraries.find((one) => one.id === id);
  const kind = library?.types.find((one) => one.name === typeName);
  return library === undefined || kind === undefined ? undefined : { library, type: kind };
}

/** The outermost node with exactly this span. */
function nodeAt(compiler: typeof ts, file: ts.SourceFile, span: Span): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (node.end < span.end || node.pos > span.start) return undefined;
    if (node.end === span.end && node.getStart(file) === span.start) return node;
    return compiler.forEachChild(node, visit);
  };
  return compiler.forEachChild(file, visit);
}
