/** What holds for an option that is not given: the library's default, in the version that the project runs with. */
import type { LibraryOption } from "../model/library.ts";
import type { Instance, Reading } from "../model/meaning.ts";
import { isCovered, overlap, type Installed, type VersionRange } from "../model/versions.ts";
import { wordOf } from "../model/measure.ts";
import type { Context } from "./context.ts";

export function defaultOf(context: Context, holder: Instance, option: LibraryOption): Reading {
  const installed = option.defaults.length === 0 ? undefined : installedFor(context, holder);
  return (installed === undefined ? undefined : byVersion(option, installed)) ?? anyVersion(option);
}

function anyVersion({ default: value, defaults }: LibraryOption): Reading {
  if (value !== undefined) return { state: "default", value };
  const [only, ...others] = defaults;
  const isNever =
    others.length === 0 && only?.value === undefined && only?.versions.some(isEveryVersion);
  return { state: "absent", ...(isNever === true && { never: true }) };
}

function isEveryVersion({ from, below }: VersionRange): boolean {
  return from === undefined && below === undefined;
}

function installedFor(context: Context, { library, making }: Instance): Installed | undefined {
  if (making === undefined) return undefined;
  const { path, language } = context.moduleOf(making);
  return context.inputs.installed?.(path, language, library.installed_as);
}

/** Nothing where the model does not know all the versions that may be there. */
function byVersion({ defaults }: LibraryOption, installed: Installed): Reading | undefined {
  const known = defaults.flatMap(({ versions }) => versions);
  if (!installed.ranges.every((range) => isCovered(range, known))) return undefined;
  const possible = defaults.filter(
    ({ versions }) => overlap(versions, installed.ranges).length > 0,
  );
  const [first, ...others] = possible;
  if (first === undefined) return undefined;
  const word = (value: typeof first.value): string => (value === undefined ? "" : wordOf(value));
  if (others.some(({ value }) => word(value) !== word(first.value))) {
    const reason = `the default depends on the version, and \`${installed.said}\` allows several`;
    return { state: "unknown", reason, installed };
  }
  return first.value === undefined
    ? { state: "absent", installed }
    : { state: "default", value: first.value, installed };
}
