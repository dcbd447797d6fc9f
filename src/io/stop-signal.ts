/** What asks a process that runs for long to stop: SIGTERM from whoever started it, SIGINT from a keyboard. */

/** Calls `stop` each time; until what is given back is called, the signals do nothing else. */
export function onStopSignal(stop: () => void): () => void {
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => signals.forEach((signal) => process.off(signal, stop));
}
