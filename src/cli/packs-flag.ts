/** `--packs`, in a file of its own so that a help page loads nothing else. */
import type { Flag } from "./command.ts";

export const PACKS_FLAG: Flag = {
  name: "packs",
  takes: "NAMES",
  isList: true,
  help: "built-in extractors: core, cache, httpclient, dbpool, msgqueue (default: all)",
};
