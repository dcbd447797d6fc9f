/** The built-in extractor that a pack which is off would bring. */
import type { Offer } from "../gaps/gaps.ts";
import { openBuiltins } from "../io/builtins.ts";
import type { Host } from "../io/host.ts";
import { PACKS } from "../model/config.ts";

export function offerOf(host: Host): Offer {
  const builtIn = PACKS.flatMap((pack) => openBuiltins(host).extractors(pack).value);
  return ({ subject, predicate }) => {
    const one = builtIn.find((it) => it.subject === subject && it.predicate === predicate);
    return one === undefined ? undefined : `the built-in \`${one.id}\` would: pack ${one.pack}`;
  };
}
