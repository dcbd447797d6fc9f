/** What `--version` prints: asked before anything else is loaded. */
import { version } from "../io/version.ts";
import { findDoor } from "./doors.ts";

/** `argv` as Node has it. Undefined where something else was asked. */
export function versionText(argv: readonly string[]): string | undefined {
  const [, script, first] = argv;
  const isAsked = first === "--version" || first === "-V";
  return isAsked ? `${findDoor(script).name} ${version()}\n` : undefined;
}
