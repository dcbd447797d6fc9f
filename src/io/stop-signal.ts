/** What asks a process that runs for long to stop: SIGTERM from whoever started it, SIGINT from a keyboard. */

/** Calls `stop` each time; until what is given back is called, the signals do nothing else. */
export function onStopSignal(stop: () => void): () => void {
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => signals.forEach((signal) => process.off(signal, stop));
}

/** Ends the process after so many milliseconds if something keeps it, such as a connection to a server that is away. */
export function endSoon(milliseconds: number): void {
  // @aphoria:ignore[aphoria-002] a client that reconnects for ever cannot be asked to stop; by now everything is said and written
  // eslint-disable-next-line unicorn/no-process-exit
  setTimeout(() => process.exit(), milliseconds).unref();
}
