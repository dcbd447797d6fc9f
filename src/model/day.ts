/** Days as people write them: `2026-01-31`. They compare as text. */

/** The day, in UTC, of a time in milliseconds since 1970. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** Whether there is such a day. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && dayOf(time) === text;
}

/** What holds up to and including a day, or for ever, is over. */
export function hasEnded({ expires }: { readonly expires: string | null }, today: string): boolean {
  return expires !== null && expires < today;
}
