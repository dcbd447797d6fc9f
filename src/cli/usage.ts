/** The one thing that is thrown on purpose: what was typed cannot be meant. `run` catches it and exits with 2. */
export class UsageError extends Error {
  /** What to do instead. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}
