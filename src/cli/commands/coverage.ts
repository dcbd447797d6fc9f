/** `aphoria coverage`: calls on modelled libraries that no claim speaks about. */
import { coverageOf, DOMAINS } from "../../coverage/coverage.ts";
import { domainOf } from "../../author/choose-id.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Command, Context, Typed } from "../command.ts";
import { coverageJson, coverageText } from "../coverage-text.ts";
import { isOn, wordsOf } from "../options.ts";
import { JSON_FLAG, SCAN_FLAGS, speakDiagnostics, toJson } from "../project-inputs.ts";
import { startProgress } from "../progress.ts";
import { planScan } from "../scan-plan.ts";

export default {
  summary: "Show the cache calls that no claim speaks about, so that silence is visible.",
  words: { spec: "[paths...]", help: "files, folders and globs, as for a scan" },
  flags: [
    JSON_FLAG,
    {
      name: "domain",
      takes: "NAMES",
      isList: true,
      help: "cache, httpclient, dbpool, msgqueue (default: those of the claims)",
    },
    ...SCAN_FLAGS,
    { name: "include-tests", help: "look at test code too" },
  ],
  examples: [
    { line: "aphoria coverage", says: "every cache call, and which claims speak about it" },
    { line: "aphoria coverage src --json", says: "for programs" },
  ],
  notes: `A call is governed when an extractor observes something there that a claim is about, whatever the verdict. A call
"not in the model" is one on a library's object that its model says nothing about: no claim can speak about it until
the model does (.aphoria/libraries/).

Exit codes: 0 shown · 2 the scan could not do its job.`,
  run,
} satisfies Command;

async function run(typed: Typed, { host, pipeline }: Context): Promise<void> {
  const { json: _, domain: __, ...flags } = typed.flags;
  const asked = wordsOf(typed, "domain", Object.keys(DOMAINS));
  const { options } = planScan({ words: typed.words, flags }, host.cwd);
  const stages = await pipeline();
  const progress = startProgress(host, false);
  const { report, claims, observations, callSites, sources } = await stages
    .scan(options, host, progress.report)
    .finally(() => progress.stop());
  speakDiagnostics(report.diagnostics, host);
  const byKey = groupBy(claims, keyOf);
  const places = observations.flatMap((one) =>
    (byKey.get(keyOf(one)) ?? []).map(({ id }) => ({ ...one, claim_id: id })),
  );
  const domains = asked ?? [...new Set(claims.map(({ subject }) => domainOf(subject)))];
  const found = coverageOf(callSites(), places, domains);
  if (isOn(typed, "json")) host.stdout.write(toJson(coverageJson(found, sources)));
  else host.stdout.write(coverageText(found, sources, host.stdout));
}

function keyOf({ subject, predicate }: { subject: string; predicate: string }): string {
  return `${subject}\0${predicate}`;
}
