/** What was seen, as far as it stands in some of the files. */
import { diagnostic } from "../load/codes.ts";
import type { Lead, Seen } from "./look.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Prepared } from "./prepare.ts";

export interface Narrowed {
  readonly prepared: Prepared;
  readonly seen: Seen;
  readonly diagnostics: readonly Diagnostic[];
}

/** What changed, and what that bears on. Where nothing did, nothing is to be found, and that is said. */
export function narrow(
  prepared: Prepared,
  seen: Seen,
  { value: changed, diagnostics }: Checked<readonly string[] | undefined>,
): Narrowed {
  const { scope } = prepared;
  const own = withDependants(changed ?? [], seen.leads);
  const files = scope.found.files.filter((path) => own.has(path));
  const skipped = scope.found.skipped.filter(({ path }) => own.has(path));
  const isNothing = changed !== undefined && files.length === 0;
  const message = "no file that is scanned changed";
  return {
    prepared: { ...prepared, scope: { ...scope, found: { ...scope.found, files, skipped } } },
    seen: onlyIn(files, seen),
    diagnostics: isNothing ? [diagnostic("nothing-changed", { message })] : diagnostics,
  };
}

export function onlyIn(paths: Iterable<string>, seen: Seen): Seen {
  const own = new Set(paths);
  const isOwn = ({ path }: { readonly path?: string }): boolean =>
    path !== undefined && own.has(path);
  return {
    ...seen,
    scanned: seen.scanned.filter((path) => own.has(path)),
    skipped: seen.skipped.filter(isOwn),
    diagnostics: seen.diagnostics.filter(isOwn),
    files: seen.files
      .filter(isOwn)
      .map((file) => ({ ...file, observations: file.observations.filter(isOwn) })),
  };
}

/** The files, and those that import from them, directly or by way of others: what is said there may be another now. */
export function withDependants(
  changed: readonly string[],
  leads: readonly Lead[],
): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [path, targets] of leads) {
    for (const target of targets) {
      const list = importers.get(target);
      if (list === undefined) importers.set(target, [path]);
      else list.push(path);
    }
  }
  const found = new Set(changed);
  // A set hands out what is added to it while it is walked.
  for (const path of found) for (const importer of importers.get(path) ?? []) found.add(importer);
  return found;
}
