/** Diagnostics about what is kept from run to run. None of them changes what a scan finds. */
export const CACHE_CODES = {
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
  "cache-nearly-full": {
    severity: "info",
    title: "The cache takes more than four fifths of what it may take.",
    help: "Raise `max_size` under [cache] in .aphoria/config.toml, or run `aphoria cache prune`.",
  },
} as const;
