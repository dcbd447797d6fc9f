/** Whether to print in colour: the flag, then FORCE_COLOR, then NO_COLOR, then whether somebody is watching. */

export interface ColorQuestion {
  /** `--no-color` was typed. */
  readonly isOff: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

/** FORCE_COLOR above NO_COLOR, as Node has it: who forces colour in one command means that command. */
export function usesColor({ isOff, env, isTTY }: ColorQuestion): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: unwanted, TERM: terminal } = env;
  if (isOff) return false;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if (unwanted !== undefined && unwanted !== "") return false;
  return isTTY && terminal !== "dumb";
}
