/** The id of a new claim. */

/** What of a claim counts for its id. */
export interface Named {
  readonly id: string;
  readonly subject: string;
  readonly predicate: string;
  readonly supersedes?: string;
}

/**
 * The id that a shipped corpus gives to this subject and predicate, if no claim here has it; else the first free one
 * of the domain past the shipped ids. Ids that claims here supersede are spoken for.
 */
export function chooseId(
  { subject, predicate }: Pick<Named, "subject" | "predicate">,
  own: readonly Named[],
  shipped: readonly Named[],
): string {
  const taken = new Set(own.flatMap(({ id, supersedes }) => [id, supersedes ?? id]));
  const same = shipped.find(
    (one) => one.subject === subject && one.predicate === predicate && !taken.has(one.id),
  );
  if (same !== undefined) return same.id;
  const domain = domainOf(subject);
  const past = Math.max(0, ...shipped.map(({ id }) => numberIn(id, domain) ?? 0));
  for (let number = past + 1; ; number += 1) {
    const id = `${domain}-${String(number).padStart(3, "0")}`;
    if (!taken.has(id)) return id;
  }
}

/** `cache` for `cache/ttl`, in the spelling that ids have. */
export function domainOf(subject: string): string {
  return (subject.split("/")[0] ?? subject).replaceAll("_", "-");
}

/** 4 for `cache-004` in the domain `cache`. */
export function numberIn(id: string, domain: string): number | undefined {
  const digits = id.startsWith(`${domain}-`) ? id.slice(domain.length + 1) : "";
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
