/** `.aphoria/config.toml`, and what the command line lays over it. */
import type { Confidence } from "./extractor.ts";
import type { Language } from "./source.ts";

export const PACKS = ["core", "cache", "httpclient", "dbpool", "msgqueue"] as const;

export const FAIL_ON = ["conflict", "unknown", "missing", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

export const TELEMETRY_MODES = ["off", "aggregate", "full"] as const;
export type TelemetryMode = (typeof TELEMETRY_MODES)[number];

export interface Config {
  readonly corpus?: readonly string[];
  readonly claims?: string;
  readonly packs?: readonly string[];
  /** Folders of further extractors, relative to the root. */
  readonly extractors?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly languages?: readonly Language[];
  readonly include_tests?: boolean;
  readonly fail_on?: FailOn;
  /** 1 to 5. */
  readonly min_tier?: number;
  readonly min_confidence?: Confidence;
  readonly cache?: {
    readonly enabled?: boolean;
    readonly dir?: string;
    readonly max_size?: string;
  };
  readonly telemetry?: { readonly mode?: TelemetryMode };
}
