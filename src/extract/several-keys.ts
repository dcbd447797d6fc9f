/** The keys of a command that takes several, in whatever way a client library lets them be written. */
import { lastName } from "../model/ancestry.ts";
import type { OperationSite, Resolver } from "../model/meaning.ts";
import type { Expr } from "../model/syntax.ts";

/** The keys as written, or a list that is made elsewhere. */
export type Keys =
  | { readonly kind: "written"; readonly keys: readonly Expr[] }
  /** `mget(...ids.map(key))`, `del(keys)`: one expression for each of many, if the text shows it. */
  | {
      readonly kind: "many";
      readonly list: Expr;
      readonly each?: Expr;
      readonly names: readonly string[];
    };

/** Nothing for commands of one key, and where how many there are cannot be told. */
export function keysOf(site: OperationSite, resolver: Resolver): Keys | undefined {
  const { operation } = site;
  const form = operation.keys ?? (operation.key === "each" ? "each" : undefined);
  if (form === undefined) return undefined;
  const from = typeof operation.key === "number" ? operation.key : 0;
  const args = site.args.slice(from);
  if (form === "counted") return counted(site, from, resolver);
  const list = listed(args, resolver);
  if (list.kind === "many") return list;
  if (form === "both") return { kind: "written", keys: list.keys.slice(0, 2) };
  if (form === "pairs") return pairs(args, list.keys, resolver);
  return list;
}

/** `eval(script, 2, a, b, argument)`; `eval(script, { keys: [a, b] })`. */
function counted(site: OperationSite, from: number, resolver: Resolver): Keys | undefined {
  const asked = site.args[from - 1];
  const number = asked === undefined ? undefined : resolver.meaning(asked);
  if (number?.kind === "constant" && typeof number.value === "number")
    return { kind: "written", keys: plain(site.args.slice(from, from + number.value)) };
  for (const arg of site.args) {
    const meaning = resolver.meaning(arg);
    const keys =
      meaning.kind === "record"
        ? meaning.node.entries.find(({ key }) => key === "keys")
        : undefined;
    if (keys !== undefined) return listed([keys.value], resolver);
  }
  return undefined;
}

/** `mset(a, 1, b, 2)`, `mset({ [a]: 1 })`, `mset([[a, 1], [b, 2]])`, `mset(&[(a, 1), (b, 2)])`. */
function pairs(
  args: readonly Expr[],
  listedKeys: readonly Expr[],
  resolver: Resolver,
): Keys | undefined {
  const [first] = args;
  const meaning = first === undefined ? undefined : resolver.meaning(first);
  if (meaning?.kind === "record") {
    if (meaning.node.rest.length > 0) return undefined;
    const keys = meaning.node.entries.map(({ key, computed, start, end }): Expr => {
      return computed ?? { kind: "literal", value: key ?? "", start, end };
    });
    return { kind: "written", keys };
  }
  const nested = listedKeys.flatMap((item) => (item.kind === "list" ? item.items.slice(0, 1) : []));
  if (nested.length === listedKeys.length) return { kind: "written", keys: nested };
  return { kind: "written", keys: listedKeys.filter((_, index) => index % 2 === 0) };
}

/** Arguments, or the one list that they stand in. */
function listed(args: readonly Expr[], resolver: Resolver): Keys {
  const keys: Expr[] = [];
  for (const arg of args) {
    const value = arg.kind === "spread" ? arg.value : arg;
    const meaning = resolver.meaning(value);
    if (meaning.kind === "list" && meaning.items.every(({ kind }) => kind !== "spread"))
      keys.push(...meaning.items);
    else if (arg.kind === "spread" || (args.length === 1 && mayBeList(value)))
      return many(value, resolver);
    else keys.push(arg);
  }
  return { kind: "written", keys };
}

function mayBeList(expr: Expr): boolean {
  const name = lastName(expr) ?? "";
  return (
    expr.kind === "loop" ||
    mapped(expr) !== undefined ||
    /(keys|list|batch|chunk|names)$/i.test(name)
  );
}

function many(list: Expr, resolver: Resolver, depth = 0): Keys {
  const each = mapped(list);
  if (each !== undefined) return { kind: "many", list, ...each };
  const [made] = depth > 2 ? [] : (resolver.meaning(list).via ?? []);
  if (list.kind === "name" && made?.kind === "declare" && made.value !== undefined) {
    const inner = many(made.value, resolver, depth + 1);
    if (inner.kind === "many" && inner.each !== undefined) return { ...inner, list };
  }
  return { kind: "many", list, names: [] };
}

/** `ids.map((id) => key(id))`, `[key(id) for id in ids]`: the key of one item, and the item's names. */
function mapped(
  expr: Expr,
): { readonly each: Expr; readonly names: readonly string[] } | undefined {
  if (expr.kind === "loop") {
    const last = expr.body.at(-1);
    return last?.kind === "expression"
      ? { each: last.value, names: expr.bindings.map(({ name }) => name) }
      : undefined;
  }
  if (expr.kind !== "call" || expr.callee.kind !== "member") return undefined;
  if (/^(collect|toArray|to_vec)$/.test(expr.callee.name)) return mapped(expr.callee.object);
  const [callback] = expr.args;
  if (expr.callee.name !== "map" || callback?.kind !== "function") return undefined;
  const last = callback.body.at(-1);
  const value = last?.kind === "return" || last?.kind === "expression" ? last.value : undefined;
  const names = callback.params.flatMap(({ name, bindings }) => [
    ...(name === undefined ? [] : [name]),
    ...bindings.map((binding) => binding.name),
  ]);
  return value === undefined ? undefined : { each: value, names };
}

function plain(args: readonly Expr[]): readonly Expr[] {
  return args.filter(({ kind }) => kind !== "spread");
}
