/** What a framework runs anew for each request because a handler asks for what it gives: `Depends(get_client)`. */
import { calledName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import type { FunctionNode } from "../model/syntax.ts";

export function isDependency(fn: FunctionNode, resolver: Resolver): boolean {
  return dependencies(resolver).has(fn);
}

const dependencies = memoised((resolver: Resolver): ReadonlySet<FunctionNode> => {
  const found = new Set<FunctionNode>();
  for (const module of resolver.modules) {
    if (module.language !== "python") continue;
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind === "call" && /^(Depends|Security)$/.test(calledName(node))) {
          const [maker] = node.args;
          if (maker !== undefined) keep(resolver.meaning(maker), found);
          // `pool: Pool = Depends()` asks for what its type says.
          const param = node.parent;
          if (maker === undefined && param?.kind === "param" && param.type !== undefined)
            keep(resolver.typeMeaning(param.type, param), found);
        }
      });
    }
  }
  return found;
});

function keep(meaning: Meaning, found: Set<FunctionNode>): void {
  if (meaning.kind === "function" && meaning.node.implemented) found.add(meaning.node);
  if (meaning.kind !== "class" && meaning.kind !== "object") return;
  for (const { methods } of meaning.info.nodes)
    for (const method of methods) if (method.name === "__init__") found.add(method);
}
