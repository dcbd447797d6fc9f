/** What manifests write for the versions that they allow: `^4.6`, `>=3,<5`, `~=3.5`, `==3.*`. */
import { overlap, type Version, type VersionRange } from "../model/versions.ts";

/** `npm`: package.json. `cargo`: a bare version is a caret's. `python`: requirements. `poetry`: its own tables. */
export type Syntax = "npm" | "cargo" | "python" | "poetry";

/** Nothing where it does not limit the versions, or is not understood (`latest`, `workspace:*`, an address). */
export function rangesOf(written: string, syntax: Syntax): readonly VersionRange[] | undefined {
  const ways = written.split(/\|\|?/).map((way) => rangeOf(way.trim(), syntax));
  const known = ways.filter((way) => way !== undefined);
  return known.length < ways.length || known.some(isOpen) ? undefined : known;
}

/** `4.6.7` alone. */
export function exactly(version: string): VersionRange | undefined {
  const numbers = numbersOf(version);
  return numbers === undefined ? undefined : { from: numbers, below: next(numbers) };
}

function isOpen({ from, below }: VersionRange): boolean {
  return from === undefined && below === undefined;
}

const MOST_PARTS = 12;

function rangeOf(way: string, syntax: Syntax): VersionRange | undefined {
  const span = /^v?(\d[\w.+-]*)\s+-\s+v?(\d[\w.+-]*)$/.exec(way);
  const parts =
    span === null
      ? way
          .replaceAll(/([<>=~^!])\s+/g, "$1")
          .split(syntax === "npm" ? /[\s,]+/ : /\s*,\s*|\s+(?=[<>=~^!])/)
      : [`>=${span[1] ?? ""}`, `<=${span[2] ?? ""}`];
  let range: VersionRange = {};
  for (const part of parts.slice(0, MOST_PARTS)) {
    const own = comparator(part.trim(), syntax);
    if (own === undefined) return undefined;
    const [both] = overlap([range], [own]);
    if (both === undefined) return undefined;
    range = both;
  }
  return range;
}

function comparator(part: string, syntax: Syntax): VersionRange | undefined {
  if (part === "" || part === "*" || part === "x" || part.startsWith("!=")) return {};
  const written =
    /^(\^|~=|~|={1,3}|>=|<=|>|<)?v?(\d+(?:\.\d+)*)((?:\.[*xX])*)(?:[-+.]?[a-zA-Z][\w.+-]*|[-+][\w.+-]*)?$/.exec(
      part,
    );
  const version = numbersOf(written?.[2] ?? "");
  if (written === null || version === undefined) return undefined;
  const isPrefix = written[3] !== "" || (syntax !== "python" && version.length < 3);
  return limits(written[1] ?? BARE[syntax], version, isPrefix);
}

const BARE: Readonly<Record<Syntax, string>> = { npm: "=", cargo: "^", python: "=", poetry: "=" };

function limits(operator: string, version: Version, isPrefix: boolean): VersionRange {
  const after = isPrefix ? bumped(version, version.length - 1) : next(version);
  switch (operator) {
    case "^":
      return { from: version, below: bumped(version, caretPlace(version)) };
    case "~":
      return { from: version, below: bumped(version, Math.min(1, version.length - 1)) };
    case "~=":
      return { from: version, below: bumped(version, Math.max(0, version.length - 2)) };
    case ">=":
      return { from: version };
    case ">":
      return { from: after };
    case "<":
      return { below: version };
    case "<=":
      return { below: after };
    default:
      return { from: version, below: after };
  }
}

/** The first number that is not 0 decides what is compatible. */
function caretPlace(version: Version): number {
  const first = version.findIndex((number) => number !== 0);
  return first < 0 ? version.length - 1 : first;
}

function bumped(version: Version, place: number): Version {
  return [...version.slice(0, place), (version[place] ?? 0) + 1];
}

/** Just above: no release lies between. */
function next(version: Version): Version {
  return [...version, ...Array.from({ length: Math.max(0, 4 - version.length) }, () => 0), 1];
}

function numbersOf(text: string): Version | undefined {
  const numbers = /^\d+(?:\.\d+)*/.exec(text)?.[0].split(".").map(Number);
  return numbers?.every(Number.isSafeInteger) === true ? numbers : undefined;
}
