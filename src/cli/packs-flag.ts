/** `--packs`, in a file of its own so that a help page loads nothing else. */
import { PACKS } from "../model/config.ts";
import type { Flag } from "./command.ts";

export const PACKS_FLAG: Flag = {
  name: "packs",
  takes: "NAMES",
  values: PACKS,
  isList: true,
  help: "built-in extractors: core, cache, httpclient, dbpool, msgqueue (default: all)",
};
