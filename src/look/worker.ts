/** The inside of a worker thread: lowers the files that it is sent, and sends their trees back as bytes. */
import { encode } from "../cache/codec.ts";
import { lowerFile } from "./candidates.ts";
import { serve } from "../io/workers.ts";
import type { SourceFile } from "../model/source.ts";
import { parseText, releaseTrees } from "../parse/parse.ts";

/** As in the main thread, but there are two that let memory pile up. */
const PARSED_PER_COLLECTION = 2_000_000;

let parsed = 0;

serve((message) => {
  const file = message as SourceFile;
  parsed += file.text.length;
  if (parsed > PARSED_PER_COLLECTION) {
    releaseTrees();
    parsed = 0;
  }
  const lowered = lowerFile(file, () => parseText(file.text, file.grammar ?? ""));
  return encode(lowered);
});
