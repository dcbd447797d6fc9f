/** Changes that bear on nothing: the code of a project is mostly code that no claim is about. */
import type { Step } from "../cache/trail.ts";
import { fileOf } from "../look/candidates.ts";
import type { Source } from "../io/read.ts";
import { createProjectWords } from "../gate/project-words.ts";
import { leadsTo } from "../link/importers.ts";
import { indexScope, openers } from "../look/look.ts";
import type { Prepared } from "../look/prepare.ts";

/** What is known of the run before the change. */
export interface Before {
  readonly steps: readonly Step[];
  /** Files that were not read as text, or of which something was said. */
  readonly odd: ReadonlySet<string>;
  /** Files that hold clients: what imports from one matters. */
  readonly clientPaths: readonly string[];
}

/**
 * None of the files said anything but that it does not matter, and none says more now: no word of it opens the gate, and
 * nothing in it is imported from a file with a client. Then nobody asked for more than whether they are there.
 */
export function isIrrelevant(
  changed: readonly string[],
  before: Before,
  prepared: Prepared,
  read: (path: string) => Source,
): boolean {
  const steps = new Map(before.steps.map((step) => [step.path, step]));
  if (changed.some((path) => steps.get(path)?.isUsed !== false || before.odd.has(path)))
    return false;
  const { gate, ways } = openers(prepared);
  const files = indexScope(prepared.scope, (path) => textOf(read(path)));
  const clients = new Set(before.clientPaths);
  const words = createProjectWords(prepared.extractors);
  return changed.every((path) => {
    const source = read(path);
    if (source.kind !== "text" || source.diagnostics.length > 0) return false;
    const file = fileOf(path, source.text);
    return (
      file.language !== undefined &&
      !gate.opens(path, file.language) &&
      !gate.opens(file.text, file.language) &&
      !ways.wants(file) &&
      !words.hear(file.text) &&
      !leadsTo(clients, path, file.text, files)
    );
  });
}

function textOf(source: Source): string | undefined {
  return source.kind === "text" ? source.text : undefined;
}
