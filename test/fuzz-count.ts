/** Writes down how many cases each property was tried on: what is interrupted tries fewer than it was given. */
import { appendFileSync } from "node:fs";
import fc, { type RunDetails } from "fast-check";

const file = process.env["APHORIA_FUZZ_COUNT"];

fc.configureGlobal({
  reporter: (found: RunDetails<unknown>) => {
    if (file !== undefined) appendFileSync(file, `${found.numRuns}\n`);
    const message = fc.defaultReportMessage(found);
    if (message !== undefined) throw new Error(message);
  },
});
