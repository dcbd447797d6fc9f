/**
 * Which observations of one claim in one file are about the same place: those whose ranges are equal or nested,
 * also by way of a third. One sweep in order of position, so tens of thousands cost no more than sorting them.
 */
import type { Span } from "../model/source.ts";

/** Groups in order of their first start. The order of `spans` does not matter. */
export function groupPlaces<T extends Span>(spans: readonly T[]): readonly (readonly T[])[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const open: Group<T>[] = [];
  for (const span of sorted) {
    // All that came before start no later, so whatever ends no earlier contains the span. `open` stays in
    // order of `end`: what is taken from its top is exactly what contains it.
    let merged: Group<T> = { end: span.end, members: [span] };
    for (let top = open.at(-1); top !== undefined && top.end >= span.end; top = open.at(-1)) {
      open.pop();
      for (const member of merged.members) top.members.push(member);
      merged = { end: Math.max(merged.end, top.end), members: top.members };
    }
    open.push(merged);
  }
  return open.map((group) => group.members).toSorted((a, b) => startOf(a) - startOf(b));
}

interface Group<T> {
  readonly end: number;
  readonly members: T[];
}

function startOf(members: readonly Span[]): number {
  return members[0]?.start ?? 0;
}
