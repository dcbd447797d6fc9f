/** Diagnostics about what is looked at again: what changed, and what is kept from run to run. */
export const CACHE_CODES = {
  "changes-unknown": {
    severity: "error",
    title: "Git cannot tell which files changed.",
    help: "Run `git status` there to see what is wrong with the repository.",
  },
  "shard-empty": {
    severity: "info",
    title: "A part of a divided scan has no file, as there are fewer files than parts.",
    help: "Divide the scan into fewer parts.",
  },
  "nothing-changed": {
    severity: "info",
    title: "No file that is scanned changed, so there was nothing to do.",
    help: "Without --since and --staged the whole project is scanned.",
  },
  "cache-damaged": {
    severity: "info",
    title: "A part of the cache could not be read, so it was made anew.",
    help: "Nothing is to be done. If it comes back, check the disk.",
  },
  "cache-unusable": {
    severity: "info",
    title: "The cache could not be read or written, so the scan went on without it.",
    help: "Name another folder with --cache-dir, or turn it off with --no-cache.",
  },
  "cache-busy": {
    severity: "info",
    title: "Another process kept the cache to itself, so it was not tidied up.",
    help: "Nothing is to be done: the next run will.",
  },
  "cache-wrong": {
    severity: "warning",
    title: "The cache held something else than what a fresh look at the code saw.",
    help: "Please report it. `aphoria cache clear` removes what was kept.",
  },
  "store-unusable": {
    severity: "info",
    title: "The shared store was slow, away or of no use, so the scan went on without it.",
    help: "`aphoria cache status --store …` says how it answers. Without --store and APHORIA_STORE_URL it is not asked.",
  },
  "store-poisoned": {
    severity: "info",
    title: "The shared store held entries that aphoria did not write, or not for these files.",
    help: "They are replaced. If it comes back, somebody else writes there: see docs/store.md for the key that keeps them out.",
  },
  "cache-nearly-full": {
    severity: "info",
    title: "The cache takes more than four fifths of what it may take.",
    help: "Raise `max_size` under [cache] in .aphoria/config.toml, or run `aphoria cache prune`.",
  },
} as const;
