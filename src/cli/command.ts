/** What a command is: flags as data, so that parser, help and tests have one source, and what to do. */
import type { Host } from "../io/host.ts";
import type { Pipeline } from "./pipeline.ts";

export interface Flag {
  /** Without dashes: `format`, `no-color`. */
  readonly name: string;
  readonly short?: string;
  /** What the value is called in the help; a flag without one is a switch. */
  readonly takes?: string;
  /** The value may be left out, and then follows a `=`. */
  readonly isOptional?: boolean;
  /** Values are separated by commas, or the flag is repeated. */
  readonly isList?: boolean;
  /** Of a list: it is repeated, and commas belong to its values. */
  readonly keepsCommas?: boolean;
  /** The words that the value may be, for shells to complete. */
  readonly values?: readonly string[];
  readonly help: string;
}

export interface Example {
  readonly line: string;
  readonly says: string;
}

/** What was typed, before anything is made of it. */
export interface Typed {
  readonly words: readonly string[];
  /** A switch is `true`, a list is an array; what was not typed is not there. */
  readonly flags: Readonly<Record<string, string | true | readonly string[]>>;
}

/** A command before it is loaded, by its words: `claims create`. */
export type Catalogue = Readonly<
  Record<
    string,
    { readonly summary: string; readonly load: () => Promise<{ readonly default: Command }> }
  >
>;

export interface Context {
  readonly host: Host;
  /** All commands, for those that speak about them. */
  readonly catalogue: Catalogue;
  /** Loaded only by the commands that scan. */
  readonly pipeline: () => Promise<Pipeline>;
}

export interface Command {
  readonly summary: string;
  /** Further words: `[paths...]`, `<id>`. */
  readonly words?: { readonly spec: string; readonly help: string };
  readonly flags: readonly Flag[];
  readonly examples: readonly Example[];
  /** Printed below the flags: exit codes and the like. */
  readonly notes?: string;
  run(typed: Typed, context: Context): Promise<void>;
}
