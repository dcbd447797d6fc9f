/** Whether parts are all of one scan, each once: what does not belong is named with the reason. */
import type { Kinship, Part } from "../model/part.ts";

export interface NamedPart {
  /** As the user knows it. */
  readonly name: string;
  readonly part: Part;
}

/** What is wrong with them, in words; empty when they can be joined. `expected` is how many there must be. */
export function strangersAmong(
  parts: readonly NamedPart[],
  expected: number | undefined,
): readonly string[] {
  const count = expected ?? mostCommon(parts.map(({ part }) => part.shard.count));
  const problems = parts
    .filter(({ part }) => part.shard.count !== count)
    .map(
      ({ name, part: { shard } }) =>
        `${name} is part ${shard.index} of ${shard.count}, and ${count} parts are expected`,
    );
  const fitting = parts.filter(({ part }) => part.shard.count === count);
  for (const [kind, words] of Object.entries(DIFFERENCES)) {
    problems.push(...others(fitting, kind as keyof Kinship, words));
  }
  const byIndex = new Map<number, string>();
  for (const { name, part } of fitting) {
    const { index } = part.shard;
    const known = byIndex.get(index);
    if (known === undefined) byIndex.set(index, name);
    else problems.push(`${name} is part ${index} of ${count} once more: ${known} is it already`);
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter(
    (index) => !byIndex.has(index),
  );
  if (missing.length > 0) {
    const which = missing.slice(0, SHOWN).join(", ") + (missing.length > SHOWN ? " …" : "");
    const noun = missing.length === 1 ? "part" : "parts";
    problems.push(`${noun} ${which} of ${count} ${missing.length === 1 ? "is" : "are"} missing`);
  }
  return problems;
}

const SHOWN = 20;

const DIFFERENCES: Readonly<Record<keyof Kinship, string>> = {
  version: "was written by another version of aphoria",
  build: "was written by another build of aphoria",
  code: "is of other code",
  claims: "was scanned with other claims",
  extractors: "was scanned with other extractors or library models",
  options: "was scanned with other flags, another configuration or another baseline",
};

/** Those that are not as most are. */
function others(
  parts: readonly NamedPart[],
  kind: keyof Kinship,
  words: string,
): readonly string[] {
  const usual = mostCommon(parts.map(({ part }) => part.kinship[kind]));
  const example = parts.find(({ part }) => part.kinship[kind] === usual)?.name ?? "";
  return parts
    .filter(({ part }) => part.kinship[kind] !== usual)
    .map(({ name, part }) => `${name} ${words} than ${example}${versions(kind, part, usual)}`);
}

function versions(kind: keyof Kinship, { kinship }: Part, usual: unknown): string {
  return kind === "version" ? ` (${kinship.version}, not ${String(usual)})` : "";
}

/** The first of those that stand there as often. */
function mostCommon<T>(values: readonly T[]): T {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, times]) => times === most)?.[0] as T;
}
