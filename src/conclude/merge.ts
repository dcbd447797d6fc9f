/** Joins the parts of a divided scan: what all of them saw, held against the claims as if one had seen it. */
import { conclude, type Concluded, type Witnessed } from "./conclude.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Claim } from "../model/claim.ts";
import type { Observation } from "../model/observation.ts";
import type { Given, Outcome, Part, PartObservation } from "../model/part.ts";
import type { Texts } from "../report/texts.ts";

export interface Joined extends Concluded {
  readonly given: Given;
  readonly scanned: readonly string[];
  readonly skipped: Witnessed["skipped"];
}

export interface Joining {
  /** `2026-01-31`. */
  readonly today: string;
  /** Milliseconds that joining took so far. */
  readonly duration: number;
  /** Instead of the one that the parts bring along; null is none. */
  readonly baseline?: Given["baseline"] | null;
  readonly diagnostics?: readonly Diagnostic[];
}

/** `parts`: all of one scan, each once, in any order. */
export function joinParts(parts: readonly Part[], joining: Joining): Joined {
  const inOrder = parts.toSorted((a, b) => a.shard.index - b.shard.index);
  const given = givenOf(inOrder, joining);
  const files = inOrder.flatMap((part) => part.files).toSorted(byPath);
  const noted = new Map<Observation, PartObservation>();
  for (const { observations } of files) {
    for (const one of observations) noted.set(one.observation, one);
  }
  const seen: Witnessed = {
    listed: sum(inOrder, ({ listed }) => listed),
    scanned: inOrder.flatMap(({ scanned }) => scanned).toSorted(),
    skipped: inOrder.flatMap(({ skipped }) => skipped).toSorted(byPath),
    diagnostics: inOrder.flatMap(({ diagnostics }) => diagnostics),
    files: files.map((file) => ({
      ...file,
      observations: file.observations.map(({ observation }) => observation),
    })),
    imported: [...new Set(inOrder.flatMap(({ imported }) => imported))],
  };
  const concluded = conclude(given, seen, {
    today: joining.today,
    // A matrix is done when its slowest part is.
    duration: joining.duration + Math.max(...inOrder.map(({ duration }) => duration)),
    texts: () => textsOf(inOrder, noted),
    known: (claim, observation) => outcomeOf(noted, claim, observation),
    diagnostics: joining.diagnostics ?? [],
  });
  return { ...concluded, given, scanned: seen.scanned, skipped: seen.skipped };
}

/** All were given the same; what was wrong with it may have shown on one machine only. */
function givenOf(parts: readonly Part[], { baseline }: Joining): Given {
  const [first] = parts;
  if (first === undefined) throw new RangeError("there is nothing to join");
  const diagnostics = new Map(
    parts.flatMap(({ given }) => given.diagnostics.map((one) => [JSON.stringify(one), one])),
  );
  const { baseline: own, ...given } = first.given;
  const chosen = baseline === undefined ? own : (baseline ?? undefined);
  return {
    ...given,
    ...(chosen !== undefined && { baseline: chosen }),
    diagnostics: [...diagnostics.values()],
  };
}

/** What the parts say of texts that are not here. Throws where a part says nothing, which it never leaves out itself. */
function textsOf(parts: readonly Part[], noted: ReadonlyMap<Observation, PartObservation>): Texts {
  const positions = new Map<string, Map<number, readonly [number, number]>>();
  for (const [path, offsets] of parts.flatMap((part) => Object.entries(part.positions))) {
    const known = positions.get(path) ?? new Map<number, readonly [number, number]>();
    for (const [offset, line, column] of offsets) known.set(offset, [line, column]);
    positions.set(path, known);
  }
  return {
    position(path, offset) {
      const [line, column] = positions.get(path)?.get(offset) ?? left(path);
      return { line, column };
    },
    snippet: (observation) => noted.get(observation)?.snippet ?? left(observation.path),
    print: ({ claim }, observation) =>
      noted.get(observation)?.prints[claim.id] ?? left(observation.path),
    hide: (text) => text,
  };
}

function left(path: string): never {
  throw new IncompletePart(path);
}

/** A part does not say what the report needs to know of a file. */
export class IncompletePart extends Error {
  constructor(path: string) {
    super(`no part says all that the report needs of ${path}`);
    this.name = "IncompletePart";
  }
}

function outcomeOf(
  noted: ReadonlyMap<Observation, PartObservation>,
  claim: Claim,
  observation: Observation,
): Outcome | undefined {
  return noted.get(observation)?.outcomes?.[claim.id];
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path === b.path ? 0 : 1;
}

function sum(parts: readonly Part[], of: (part: Part) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}
