/**
 * `error-listener`: a client whose errors come as events is made. `heard` is whether anybody listens to them: where nobody
 * does, the first lost connection ends the process.
 */
import { walk } from "../../model/children.ts";
import type { Instance, Resolver } from "../../model/meaning.ts";
import { memoised } from "../../model/memoised.ts";
import type { Call } from "../../model/syntax.ts";
import { describe } from "../canonical.ts";
import { occasionOf } from "../occasion.ts";
import { callHead } from "../place.ts";
import type { Recogniser } from "../shape.ts";

export const errorListener: Recogniser = {
  kinds: ["error-listener"],
  start:
    ({ resolver }, emit) =>
    (node) => {
      const site = node.kind === "call" ? resolver.constructionAt(node) : undefined;
      if (site?.instance.type.errors_as_events !== true) return;
      const heard = isHeard(site.call, site.instance, resolver);
      if (heard === undefined) return;
      emit({
        kind: "error-listener",
        span: callHead(site.call),
        node: site.call,
        instance: site.instance,
        properties: {
          provides: site.instance.type.provides,
          library: site.instance.library.id,
          heard,
          occasion: occasionOf(site.call, resolver),
        },
        captures: {},
        words: { made: describe(site.call.callee), library: site.instance.library.title },
      });
    },
};

/** Not known where somebody listens to a client of the library of which the text does not say where it is made. */
function isHeard(made: Call, { library }: Instance, resolver: Resolver): boolean | undefined {
  const listened = listenedTo(resolver);
  if (listened.some(({ making }) => making === made)) return true;
  const isOpen = listened.some((one) => one.library === library && one.making === undefined);
  return isOpen ? undefined : false;
}

/** Every object of which the program hears errors: `client.on("error", …)`. */
const listenedTo = memoised((resolver: Resolver): readonly Instance[] => {
  const found: Instance[] = [];
  for (const module of resolver.modules) {
    for (const statement of module.body) {
      walk(statement, (node) => {
        if (node.kind !== "call" || !listens(node) || node.callee.kind !== "member") return;
        const receiver = resolver.meaning(node.callee.object);
        const options = receiver.kind === "either" ? receiver.options : [receiver];
        found.push(...options.filter((option): option is Instance => option.kind === "instance"));
      });
    }
  }
  return found;
});

function listens({ callee, args }: Call): boolean {
  const [event] = args;
  return (
    callee.kind === "member" &&
    /^(on|once|addListener|prependListener)$/.test(callee.name) &&
    event?.kind === "literal" &&
    event.value === "error"
  );
}
