/** Names of members that the program counts up: `metrics.timeouts += 1` makes `timeouts = 0` a counter and no setting. */
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { Expr } from "../model/syntax.ts";

export function isCounter(name: string, resolver: Resolver): boolean {
  return countedNames(resolver).has(name);
}

const countedNames = memoised((resolver: Resolver): ReadonlySet<string> => {
  const names = new Set<string>();
  const put = (target: Expr): void => {
    if (target.kind === "member" || target.kind === "name") names.add(target.name);
  };
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "assign" && /^[+-]=$/.test(node.op)) put(node.target);
        if (node.kind === "unary" && /^(?:\+\+|--)$/.test(node.op)) put(node.operand);
      });
    }
  }
  return names;
});
