/** Ranges of versions: those that may be installed, and those for which a default of a library holds. */

/** Numbers, the most significant first; one that is missing is 0. Marks of pre-releases are left out. */
export type Version = readonly number[];

/** From one version on, and below another; open where there is none. */
export interface VersionRange {
  readonly from?: Version;
  readonly below?: Version;
}

/** What the project's files say about which version of a package the code runs with. */
export interface Installed {
  readonly package: string;
  readonly ranges: readonly VersionRange[];
  /** As written: `redis==3.5.3`. */
  readonly said: string;
  /** Where it is written. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export function compareVersions(a: Version, b: Version): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `<8`, `>=4,<6`; empty where both ends are open. */
export function rangeText({ from, below }: VersionRange): string {
  return [from && `>=${from.join(".")}`, below && `<${below.join(".")}`]
    .filter((end) => end !== undefined)
    .join(",");
}

/** What lies in a range of both. */
export function overlap(
  these: readonly VersionRange[],
  those: readonly VersionRange[],
): readonly VersionRange[] {
  return these.flatMap((one) =>
    those.flatMap((other) => {
      const from = later(one.from, other.from);
      const below = earlier(one.below, other.below);
      const isEmpty =
        from !== undefined && below !== undefined && compareVersions(from, below) >= 0;
      return isEmpty
        ? []
        : [{ ...(from !== undefined && { from }), ...(below !== undefined && { below }) }];
    }),
  );
}

/** True when every version of the range lies in one of the others. */
export function isCovered(range: VersionRange, by: readonly VersionRange[]): boolean {
  let at: Version | undefined = range.from ?? [0];
  for (let step = 0; step <= by.length; step += 1) {
    const here: Version = at;
    const holding = by.filter(
      ({ from, below }) =>
        compareVersions(from ?? [0], here) <= 0 &&
        (below === undefined || compareVersions(below, here) > 0),
    );
    if (holding.length === 0) return false;
    if (holding.some(({ below }) => below === undefined)) return true;
    at =
      holding
        .map(({ below }) => below ?? here)
        .toSorted(compareVersions)
        .at(-1) ?? here;
    if (range.below !== undefined && compareVersions(at, range.below) >= 0) return true;
  }
  return false;
}

function later(a: Version | undefined, b: Version | undefined): Version | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareVersions(a, b) >= 0 ? a : b;
}

function earlier(a: Version | undefined, b: Version | undefined): Version | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareVersions(a, b) <= 0 ? a : b;
}
