/** What a modelled library exports. */
import type { Library } from "../model/library.ts";
import type { Meaning } from "../model/meaning.ts";

/** The model names it somewhere. */
export function isExported(library: Library, name: string): boolean {
  return library.types.some((type) =>
    [...type.construct, ...type.types, ...type.values].some((path) =>
      path.split(".").includes(name),
    ),
  );
}

/** An export by its path: an object that stands ready, or something to call or construct. */
export function libraryExport(library: Library, path: readonly string[]): Meaning {
  const dotted = path.join(".");
  const type = library.types.find((candidate) =>
    candidate.values.some(
      (value) =>
        value === dotted || (value.endsWith(".*") && dotted.startsWith(value.slice(0, -1))),
    ),
  );
  return type === undefined
    ? { kind: "library", library, path }
    : { kind: "instance", library, type };
}
