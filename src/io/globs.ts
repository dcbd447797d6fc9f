/** Globs as people write them in flags and in TOML. The only owner of picomatch. */
import picomatch from "picomatch";

export type PathTest = (path: string) => boolean;

/**
 * Whether one of the globs fits a path relative to the root. `*.test.ts` and `legacy` fit at any depth, `src/old`
 * and `/legacy` only there; a glob that fits a folder fits all that is in it.
 */
export function matchGlobs(globs: readonly string[]): PathTest {
  const patterns = globs.flatMap(spellOut);
  if (patterns.length === 0) return () => false;
  return onOneLine(picomatch(patterns, { dot: true }));
}

const tests = new WeakMap<readonly string[], PathTest>();

/** The same for a list that is asked about many paths, as an extractor's or a claim's is: it is compiled once. */
export function fitsGlobs(globs: readonly string[], path: string): boolean {
  const test = tests.get(globs) ?? matchGlobs(globs);
  tests.set(globs, test);
  return test(path);
}

/** In picomatch a `*` fits no line break, which a name may hold. */
function onOneLine(fits: PathTest): PathTest {
  return (path) => fits(path.replaceAll(/[\n\r\u2028\u2029]/g, "_"));
}

/** Whether this one glob, anchored at the root, fits a path or a folder above it. */
export function matchAnchored(glob: string): PathTest {
  return onOneLine(picomatch([glob, `${glob}/**`], { dot: true }));
}

export interface SplitGlob {
  /** The folder below which everything that the glob fits must lie; `.` when that is the whole tree. */
  readonly base: string;
  readonly rest: string;
}

/** Undefined for a plain path. */
export function splitGlob(text: string): SplitGlob | undefined {
  const { isGlob, base, glob } = picomatch.scan(text);
  if (!isGlob) return undefined;
  const rest = glob.replace(/^\/+/, "");
  return { base: base !== "" ? base : text.startsWith("/") ? "/" : ".", rest };
}

function spellOut(glob: string): readonly string[] {
  const trimmed = glob.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
  if (trimmed === "") return [];
  const anchored = trimmed.startsWith("/") ? trimmed.slice(1) : trimmed;
  const pattern = trimmed.includes("/") ? anchored : `**/${trimmed}`;
  return [pattern, `${pattern}/**`];
}
