/** What deployment files say of a server (`redis.conf`, compose, Kubernetes) and of the settings that its clients get. */
import type { Diagnostic } from "./diagnostic.ts";
import type { Span } from "./source.ts";

/** How a server is told from others, and what its own words are: `[server]` of a dialect's file. */
export interface ServerModel {
  /** Last parts of image names: `redis` fits `redis:7`, `bitnami/redis`, `ghcr.io/x/redis@sha256:…`. */
  readonly images: readonly string[];
  /** Its programs: `redis-server`. */
  readonly programs: readonly string[];
  /** File names in its own syntax, with `*`: `redis*.conf`. */
  readonly files: readonly string[];
  /** Environment variables of its images, and the directive that each sets; `arguments` holds command line words. */
  readonly environment: Readonly<Record<string, string>>;
  /** Dotted keys of a chart's values below the server's name, and the directive that each sets. */
  readonly chart: Readonly<Record<string, string>>;
  /** Environment variables of its clients, with `*`, and what each says. */
  readonly variables: Readonly<Record<string, string>>;
}

/** One directive as it is given. */
export interface ServerSetting extends Span {
  /** Lower case: `maxmemory-policy`. */
  readonly directive: string;
  /** Without quotes; for a reference with a fallback the fallback. */
  readonly value: string;
  /** `reference`: `${VAR}`, `$(VAR)`, a secret. `fallback`: a literal where the reference has nothing. */
  readonly form: "literal" | "reference" | "fallback";
}

/** What one file says of one server or client. */
export interface ServerSite extends Span {
  readonly dialect: string;
  /** Its name where it has one: the service, the container, the file. */
  readonly name: string;
  readonly role: "server" | "client";
  readonly file: "server" | "compose" | "kubernetes" | "chart" | "environment" | "settings";
  readonly settings: readonly ServerSetting[];
  /** Nothing else sets it up: a directive that is not here is not given. */
  readonly complete: boolean;
  /** For a developer's machine or an example, as its path says. */
  readonly local: boolean;
}

export interface ServerReading {
  readonly sites: readonly ServerSite[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads deployment files; the composition gives it to `extract`. */
export interface ServerReader {
  /** The path alone says that the file may speak of servers. */
  readonly reads: (path: string) => boolean;
  readonly read: (path: string, text: string) => ServerReading;
}
