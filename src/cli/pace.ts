/** `10/m`: how often something may begin. */
import type { Host } from "../io/host.ts";
import { UsageError } from "./usage.ts";

export interface Rate {
  readonly times: number;
  /** Milliseconds. */
  readonly within: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

export function readRate(text: string): Rate {
  const [, times = "", unit = ""] = /^([1-9]\d{0,5})\/([smh])$/.exec(text) ?? [];
  const within = UNITS[unit];
  if (within !== undefined) return { times: Number(times), within };
  throw new UsageError(
    `\`--rate ${text}\` is no rate`,
    "Write 10/m: ten a minute; s and h go too.",
  );
}

/** Resolves when it is the caller's turn; nobody waits without a rate. */
export function startPace(
  host: Pick<Host, "clock" | "sleep">,
  rate: Rate | undefined,
): () => Promise<void> {
  if (rate === undefined) return async () => {};
  const begun: number[] = [];
  let last = Promise.resolve();
  const turn = async (): Promise<void> => {
    const oldest = begun.length < rate.times ? undefined : begun.shift();
    const wait = oldest === undefined ? 0 : oldest + rate.within - host.clock();
    if (wait > 0) await host.sleep(wait);
    begun.push(host.clock());
  };
  return () => {
    last = last.then(turn);
    return last;
  };
}
