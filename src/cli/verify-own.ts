/** Whether the claims of the project's own file are in order. The corpora are, by tests of their own. */
import { verifyClaims } from "../author/verify-claims.ts";
import type { Host } from "../io/host.ts";
import { parseToml } from "../load/toml.ts";
import type { Claim } from "../model/claim.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { findClaimsFile, readText, shippedClaims } from "./claims-file.ts";
import type { Typed } from "./command.ts";

export function verifyOwn(
  typed: Typed,
  host: Host,
  claims: readonly Claim[],
): readonly Diagnostic[] {
  const file = findClaimsFile(typed, host);
  const text = readText(host, file);
  const toml = text === undefined ? undefined : parseToml(text, file.shown).value;
  if (toml === undefined) return [];
  const own = claims.filter(({ origin }) => origin === file.shown);
  return verifyClaims({ claims: own, shipped: shippedClaims(host), toml, path: file.shown });
}
