/** Trees that worker threads lower while this one reads and links; what is kept from earlier runs needs none. */
import { decode } from "../cache/codec.ts";
import type { KeptTrees, Lowered } from "../look/candidates.ts";
import type { Crew } from "../io/workers.ts";
import type { TreeShelf } from "./kept-trees.ts";
import type { SourceFile } from "../model/source.ts";

/** Files that are expected before a crew is hired: a thread takes as long to start as these to lower. */
const WORTH_A_CREW = 200_000;

/** `hire` is called once there is enough to do. */
export function shareTrees(
  shelf: TreeShelf | undefined,
  hire: () => Crew | undefined,
): KeptTrees & { readonly stop: () => void } {
  let crew: Crew | undefined;
  let early: SourceFile[] | undefined = [];
  let size = 0;
  const lowerSoon = (file: SourceFile): void => {
    if (early === undefined) return crew?.add(file.path, file);
    early.push(file);
    size += file.text.length;
    if (size < WORTH_A_CREW) return;
    crew = hire();
    for (const one of early) crew?.add(one.path, one);
    early = undefined;
  };
  const expect = (file: SourceFile): void => {
    if (file.grammar === undefined || shelf?.isThere(file) === true) return;
    if (shelf?.ask(file, () => lowerSoon(file)) !== true) lowerSoon(file);
  };
  const taken = (file: SourceFile): Lowered | undefined => {
    const bytes = crew?.take(file.path);
    return bytes === undefined ? undefined : (decode(Buffer.from(bytes.buffer)) as Lowered);
  };
  return {
    expect,
    get(file) {
      const kept = shelf?.get(file);
      if (kept !== undefined) return kept;
      const lowered = taken(file);
      if (lowered !== undefined) shelf?.put(file, lowered);
      return lowered;
    },
    put: (file, lowered) => shelf?.put(file, lowered),
    arrive: async () => (await shelf?.arrive?.()) ?? [],
    stop: () => crew?.stop(),
  };
}
