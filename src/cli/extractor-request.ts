/** What `extractors new` was asked for, checked: the claim, the languages, the pattern or the examples. */
import { resolve } from "node:path";
import { openBuiltins } from "../io/builtins.ts";
import { errorCode, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import { readClaims, readConfig } from "../io/inputs.ts";
import { findProject } from "../io/project.ts";
import { didYouMean } from "../load/closest.ts";
import { UNITS } from "../load/units.ts";
import type { Claim } from "../model/claim.ts";
import { PACKS } from "../model/config.ts";
import type { Extractor } from "../model/extractor.ts";
import type { Unit } from "../model/library.ts";
import type { Language } from "../model/source.ts";
import { readable } from "../proof/read-example.ts";
import { fixExamples, shippedExamples, wholeExample } from "../scaffold/examples.ts";
import type { Example, Side } from "../scaffold/examples.ts";
import { shippedClaims } from "./claims-file.ts";
import type { Typed } from "./command.ts";
import { languagesOf, listOf, valueOf, wordOf } from "./options.ts";
import { UsageError } from "./usage.ts";

export interface Request {
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  /** The corpus that the claim is taken from, where the project has not chosen it. */
  readonly corpus: string | undefined;
  readonly languages: readonly Language[];
  readonly pattern: string | undefined;
  /** Of a captured bare number. */
  readonly unit: Unit | undefined;
  readonly bad: readonly Example[];
  readonly examples: readonly Example[];
  readonly shipped: readonly Extractor[];
  readonly root: string;
}

export function readRequest(typed: Typed, host: Host): Request {
  const title = valueOf(typed, "violation");
  const id = valueOf(typed, "claim");
  const pattern = valueOf(typed, "pattern");
  const given = { bad: listOf(typed, "bad") ?? [], good: listOf(typed, "good") ?? [] };
  const missing = [
    ...(title === undefined ? ["`--violation`"] : []),
    ...(id === undefined ? ["`--claim`"] : []),
    ...(pattern === undefined && given.bad.length === 0 ? ["`--pattern` or `--bad`"] : []),
    ...(pattern === undefined && given.bad.length > 0 && given.good.length === 0
      ? ["`--good` (without it every pattern would do)"]
      : []),
  ];
  if (title === undefined || id === undefined || missing.length > 0) {
    throw new UsageError(`missing: ${missing.join(", ")}`, EXAMPLE);
  }
  if (pattern !== undefined && pattern.length > MOST) {
    throw new UsageError(`\`--pattern\` is longer than ${MOST} characters`);
  }
  const { root } = findProject(host, undefined);
  const { claim, corpus } = findClaim(id, root, typed, host);
  const texts = [...given.bad, ...given.good].map((one) => readText(one, host));
  const languages = chooseLanguages(typed, claim, texts);
  const asExamples = (flag: string, list: readonly string[], side: Side) =>
    list.flatMap((one, index) =>
      ofText(readText(one, host), side, `${flag} ${index + 1}`, languages),
    );
  const bad = asExamples("--bad", given.bad, "bad");
  const shipped = observing(claim, languages, host);
  return {
    id: slugOf(valueOf(typed, "name") ?? title, host),
    title: title.replaceAll(/\s+/g, " ").trim(),
    claim,
    corpus,
    languages,
    pattern,
    unit: wordOf(typed, "unit", UNITS),
    bad,
    examples: [
      ...bad,
      ...asExamples("--good", given.good, "good"),
      ...fixExamples(withFix(claim, host), languages),
      ...shippedExamples(shipped, languages),
    ],
    shipped,
    root,
  };
}

/** Longer ones are no pattern that somebody wrote. */
const MOST = 1000;

const EXAMPLE =
  "aphoria extractors new --violation \"cache SET without TTL\" --claim cache-004 --pattern '$C.set($K, $V)' --language rust";

export function findClaim(
  id: string,
  root: string,
  typed: Typed,
  host: Host,
): { readonly claim: Claim; readonly corpus: string | undefined } {
  const choice = { claims: valueOf(typed, "claims"), corpus: listOf(typed, "corpus") };
  const config = readConfig(host, root, valueOf(typed, "config"));
  const read = readClaims(
    host,
    root,
    {
      ...(choice.claims !== undefined && { claims: choice.claims }),
      ...(choice.corpus !== undefined && { corpus: choice.corpus }),
    },
    config.value,
  );
  const problem = [...config.diagnostics, ...read.diagnostics].find(
    ({ severity }) => severity === "error",
  );
  if (problem !== undefined) {
    const { path = "", line } = problem;
    throw new UsageError(`${path}${line === undefined ? "" : `:${line}`}: ${problem.message}`);
  }
  const own = read.value.claims.find((claim) => claim.id === id);
  if (own !== undefined) return { claim: own, corpus: undefined };
  const all = shippedClaims(host);
  const claim = all.find((one) => one.id === id);
  if (claim !== undefined) return { claim, corpus: claim.origin.replace("corpus:", "") };
  const known = [...read.value.claims, ...all].map((one) => one.id);
  throw new UsageError(
    `there is no claim \`${id}\`${didYouMean(id, known)}`,
    "`aphoria claims list` shows the ids.",
  );
}

/** A claim of the project's own without compliant code takes that of the shipped one it is about. */
export function withFix(claim: Claim, host: Host): Claim {
  if (Object.keys(claim.fix).length > 0) return claim;
  const like = shippedClaims(host).find(
    ({ subject, predicate }) => subject === claim.subject && predicate === claim.predicate,
  );
  return like === undefined ? claim : { ...claim, fix: like.fix };
}

export function observing(
  { subject, predicate }: Claim,
  languages: readonly Language[],
  host: Host,
): readonly Extractor[] {
  return PACKS.flatMap((pack) => openBuiltins(host).extractors(pack).value).filter(
    (one) =>
      one.subject === subject &&
      one.predicate === predicate &&
      one.languages.some((language) => languages.includes(language)),
  );
}

interface Given {
  readonly text: string;
  readonly language: Language | undefined;
}

/** A file where there is one of this name, else the code itself. */
function readText(given: string, host: Host): Given {
  const ending = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|rs|pyi?)$/.exec(given)?.[1];
  const isName = !/[\n(){};=]/.test(given) && ending !== undefined;
  if (!isName) return { text: given, language: undefined };
  try {
    const text = host.readFile(resolve(host.cwd, given)).toString("utf8");
    return {
      text,
      language: ending === "rs" ? "rust" : ending.startsWith("py") ? "python" : "typescript",
    };
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(`${given} cannot be read: ${errorReason(error)}`);
  }
}

function ofText(
  { text, language }: Given,
  side: Side,
  source: string,
  languages: readonly Language[],
): readonly Example[] {
  const [first] = languages;
  const used = language ?? first;
  if (used === undefined) return [];
  return [wholeExample(used, readable(used, text), side, source, true)];
}

function chooseLanguages(typed: Typed, claim: Claim, texts: readonly Given[]): readonly Language[] {
  const typedOnes = languagesOf(typed, "language");
  const seen = [...new Set(texts.flatMap(({ language }) => language ?? []))];
  const languages = typedOnes ?? (seen.length > 0 ? seen : claim.languages);
  if (languages === undefined || languages.length === 0) {
    throw new UsageError(
      "missing: `--language`",
      "It is one or more of typescript (which covers JavaScript), rust, python.",
    );
  }
  const stray = seen.find((language) => !languages.includes(language));
  if (stray === undefined) return languages;
  throw new UsageError(`an example is ${stray}, and \`--language\` does not name it`);
}

export function slugOf(name: string, host: Host): string {
  const id = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-$/, "");
  if (id === "") throw new UsageError(`no file name can be made of \`${name}\``, "Give --name.");
  const builtIn = PACKS.flatMap((pack) => openBuiltins(host).extractors(pack).value);
  if (!builtIn.some((one) => one.id === id)) return id;
  throw new UsageError(
    `\`${id}\` is the id of a built-in extractor, which the new one would replace`,
    `Give it another name: --name own-${id}.`,
  );
}
