/** Long work lets others have a turn: progress is drawn, Ctrl-C is heard, and answers from elsewhere are taken in. */

/** Lets the event loop go round once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
