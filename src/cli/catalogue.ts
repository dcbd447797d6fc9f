/** Every command and where it is. A module is loaded only when its command runs, so that none pays for the others. */
import type { Command } from "./command.ts";

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: Command }>;
}

export const CATALOGUE: Readonly<Record<string, Entry>> = {
  scan: {
    summary: "check the code against the claims",
    load: () => import("./commands/scan.ts"),
  },
  "claims list": {
    summary: "list the claims of the project or of a corpus",
    load: () => import("./commands/claims-list.ts"),
  },
  "claims show": {
    summary: "show everything about one claim",
    load: () => import("./commands/claims-show.ts"),
  },
  "claims verify": {
    summary: "check that the claims file is in order",
    load: () => import("./commands/claims-verify.ts"),
  },
  "extractors list": {
    summary: "list the extractors, built-in and your own",
    load: () => import("./commands/extractors-list.ts"),
  },
  "extractors show": {
    summary: "show everything about one extractor",
    load: () => import("./commands/extractors-show.ts"),
  },
  "extractors test": {
    summary: "run the tests inside the extractors' files",
    load: () => import("./commands/extractors-test.ts"),
  },
};

/** `claims` and `extractors`: words that only stand before others. */
export function subcommands(group: string): readonly string[] {
  return Object.keys(CATALOGUE)
    .filter((name) => name.startsWith(`${group} `))
    .map((name) => name.slice(group.length + 1));
}
