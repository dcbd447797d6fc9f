/** Options that are set by the methods of a builder. */
import type { LibraryOption } from "../model/library.ts";
import type { Instance, Meaning } from "../model/meaning.ts";
import type { Call, Expr } from "../model/syntax.ts";
import { setLater, valueGiven, type Found } from "./builder-pairs.ts";
import type { Context } from "./context.ts";
import { returnsOf } from "./returns.ts";
import { definitionsAt } from "./scopes.ts";

/** `.max_capacity(10)` anywhere in the builder's chain, also where the builder has a name and is assigned again. */
export function fromBuilder(
  context: Context,
  holder: Instance,
  option: LibraryOption,
): Found | undefined {
  return option.methods.length === 0 || holder.making === undefined
    ? undefined
    : inChain(context, holder.making, option, 0);
}

function inChain(
  context: Context,
  from: Expr,
  option: LibraryOption,
  depth: number,
): Found | undefined {
  if (depth > 6) return undefined;
  let at: Expr | undefined = from;
  for (let step = 0; at !== undefined && step < 60; step += 1) {
    if (at.kind === "await") at = at.value;
    else if (at.kind === "call" && at.callee.kind === "member") {
      const value = valueGiven(context, at, option);
      if (option.methods.includes(at.callee.name) && value !== "other") {
        const start = at.callee.end - at.callee.name.length;
        if (value !== undefined) return { span: { start, end: at.end }, value };
        return {
          span: { start, end: at.end },
          value: { kind: "literal", value: true, start: at.start, end: at.end, parent: at },
        };
      }
      for (const arg of at.args) {
        const nested = nestedBuilder(context, arg, option);
        if (nested !== undefined) return nested;
      }
      // `http::base_builder().build()`: a function of a module, not a step of the chain.
      const isPath: boolean =
        at.callee.object.kind === "name" || at.callee.object.kind === "member";
      const behind: Found | undefined = isPath ? inHelper(context, at, option, depth) : undefined;
      if (behind !== undefined) return behind;
      at = at.callee.object;
    } else if (at.kind === "call") {
      return inHelper(context, at, option, depth);
    } else if (at.kind === "name") {
      const name: Expr = at;
      for (const value of valuesOf(context, name)) {
        const found = value === from ? undefined : inChain(context, value, option, depth + 1);
        if (found !== undefined) return found;
      }
      return option.pairs.length === 0 ? undefined : setLater(context, name, option);
    } else at = undefined;
  }
  return undefined;
}

/** `base_builder().build()`: the chain goes on in what the function gives back. */
function inHelper(
  context: Context,
  call: Call,
  option: LibraryOption,
  depth: number,
): Found | undefined {
  const callee = context.meaning(call.callee);
  if (callee.kind !== "function") return undefined;
  for (const value of [...returnsOf(callee.node), ...call.args]) {
    const found = inChain(context, value, option, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Everything that is put into a local name. */
function valuesOf(context: Context, name: Extract<Expr, { kind: "name" }>): readonly Expr[] {
  const scopes = context.scopesOf(context.moduleOf(name));
  return definitionsAt(scopes, name.name, name).flatMap((definition) => {
    if (definition.kind === "assign") {
      return definition.node.kind === "assign" ? [definition.node.value] : [];
    }
    return definition.kind === "value" && definition.value !== undefined ? [definition.value] : [];
  });
}

/** A configuration object built in an argument: `get_connection_manager_with_config(Config::new().set_x(1))`. */
function nestedBuilder(context: Context, arg: Expr, option: LibraryOption): Found | undefined {
  let at: Expr | undefined = arg;
  for (let step = 0; at !== undefined && step < 40; step += 1) {
    if (at.kind === "call" && at.callee.kind === "member") {
      const value = valueGiven(context, at, option);
      const isAsked = option.methods.includes(at.callee.name) && value !== "other";
      if (isAsked && value !== undefined) {
        return { span: { start: at.callee.end - at.callee.name.length, end: at.end }, value };
      }
      at = at.callee.object;
    } else if (at.kind === "name") {
      const later = option.pairs.length === 0 ? undefined : setLater(context, at, option);
      if (later !== undefined) return later;
      const meaning: Meaning = context.meaning(at);
      const definition = meaning.via?.[0];
      at = definition?.kind === "declare" ? definition.value : undefined;
    } else at = undefined;
  }
  return undefined;
}
