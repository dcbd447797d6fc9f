/**
 * The vocabulary in which `load` says what a TOML file may hold. A shape is plain data: `read-shape.ts` reads values by
 * it, and the same data can be written out as JSON Schema. What it reads to is known to the compiler (`Reads`).
 */
import type { Constant, Scalar } from "../model/constant.ts";
import type { TomlTable } from "./toml.ts";

export type Description =
  | TextDescription
  | { readonly kind: "flag" }
  | NumberDescription
  /** A bool, number or string; durations and sizes are read as such. */
  | { readonly kind: "scalar" }
  /** A scalar or a list of scalars. */
  | { readonly kind: "constant" }
  | { readonly kind: "one-of"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly of: Description }
  /** A table with any keys. */
  | { readonly kind: "map"; readonly of: Description }
  /** `what` names such a table in messages: `a claim`. */
  | { readonly kind: "table"; readonly what: string; readonly keys: Keys }
  /** The first whose type fits the value. */
  | { readonly kind: "either"; readonly shapes: readonly Description[] }
  /** Any table, as it stands. */
  | { readonly kind: "free" };

export interface TextDescription {
  readonly kind: "text";
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly hint?: string;
  readonly mayBeEmpty?: boolean;
}

export interface NumberDescription {
  readonly kind: "number";
  readonly whole?: boolean;
  readonly least?: number;
  readonly most?: number;
}

/** A description that reads to a T; `reads` exists for the compiler only. */
export type Shape<T> = Description & { readonly reads?: T };
export type Reads<S> = S extends { readonly reads?: infer T } ? T : never;

export interface Key {
  readonly shape: Description;
  readonly presence: "required" | "optional" | "default";
  readonly default?: unknown;
  /** One sentence for editors and the reference. */
  readonly doc: string;
}

export type Keys = Readonly<Record<string, Key>>;

type OptionalNames<K extends Keys> = {
  [N in keyof K]: K[N]["presence"] extends "optional" ? N : never;
}[keyof K];

export type TableOf<K extends Keys> = {
  readonly [N in Exclude<keyof K, OptionalNames<K>>]: Reads<K[N]["shape"]>;
} & { readonly [N in OptionalNames<K>]?: Reads<K[N]["shape"]> };

export const text: Shape<string> = { kind: "text" };
export const anyText: Shape<string> = { kind: "text", mayBeEmpty: true };
export const flag: Shape<boolean> = { kind: "flag" };
export const scalar: Shape<Scalar> = { kind: "scalar" };
export const constant: Shape<Constant> = { kind: "constant" };
export const free: Shape<TomlTable> = { kind: "free" };

/** `hint` says in words what the pattern asks for. */
export function textLike(pattern: string, hint: string): Shape<string> {
  return { kind: "text", pattern, hint };
}

export function number(bounds: Omit<NumberDescription, "kind"> = {}): Shape<number> {
  return { kind: "number", ...bounds };
}

export function oneOf<const W extends string>(values: readonly W[]): Shape<W> {
  return { kind: "one-of", values };
}

export function list<T>(of: Shape<T>): Shape<readonly T[]> {
  return { kind: "list", of };
}

export function map<T>(of: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return { kind: "map", of };
}

export function table<K extends Keys>(what: string, keys: K): Shape<TableOf<K>> {
  return { kind: "table", what, keys };
}

export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return { kind: "either", shapes: [first, second] };
}

export function required<T>(shape: Shape<T>, doc: string) {
  return { shape, presence: "required", doc } as const;
}

export function optional<T>(shape: Shape<T>, doc: string) {
  return { shape, presence: "optional", doc } as const;
}

export function withDefault<T>(shape: Shape<T>, value: NoInfer<T>, doc: string) {
  return { shape, presence: "default", default: value, doc } as const;
}

/** A list that may be left out. */
export function listOf<T>(shape: Shape<T>, doc: string) {
  return withDefault(list(shape), [], doc);
}
