/** The flags about what is kept from run to run, and what they mean. */
import { TELEMETRY_MODES, type TelemetryMode } from "../model/config.ts";
import type { CacheOptions } from "../scan-options.ts";
import type { Flag, Typed } from "./command.ts";
import { isOn, valueOf, wordOf } from "./options.ts";
import { UsageError } from "./usage.ts";

export const CACHE_DIR_FLAG: Flag = {
  name: "cache-dir",
  takes: "DIR",
  help: "where the cache lies (default: .aphoria/cache, or the user's cache where there is no .aphoria/)",
};

export const CACHE_FLAGS: readonly Flag[] = [
  { name: "no-cache", help: "look at everything, and keep nothing" },
  CACHE_DIR_FLAG,
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
  if (!isOn(typed, "no-cache")) return { ...(dir !== undefined && { dir }), verify };
  const clash = dir !== undefined ? "cache-dir" : verify ? "cache-verify" : undefined;
  if (clash === undefined) return undefined;
  throw new UsageError(`\`--no-cache\` leaves nothing for \`--${clash}\` to do`);
}
