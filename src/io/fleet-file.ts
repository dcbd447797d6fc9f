/** Reads repos.toml and the claims files that go with it; paths become absolute, relative to the file. */
import { dirname, resolve } from "node:path";
import { loadClaims } from "../load/claims.ts";
import { loadFleet } from "../load/fleet.ts";
import type { Checked, Diagnostic } from "../model/diagnostic.ts";
import type { Fleet } from "../model/fleet.ts";
import type { Host } from "./host.ts";
import { readLoaded, readToml } from "./toml-files.ts";

export interface FleetFile {
  readonly fleet: Fleet;
  /** The text of every claims file, by its path. */
  readonly claims: ReadonlyMap<string, string>;
}

/** Undefined when there is an error; a claims file that is not in order is one. */
export function readFleet(host: Host, typed: string): Checked<FleetFile | undefined> {
  const path = resolve(host.cwd, typed);
  const { value, diagnostics } = readLoaded(host, { path, shown: typed }, undefined, loadFleet);
  if (value === undefined) return { value, diagnostics };
  const folder = dirname(path);
  const fleet = { ...value, repositories: value.repositories.map((one) => absolute(one, folder)) };
  const claims = new Map<string, string>();
  const found: Diagnostic[] = [...diagnostics];
  for (const { choice } of fleet.repositories) {
    if (choice.claims === undefined || claims.has(choice.claims)) continue;
    const text = readToml(host, { path: choice.claims, shown: choice.claims });
    found.push(...text.diagnostics);
    if (text.value !== undefined) found.push(...loadClaims(text.value, choice.claims).diagnostics);
    claims.set(choice.claims, text.value ?? "");
  }
  const isBroken = found.some(({ severity }) => severity === "error");
  return { value: isBroken ? undefined : { fleet, claims }, diagnostics: found };
}

function absolute(
  one: Fleet["repositories"][number],
  folder: string,
): Fleet["repositories"][number] {
  const { path, choice } = one;
  const { claims } = choice;
  return {
    ...one,
    ...(path !== undefined && { path: resolve(folder, path) }),
    choice: claims === undefined ? choice : { ...choice, claims: resolve(folder, claims) },
  };
}
