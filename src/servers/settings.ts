/**
 * Settings of applications: `application.yml`, `appsettings.json`, `config/production.toml`. A key is read as the variable
 * of that name would be: `redis.password` as `REDIS_PASSWORD`, `redis.tls.rejectUnauthorized` as
 * `REDIS_TLS_REJECT_UNAUTHORIZED`.
 */
import type { Scalar, Tree } from "./tree.ts";

/** Told by its name, or by its folder: other YAML, JSON and TOML is data, or belongs to some tool. */
export function isSettings(path: string): boolean {
  return NAMED.test(path) || IN_FOLDER.test(path);
}

const NAMED =
  /(?:^|\/)(?:application|appsettings|bootstrap|settings|config|configuration|secrets|credentials|redis|cache|database)(?:[-_.][\w.-]+)?\.(?:ya?ml|json|toml)$/i;
const IN_FOLDER =
  /(?:^|\/)(?:config|configs|conf|settings)\/(?:[\w.-]+\/){0,2}[\w.-]+\.(?:ya?ml|json|toml)$/i;

export interface NamedValue {
  readonly name: string;
  readonly value: Scalar;
  readonly start: number;
}

/** Every scalar of the tree, by the variable's name that its keys spell. */
export function settingsIn(tree: Tree): readonly NamedValue[] {
  const found: NamedValue[] = [];
  const seen = new Set<Tree>();
  const pending: { readonly part: Tree; readonly name: string }[] = [{ part: tree, name: "" }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { part, name } = next;
    if (part.kind === "scalar") {
      found.push({ name, value: part, start: part.start });
      continue;
    }
    if (part.kind === "sequence" || seen.has(part)) continue;
    seen.add(part);
    for (const { key, value } of part.items.toReversed()) {
      pending.push({ part: value, name: name === "" ? variable(key) : `${name}_${variable(key)}` });
    }
  }
  return found;
}

/** `rejectUnauthorized`, `reject-unauthorized`: `REJECT_UNAUTHORIZED`. */
function variable(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toUpperCase();
}
