/** `aphoria extractors new`, also `aphoria-custom-extractor-creator`: an extractor that is proved before it is kept. */
import { relative } from "node:path";
import { usesColor } from "../color.ts";
import type { Command, Context, Typed } from "../command.ts";
import { openBench, shownPath, writeExtractor } from "../extractor-bench.ts";
import { asDraft, decide } from "../extractor-choice.ts";
import type { Bench, Decision, Scaffold } from "../extractor-choice.ts";
import { readRequest } from "../extractor-request.ts";
import type { Request } from "../extractor-request.ts";
import { decisionText, scaffoldJson, scaffoldText } from "../extractor-text.ts";
import { isOn, listOf, valueOf } from "../options.ts";
import { CLAIM_FLAGS, JSON_FLAG, toJson } from "../project-inputs.ts";
import type { ScanOptions } from "../pipeline.ts";
import { openPrompts } from "../prompts.ts";
import { UsageError } from "../usage.ts";

const NOTES = `The pattern is tried on code that is known to keep and to break the claim: the claim's own fixes, shipped examples,
variants made from the pattern, --bad and --good, and this repository. One that matches compliant code is wrong: the
counterexample is shown, and a corrected form that is proved is offered; without a terminal it is written, with the
given pattern in a comment. With a capture called $VALUE (or (?<value>…)) the code's own value is observed.

Exit codes: 0 written (or shown, with --dry-run) · 2 nothing could be proved, or bad input; nothing is written then.`;

export default {
  summary: "Write an extractor into .aphoria/extractors/ from a pattern or from examples, proved.",
  flags: [
    { name: "violation", takes: "WORDS", help: "what it finds: the title, and the file's name" },
    { name: "claim", takes: "ID", help: "the claim that the violation breaks" },
    {
      name: "pattern",
      takes: "PATTERN",
      help: "a code pattern with $NAMES, or a regular expression",
    },
    { name: "language", takes: "NAMES", isList: true, help: "typescript, rust, python" },
    {
      name: "bad",
      takes: "CODE",
      isList: true,
      keepsCommas: true,
      help: "code, or a file, that breaks the claim; may be repeated",
    },
    {
      name: "good",
      takes: "CODE",
      isList: true,
      keepsCommas: true,
      help: "code, or a file, that keeps the claim; may be repeated",
    },
    { name: "unit", takes: "UNIT", help: "of a captured bare number: s, ms, min, h, d, byte …" },
    { name: "name", takes: "NAME", help: "its id and file name (default: from --violation)" },
    {
      name: "force",
      help: "keep the given pattern although it is wrong, as a draft that no scan runs",
    },
    { name: "dry-run", help: "show it, write nothing" },
    { name: "no-input", help: "never ask" },
    { name: "no-color", help: "no colour; questions line by line, for screen readers" },
    ...CLAIM_FLAGS,
    JSON_FLAG,
  ],
  examples: [
    {
      line: "aphoria extractors new --violation \"SET without TTL\" --claim cache-004 --pattern '$C.set($K, $V)' --language rust",
      says: "from a pattern",
    },
    {
      line: "aphoria extractors new --violation \"SET without TTL\" --claim cache-004 --bad 'db.put(k, v)' --good 'db.put_ttl(k, v, 60)' --language rust",
      says: "from examples",
    },
  ],
  notes: NOTES,
  run,
} satisfies Command;

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const request = readRequest(typed, host);
  const bench = await openBench(request, choiceOf(request, typed), context);
  const decision = await decide(bench);
  const isJson = isOn(typed, "json");
  const say = (text: string): void => {
    if (!isJson) host.stdout.write(text);
  };
  say(decisionText(request, decision));
  const scaffold = await choose(decision, bench, typed, context, say);
  const shown = shownPath(request.id);
  if (scaffold === undefined) throw nothingProved(decision, request);
  const undo = `rm ${relative(host.cwd, bench.path)}`;
  const isDry = isOn(typed, "dry-run");
  const state = isDry ? "shown" : writeExtractor(host, bench.path, shown, scaffold.text);
  if (state === "other") {
    throw new UsageError(
      `${shown} is there already, so nothing was written`,
      "Remove it, or give another --name.",
    );
  }
  if (isJson) {
    const note = state === "same" ? "it was there already" : null;
    const written = { path: shown, undo: state === "written" ? undo : null, note };
    host.stdout.write(toJson(scaffoldJson({ ...decision, chosen: scaffold }, request, written)));
    return;
  }
  if (isDry) say(`\n${scaffold.text}`);
  else if (state === "same") say(`\n${shown} was there already, the same\n`);
  else say(`\n${shown} is written; undo it with: ${undo}\n`);
  if (request.corpus !== undefined) {
    host.stderr.write(
      `A scan holds no \`${request.claim.id}\` against this code yet: \`aphoria claims import --corpus ${request.corpus} --id ${request.claim.id}\`.\n`,
    );
  }
}

function choiceOf({ corpus }: Request, typed: Typed): Partial<ScanOptions> {
  const [claims, config] = [valueOf(typed, "claims"), valueOf(typed, "config")];
  const chosen = corpus === undefined ? listOf(typed, "corpus") : [corpus];
  return {
    ...(claims !== undefined && { claims }),
    ...(config !== undefined && { config }),
    ...(chosen !== undefined && { corpus: chosen }),
  };
}

/** In a terminal a person decides; elsewhere what is proved is taken, and with --force the given pattern. */
async function choose(
  { given, chosen }: Decision,
  bench: Bench,
  typed: Typed,
  { host }: Context,
  say: (text: string) => void,
): Promise<Scaffold | undefined> {
  const { request } = bench;
  const isWrong = given?.reason !== undefined;
  if (isOn(typed, "force") && isWrong) {
    const draft = await asDraft(given, bench);
    if (draft !== undefined) say(scaffoldText(draft, request));
    return draft;
  }
  if (chosen !== undefined) say(scaffoldText(chosen, request));
  const isQuiet = ["json", "dry-run", "no-input"].some((flag) => isOn(typed, flag));
  if (!host.isInteractive || isQuiet || chosen === undefined) return chosen;
  const isColored = usesColor({ isOff: isOn(typed, "no-color"), env: host.env, isTTY: true });
  const prompts = await openPrompts(!isColored);
  // Its tests would fill the screen.
  const [head = "", ...tests] = chosen.text.split("\n\n[[test]]");
  prompts.show(
    "It will read",
    `${head}\n\n# and ${tests.length} ${tests.length === 1 ? "test" : "tests"}`,
  );
  if (!isWrong) {
    if (await prompts.confirm("Write it?")) return chosen;
    throw new UsageError("stopped, so nothing was written");
  }
  const answer = await prompts.choose({
    message: "Which one?",
    options: [
      { value: "proved", hint: "the form above" },
      { value: "draft", hint: "the given pattern, as a draft that no scan runs" },
      { value: "neither", hint: "write nothing" },
    ],
    initial: "proved",
  });
  if (answer === "neither") throw new UsageError("stopped, so nothing was written");
  return answer === "proved" ? chosen : asDraft(given, bench);
}

function nothingProved({ given }: Decision, { claim }: Request): UsageError {
  const what =
    given?.reason === undefined
      ? "no pattern tells the bad examples from the good ones"
      : `the pattern was not kept, because ${given.reason}, and no form of it could be proved`;
  const hint =
    given === undefined
      ? "Give more --bad and --good, or a --pattern."
      : `Show it code with --bad and --good, or keep it as a draft with --force; \`aphoria claims show ${claim.id}\` has compliant code.`;
  return new UsageError(`${what}; nothing was written`, hint);
}
