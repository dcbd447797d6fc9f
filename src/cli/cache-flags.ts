/** The flags about what is kept from run to run, and what they mean. */
import type { Host } from "../io/host.ts";
import { isInstalled } from "../io/peer-package.ts";
import { readSharedPlace, type SharedPlace } from "../io/shared-place.ts";
import { TELEMETRY_MODES, type TelemetryMode } from "../model/config.ts";
import type { CacheOptions } from "../look/scan-options.ts";
import type { Flag, Typed } from "./command.ts";
import { isOn, valueOf, wordOf } from "./options.ts";
import { UsageError } from "./usage.ts";

export const CACHE_DIR_FLAG: Flag = {
  name: "cache-dir",
  takes: "DIR",
  help: "where the cache lies (default: .aphoria/cache, or the user's cache where there is no .aphoria/)",
};

export const STORE_FLAG: Flag = {
  name: "store",
  takes: "URL",
  help: "a Redis that a team shares, beside the cache: rediss://host:port (default: APHORIA_STORE_URL)",
};

export const CACHE_FLAGS: readonly Flag[] = [
  { name: "no-cache", help: "look at everything, and keep nothing" },
  CACHE_DIR_FLAG,
  STORE_FLAG,
  { name: "cache-verify", help: "look at everything, and compare with what was kept" },
  {
    name: "telemetry",
    takes: "MODE",
    isOptional: true,
    help: "record how the cache did, in the project alone: aggregate (if no mode is given), full or off",
  },
];

/** Undefined: as the configuration has it. */
export function telemetryMode(typed: Typed): TelemetryMode | undefined {
  return isOn(typed, "telemetry") ? "aggregate" : wordOf(typed, "telemetry", TELEMETRY_MODES);
}

/** Undefined: without a cache. */
export function cacheOptions(typed: Typed): CacheOptions | undefined {
  const dir = valueOf(typed, "cache-dir");
  const verify = isOn(typed, "cache-verify");
  if (isOn(typed, "no-cache")) {
    const clash = ["cache-dir", "cache-verify", "store"].find(
      (flag) => typed.flags[flag] !== undefined,
    );
    if (clash === undefined) return undefined;
    throw new UsageError(`\`--no-cache\` leaves nothing for \`--${clash}\` to do`);
  }
  return { ...(dir !== undefined && { dir }), verify };
}

/** Undefined: neither the command line nor the environment names a shared store. */
export function sharedPlace(typed: Typed, host: Host): SharedPlace | undefined {
  const place = readSharedPlace(host, valueOf(typed, "store"));
  if (place === undefined) return undefined;
  if ("problem" in place) throw new UsageError(place.problem, place.help);
  if (isInstalled("ioredis")) return place;
  throw new UsageError(
    "a shared store needs the package ioredis, which is not installed",
    "Run `npm install ioredis` where aphoria is installed (with -g if it is there globally).",
  );
}
