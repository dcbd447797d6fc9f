/**
 * What the type checker is told about the world: a declaration file for each modelled library, made of its model, and
 * the few global types that carry other types from place to place. Every object of a model bears a brand, so that
 * whatever way its type goes through generics, the checker can say whose it is.
 */
import type { Library, LibraryType } from "../model/library.ts";

/** The property whose literal type names library and type. */
export const BRAND = "__aphoria";

export function declarationsOf(library: Library): string {
  const names = new Map<string, string>();
  for (const [index, type] of library.types.entries()) names.set(type.name, `T${index}`);
  const nameOf = (type: LibraryType): string => names.get(type.name) ?? "any";
  const interfaces = library.types.map((type) => interfaceOf(library, type, names));
  const exported = new Map<string, { made?: LibraryType; typed?: LibraryType }>();
  for (const type of library.types) {
    for (const path of type.construct) keep(exported, path, { made: type });
    for (const path of type.types) keep(exported, path, { typed: type });
  }
  const exports = [...exported].map(([name, { made, typed }]) => {
    const inner = name === "default" ? "Default" : name;
    const value = made === undefined ? "any" : makerOf(nameOf(made));
    const type = typed ?? made;
    const shape = type === undefined ? "" : `interface ${inner} extends ${nameOf(type)} {}`;
    return name === "default"
      ? `${shape}\ndeclare const ${inner}: ${value};\nexport default ${inner};`
      : `export ${shape}\nexport declare const ${inner}: ${value};`;
  });
  return [...interfaces, ...exports, "export {};"].join("\n");
}

function keep<T extends object>(exported: Map<string, T>, path: string, what: T): void {
  // Of `Redis.Cluster` the value is reached through its owner, which knows any member.
  if (!/^[A-Za-z_$][\w$]*$/.test(path)) return;
  exported.set(path, { ...what, ...exported.get(path) });
}

function makerOf(type: string): string {
  return `{ new (...args: any[]): ${type}; (...args: any[]): ${type}; [name: string]: any }`;
}

function interfaceOf(
  library: Library,
  type: LibraryType,
  names: ReadonlyMap<string, string>,
): string {
  const own = names.get(type.name) ?? "";
  const same = type.same.map((method) => `${method}(...args: any[]): ${own};`);
  const derived = library.types.flatMap((other) =>
    other.derives
      .filter((path) => path.startsWith(`${type.name}.`))
      .map(
        (path) =>
          `${path.slice(type.name.length + 1)}(...args: any[]): ${names.get(other.name) ?? "any"};`,
      ),
  );
  const members = [...same, ...derived].filter((member) => /^[A-Za-z_$][\w$]*\(/.test(member));
  const brand = `readonly ${BRAND}: ${JSON.stringify(`${library.id} ${type.name}`)};`;
  return `interface ${own} { ${[brand, ...members, "[name: string]: any;"].join(" ")} }`;
}

/** Of the language's own types those that hand on what they hold. */
export const GLOBALS = `
interface Object {} interface Function {} interface CallableFunction extends Function {}
interface NewableFunction extends Function {} interface IArguments {} interface String {} interface Number {}
interface Boolean {} interface RegExp {} interface Symbol {} interface Error {} interface Date {}
interface Iterator<T> { next(): { value: T; done: boolean } }
interface Iterable<T> { [Symbol.iterator](): Iterator<T> }
interface SymbolConstructor { readonly iterator: unique symbol; readonly asyncIterator: unique symbol }
declare const Symbol: SymbolConstructor;
interface AsyncIterable<T> { [Symbol.asyncIterator](): Iterator<Promise<T>> }
interface ReadonlyArray<T> extends Iterable<T> { readonly [n: number]: T; readonly length: number;
  map<U>(f: (v: T, i: number) => U): U[]; filter(f: (v: T) => unknown): T[]; find(f: (v: T) => unknown): T | undefined;
  forEach(f: (v: T, i: number) => unknown): void; at(n: number): T | undefined }
interface Array<T> extends ReadonlyArray<T> { [n: number]: T; push(...v: T[]): number; pop(): T | undefined; shift(): T | undefined }
interface PromiseLike<T> { then<A = T, B = never>(f?: ((v: T) => A | PromiseLike<A>) | null, g?: ((e: any) => B | PromiseLike<B>) | null): PromiseLike<A | B> }
interface Promise<T> { then<A = T, B = never>(f?: ((v: T) => A | PromiseLike<A>) | null, g?: ((e: any) => B | PromiseLike<B>) | null): Promise<A | B>;
  catch<B = never>(g?: ((e: any) => B | PromiseLike<B>) | null): Promise<T | B>; finally(f?: (() => void) | null): Promise<T> }
interface PromiseConstructor { new <T>(f: (resolve: (v: T | PromiseLike<T>) => void, reject: (e?: any) => void) => void): Promise<T>;
  resolve<T>(v: T | PromiseLike<T>): Promise<Awaited<T>>; resolve(): Promise<void>; reject<T = never>(e?: any): Promise<T>;
  all<T extends readonly unknown[] | []>(v: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
  race<T extends readonly unknown[] | []>(v: T): Promise<Awaited<T[number]>> }
declare const Promise: PromiseConstructor;
interface Map<K, V> { get(k: K): V | undefined; set(k: K, v: V): this; has(k: K): boolean; delete(k: K): boolean;
  values(): Iterable<V> & Iterator<V>; keys(): Iterable<K> & Iterator<K>; entries(): Iterable<[K, V]> & Iterator<[K, V]>;
  forEach(f: (v: V, k: K) => void): void; readonly size: number; clear(): void }
declare const Map: { new <K = any, V = any>(v?: any): Map<K, V> };
interface Set<T> { add(v: T): this; has(v: T): boolean; delete(v: T): boolean; values(): Iterable<T> & Iterator<T>; readonly size: number }
declare const Set: { new <T = any>(v?: any): Set<T> };
interface WeakMap<K, V> { get(k: K): V | undefined; set(k: K, v: V): this; has(k: K): boolean; delete(k: K): boolean }
declare const WeakMap: { new <K = any, V = any>(v?: any): WeakMap<K, V> };
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(f: infer F, ...args: any): any } ? F extends (v: infer V, ...args: any) => any ? Awaited<V> : never : T;
type Partial<T> = { [P in keyof T]?: T[P] }; type Required<T> = { [P in keyof T]-?: T[P] }; type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] }; type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T; type Extract<T, U> = T extends U ? T : never; type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {}; type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R ? R : any;
type ConstructorParameters<T extends abstract new (...args: any) => any> = T extends abstract new (...args: infer P) => any ? P : never;
interface ThisType<T> {} interface TemplateStringsArray extends ReadonlyArray<string> {}
declare const globalThis: any; declare const process: any; declare const console: any; declare const require: any; declare const module: any;
`;
