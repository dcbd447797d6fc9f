/** Calls that tell a framework the options of what it makes or keeps on its own: `HttpModule.register({ timeout })`. */
import type { Library, LibraryType } from "../model/library.ts";
import type { Resolver } from "../model/meaning.ts";
import { memoised } from "../model/memoised.ts";
import { walk } from "../model/children.ts";
import type { Call } from "../model/syntax.ts";

export interface SetUp {
  readonly library: Library;
  /** The export that is called: `HttpModule.register`. */
  readonly path: string;
  readonly call: Call;
}

/** Those for one type, anywhere in the project. */
export function setUpsOf(
  { library, type }: { readonly library: Library; readonly type: LibraryType },
  resolver: Resolver,
): readonly SetUp[] {
  const makers = new Set(type.set_up_by);
  return allSetUps(resolver).filter((one) => one.library === library && makers.has(one.path));
}

const allSetUps = memoised((resolver: Resolver): readonly SetUp[] => {
  const found: SetUp[] = [];
  for (const module of resolver.modules) {
    const libraries = resolver.librariesOf(module);
    if (!libraries.some(({ types }) => types.some((type) => type.set_up_by !== undefined)))
      continue;
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call") return;
        const meaning = resolver.meaning(node.callee);
        if (meaning.kind === "library")
          found.push({ library: meaning.library, path: meaning.path.join("."), call: node });
      });
    }
  }
  return found;
});
