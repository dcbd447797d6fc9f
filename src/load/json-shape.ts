/** Reads JSON that others can write by a shape: what fits it in every part, or the first thing that does not. */
import { readShape } from "./read-shape.ts";
import type { Shape } from "./shape.ts";
import type { TomlValue } from "./toml.ts";

export type ReadJson<T> = { readonly value: T } | { readonly problem: string };

const DEEPEST = 20;

export function readJsonShape<T>(shape: Shape<T>, json: unknown): ReadJson<T> {
  if (!isPlain(json, DEEPEST)) return { problem: "it holds null, or nests too deep" };
  const { value, problems } = readShape(shape, json);
  const [first] = problems;
  if (value !== undefined) return { value };
  return { problem: `${first?.at.join(".") ?? ""}: ${first?.message ?? "it does not fit"}` };
}

/** What TOML has too: shapes know no null. */
function isPlain(json: unknown, depth: number): json is TomlValue {
  if (json === null || json === undefined || depth === 0) return false;
  if (typeof json !== "object") return true;
  return Object.values(json).every((part) => isPlain(part, depth - 1));
}
