/** `aphoria explain ID`: a claim, an extractor, a library model or a diagnostic code, in words. */
import { openBuiltins, type Models } from "../../io/builtins.ts";
import type { Host } from "../../io/host.ts";
import { readModels } from "../../io/inputs.ts";
import { findProject } from "../../io/project.ts";
import { didYouMean } from "../../load/closest.ts";
import { diagnosticInfo, isCode } from "../../load/codes.ts";
import type { Claim } from "../../model/claim.ts";
import { PACKS } from "../../model/config.ts";
import type { Extractor } from "../../model/extractor.ts";
import type { Library } from "../../model/library.ts";
import { asDraftMatch } from "../../scaffold/draft.ts";
import { wayText } from "../../scaffold/render.ts";
import { claimJson, expectation } from "../claim-json.ts";
import { describeClaim } from "../claim-text.ts";
import { shippedClaims } from "../claims-file.ts";
import type { Command, Context, Typed } from "../command.ts";
import { explainPlace, readPlace } from "../explain-place.ts";
import { placeJson, placeText } from "../explain-place-text.ts";
import { isOn, valueOf } from "../options.ts";
import { CLAIM_FLAGS, JSON_FLAG, projectClaims, projectExtractors } from "../project-inputs.ts";
import { speakDiagnostics, toJson } from "../project-inputs.ts";
import { describeLibrary } from "../library-text.ts";
import { details } from "../table.ts";
import { UsageError } from "../usage.ts";

export default {
  summary: "Explain a claim, an extractor, a library model or a diagnostic code.",
  words: { spec: "<id>", help: "cache-004, shared-cache-write-ttl, ioredis, file-parse-error …" },
  flags: [
    ...CLAIM_FLAGS,
    { name: "extractors", takes: "DIR", isList: true, help: "a folder of further extractors" },
    { name: "at", takes: "FILE:LINE", help: "why it did or did not speak of this line" },
    JSON_FLAG,
  ],
  examples: [
    { line: "aphoria explain cache-004", says: "a claim, and what looks for it" },
    { line: "aphoria explain shared-cache-write-ttl", says: "an extractor, clause by clause" },
    {
      line: "aphoria explain cache-004 --at src/client.rs:60",
      says: "why it speaks of this line, or what keeps it from it",
    },
    { line: "aphoria explain ioredis", says: "what is known of a library" },
    { line: "aphoria explain suppression-unused", says: "what a diagnostic means" },
  ],
  notes: "Exit codes: 0 explained · 2 there is no such id, or an input is broken.",
  run,
} satisfies Command;

interface Known {
  readonly claims: readonly Claim[];
  /** Those of all corpora, for ids that this project has not chosen. */
  readonly shipped: readonly Claim[];
  readonly extractors: readonly Extractor[];
  /** Of all packs, also those that are switched off here. */
  readonly builtIn: readonly Extractor[];
}

async function run(typed: Typed, context: Context): Promise<void> {
  const { host } = context;
  const [id = ""] = typed.words;
  const isJson = isOn(typed, "json");
  const at = valueOf(typed, "at");
  if (isCode(id)) {
    if (at !== undefined)
      throw new UsageError(`\`${id}\` is a diagnostic: \`--at\` asks a claim or an extractor`);
    const { severity, title, help } = diagnosticInfo[id];
    const shown = { kind: "diagnostic", code: id, severity, title, help };
    const rows = [
      ["diagnostic", id],
      ["severity", severity],
      ["means", title],
      ["what to do", help],
    ] as const;
    const text = details(rows, host.stdout);
    host.stdout.write(isJson ? toJson(shown) : text);
    return;
  }
  const known = readKnown(typed, host);
  const libraries = librariesCalled(id, host);
  const claim = byId(id, known.claims) ?? byId(id, known.shipped);
  const extractor = byId(id, known.extractors) ?? byId(id, known.builtIn);
  if (at !== undefined && (claim ?? extractor) !== undefined) {
    await explainAtPlace(at, claim, extractor, known, typed, context);
  } else if (claim !== undefined) {
    const text = `${describeClaim(claim, host.stdout)}${claimTail(claim, known)}`;
    const observers = known.extractors.filter((one) => speaks(one, claim)).map((one) => one.id);
    const isChosen = known.claims.includes(claim);
    const shown = { kind: "claim", ...claimJson(claim), chosen: isChosen, observed_by: observers };
    host.stdout.write(isJson ? toJson(shown) : text);
  } else if (extractor !== undefined) {
    const claims = known.claims.filter((one) => speaks(extractor, one));
    const runs = known.extractors.includes(extractor) && extractor.status === "active";
    const shown = {
      kind: "extractor",
      ...extractor,
      runs,
      speaks_to: claims.map((one) => one.id),
    };
    host.stdout.write(isJson ? toJson(shown) : describeExtractor(extractor, claims, runs));
  } else if (libraries.length > 0) {
    const shown = libraries.map((library) => ({ kind: "library", ...library }));
    const text = libraries.map(describeLibrary).join("\n");
    host.stdout.write(isOn(typed, "json") ? toJson(shown.length === 1 ? shown[0] : shown) : text);
  } else throw unknown(id, known, host);
}

/** By its id, or as it is imported: two languages may have libraries of one name. */
function librariesCalled(name: string, host: Host): readonly Library[] {
  const { libraries } = modelsOf(host);
  const exact = libraries.filter(({ id }) => id === name);
  return exact.length > 0 ? exact : libraries.filter(({ packages }) => packages.includes(name));
}

function modelsOf(host: Host): Models {
  return readModels(host, findProject(host, undefined).root).value;
}

async function explainAtPlace(
  at: string,
  claim: Claim | undefined,
  extractor: Extractor | undefined,
  known: Known,
  typed: Typed,
  context: Context,
): Promise<void> {
  const { host } = context;
  const place = readPlace(at, host);
  const asked =
    claim === undefined
      ? [extractor].filter((one) => one !== undefined)
      : known.extractors.filter((one) => speaks(one, claim) && one.status === "active");
  const claims =
    claim !== undefined
      ? [claim]
      : known.claims.filter((one) => asked.some((other) => speaks(other, one)));
  const why = await explainPlace(place, asked, claims, typed, context);
  const id = claim?.id ?? extractor?.id ?? "";
  host.stdout.write(
    isOn(typed, "json") ? toJson(placeJson(id, why)) : placeText(id, why, host.stdout),
  );
}

function readKnown(typed: Typed, host: Host): Known {
  const claims = projectClaims(typed, host);
  const extractors = projectExtractors(typed, host);
  const isShown = ({ code }: { readonly code: string }) => code !== "claims-missing";
  const once = new Map(
    [...claims.diagnostics, ...extractors.diagnostics]
      .filter(isShown)
      .map((one) => [JSON.stringify(one), one]),
  );
  speakDiagnostics([...once.values()], host);
  return {
    claims: claims.value,
    shipped: shippedClaims(host),
    extractors: extractors.value,
    builtIn: PACKS.flatMap((pack) => openBuiltins(host).extractors(pack).value),
  };
}

function claimTail(claim: Claim, known: Known): string {
  const observers = known.extractors.filter((one) => speaks(one, claim));
  const others = known.builtIn.filter(
    (one) => speaks(one, claim) && observers.every(({ id }) => id !== one.id),
  );
  return `\n${details([
    ["looked for by", observers.map(nameOf).join("\n") || "no extractor that runs here"],
    ["not running", others.map((one) => `${nameOf(one)}: pack ${one.pack} is off`).join("\n")],
    [
      "chosen",
      known.claims.includes(claim)
        ? undefined
        : "no: this project does not hold it against its code",
    ],
  ])}`;
}

function nameOf({ id, title, status }: Extractor): string {
  return `${id}  ${title}${status === "draft" ? " (a draft: no scan runs it)" : ""}`;
}

function describeExtractor(extractor: Extractor, claims: readonly Claim[], runs: boolean): string {
  const { id, title, subject, predicate, languages, when, matches, limits } = extractor;
  const gate = [
    ["imports", when.imports],
    ["holds a word of", when.words],
    ["is named", when.paths],
  ] as const;
  const gates = gate.flatMap(([name, list]) =>
    list.length === 0 ? [] : [`it ${name} ${list.join(" or ")}`],
  );
  return details([
    ["extractor", id],
    ["sees", title],
    ["reads", languages.join(", ") || "configuration files"],
    ["only a file where", gates.join(", and ")],
    ...matches.map((match, index) => [`clause ${index + 1}`, clause(match)] as const),
    ["observes", `${subject} ${predicate}`],
    [
      "for the claims",
      claims.map((one) => `${one.id}  ${expectation(one)}`).join("\n") ||
        "none that is chosen here",
    ],
    ["does not see", limits],
    ["tests", String(extractor.tests.length)],
    [
      "runs here",
      runs ? "yes" : extractor.status === "draft" ? "no: it is a draft" : "no: its pack is off",
    ],
    ["from", extractor.origin],
  ]);
}

function clause(match: Extractor["matches"][number]): string {
  const { value, where, confidence, message } = asDraftMatch(match);
  const said =
    "capture" in match.value ? `the value of $${match.value.capture}` : JSON.stringify(value);
  return [
    wayText(match.way),
    ...(where.length === 0 ? [] : [`where ${where.join(", ")}`]),
    `says ${said}${confidence === "high" ? "" : `, confidence ${confidence}`}`,
    ...(message === undefined ? [] : [`"${message}"`]),
  ].join("\n");
}

function speaks(one: Extractor, { subject, predicate }: Claim): boolean {
  return one.subject === subject && one.predicate === predicate;
}

function byId<T extends { readonly id: string }>(id: string, list: readonly T[]): T | undefined {
  return list.find((one) => one.id === id);
}

function unknown(id: string, known: Known, host: Host): UsageError {
  const { claims, shipped, extractors, builtIn } = known;
  const { libraries } = modelsOf(host);
  const ids = [...claims, ...shipped, ...extractors, ...builtIn, ...libraries].map((one) => one.id);
  const near = didYouMean(id, [...new Set([...ids, ...Object.keys(diagnosticInfo)])]);
  return new UsageError(
    `\`${id}\` is no claim, no extractor, no library and no diagnostic code${near}`,
    "`aphoria claims list` and `aphoria extractors list` show the ids.",
  );
}
