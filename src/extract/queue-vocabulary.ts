/** The properties of the idioms about queues; see `vocabulary.ts`. */
import { PROVIDES } from "../model/library.ts";

const FLAG = [true, false] as const;
const ORIGIN = { provides: PROVIDES, library: "library" } as const;

export const QUEUE_PROPERTIES = {
  acknowledgement: { ...ORIGIN, order: ["before", "after"], waits: FLAG },
  consumer: { ...ORIGIN, closed: ["yes", "no", "maybe"], reports: FLAG },
  "dropped-message": ORIGIN,
  insertion: { ...ORIGIN, guarded: FLAG },
  consumption: { ...ORIGIN, limited: FLAG, own: FLAG },
  liveness: { ...ORIGIN, alive: FLAG },
  publication: {
    ...ORIGIN,
    confirmed: FLAG,
    by: ["channel", "answer"],
    matters: FLAG,
    file: FLAG,
  },
  "queue-backend": { ...ORIGIN, shared: FLAG },
  "queue-declaration": { ...ORIGIN, dead_letter: FLAG, bounded: FLAG, lasting: FLAG },
  rejection: {
    ...ORIGIN,
    requeue: FLAG,
    written: FLAG,
    on_failure: FLAG,
    bounded: FLAG,
    paced: FLAG,
    ending: FLAG,
  },
  "stream-append": { ...ORIGIN, bounded: FLAG },
} as const;
