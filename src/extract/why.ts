/** Why one clause of an extractor did or did not speak of a line: each condition in turn, up to the first that fails. */
import { walk } from "../model/children.ts";
import type { Extractor, Match } from "../model/extractor.ts";
import type { Meaning, Resolver } from "../model/meaning.ts";
import type { Observation, Trace } from "../model/observation.ts";
import type { Span } from "../model/source.ts";
import type { Call, Node } from "../model/syntax.ts";
import { describe } from "./canonical.ts";
import { isInTest } from "./context.ts";
import { fromHits } from "./hits.ts";
import {
  fits,
  importsAllow,
  includes,
  observationsOf,
  reaches,
  shapeKind,
  shapesOf,
} from "./observe.ts";
import { relaxations } from "./relaxed.ts";
import type { Scene, Shape } from "./shape.ts";
import type { RawHit } from "./text-ways.ts";
import { tracesOf } from "./values.ts";
import { holdsWhere } from "./where.ts";

/** One condition, and whether it held. */
export interface Reason {
  readonly ok: boolean;
  readonly says: string;
  /** The definitions that were followed. */
  readonly via: readonly Trace[];
}

export interface ClauseReport {
  /** In order; all but the last hold, and where the last does too, the clause spoke. */
  readonly reasons: readonly Reason[];
  readonly observations: readonly Observation[];
}

export interface WhyInputs extends Scene {
  readonly extractor: Extractor;
  readonly match: Match;
  /** The span begins on the line that is asked about. */
  readonly isHere: (span: Span) => boolean;
  /** Places of the rules and expressions of one match, on the file's own text. */
  readonly hitsOf: (extractor: Extractor) => readonly RawHit[];
}

export function whyClause(inputs: WhyInputs): ClauseReport {
  const { match, extractor, module } = inputs;
  const languages = match.languages ?? extractor.languages;
  if (!languages.includes(module.language)) {
    const read = languages.join(", ") || "configuration files";
    return failed(`the clause reads ${read}, and this is ${module.language}`);
  }
  const kind = shapeKind(match);
  return kind === undefined ? whyText(inputs) : whyShape(inputs, kind);
}

/** What `[when] imports` asks of the file; undefined where it asks nothing. */
export function whyImports({
  extractor,
  module,
  resolver,
}: Pick<WhyInputs, "extractor" | "module" | "resolver">): Reason | undefined {
  const { imports } = extractor.when;
  if (imports.length === 0) return undefined;
  const ok = importsAllow(extractor, module, resolver);
  const own = [...resolver.importsOf(module)].slice(0, MOST);
  const has = own.length === 0 ? "nothing" : own.join(", ");
  return reason(ok, `the file must import ${imports.join(" or ")}; it imports ${has}`);
}

const MOST = 8;

function whyShape(inputs: WhyInputs, kind: string): ClauseReport {
  const { module, isHere } = inputs;
  const here = shapesOf(inputs, (one) => one === kind).filter(
    (shape) =>
      shape.kind === kind &&
      (isHere(shape.span) || isHere(shape.node) || hasOptionHere(shape, inputs)),
  );
  if (here.length === 0) {
    const calls = callsAt(module.body, isHere);
    const what = NAMES[kind] ?? `\`${kind}\``;
    const seen = calls.flatMap((call) => aboutCall(call, inputs.resolver));
    return {
      reasons: [
        reason(false, `no ${what} is recognised on this line`),
        ...(NAMES[kind] === undefined ? [] : seen),
      ],
      observations: [],
    };
  }
  const reports = here.map((shape) => whyOne(shape, inputs));
  // The one that went furthest says most.
  return (
    reports.find(({ observations }) => observations.length > 0) ??
    reports.toSorted((a, b) => b.reasons.length - a.reasons.length)[0] ?? {
      reasons: [],
      observations: [],
    }
  );
}

const NAMES: Readonly<Record<string, string>> = {
  operation: "call on a modelled client",
  construct: "construction of a modelled client",
};

function hasOptionHere(shape: Shape, { match, isHere }: WhyInputs): boolean {
  const name = match.way.kind === "call" ? match.way.asked.option : undefined;
  const option = typeof name === "string" ? shape.option?.(name) : undefined;
  return option !== undefined && isHere(option.span);
}

function whyOne(shape: Shape, inputs: WhyInputs): ClauseReport {
  const { extractor, match, resolver } = inputs;
  const { way } = match;
  if (way.kind !== "call" && way.kind !== "idiom") return failed("");
  const reasons: Reason[] = [reason(true, seenAs(shape))];
  const { option: name, is, least, ...rest } = way.asked;
  for (const [property, wanted] of Object.entries(way.kind === "call" ? rest : way.asked)) {
    const ok = fits({ [property]: wanted }, shape.properties);
    const has = spell(shape.properties[property]);
    reasons.push(reason(ok, `\`${property}\` is ${has}${ok ? "" : `; asked is ${spell(wanted)}`}`));
    if (!ok) return { reasons, observations: [] };
  }
  for (const place of match.where) {
    const ok = holdsWhere([place], { node: shape.node, instance: shape.instance, resolver });
    reasons.push(reason(ok, whereText(place, ok)));
    if (!ok) return { reasons, observations: [] };
  }
  if (typeof name === "string") {
    const option = shape.option?.(name);
    const ok =
      option?.states.some((state) => includes(is, state)) === true && reaches(option.number, least);
    const has = option === undefined ? "not modelled for it" : spell(option.states[0]);
    const wanted = is === undefined ? "" : `; asked is ${spell(is)}`;
    reasons.push(reason(ok, `the option \`${name}\` is ${has}${ok ? "" : wanted}`));
    if (!ok) return { reasons, observations: [] };
  }
  const observations = [
    ...observationsOf(shape, extractor, match, {
      ...inputs,
      extractors: [],
      hits: [],
      includeTests: true,
    }),
  ];
  if (observations.length === 0)
    reasons.push(reason(false, `there is nothing to take \`${captureOf(match)}\` from`));
  if (isInTest(shape.node)) reasons.push(reason(true, TEST_CODE));
  return { reasons, observations };
}

const TEST_CODE = "it is test code, which a scan leaves out without --include-tests";

function seenAs({ kind, words, instance }: Shape): string {
  const of = instance === undefined ? "" : ` of ${instance.library.title}`;
  const subject =
    words?.made ??
    (words?.receiver === undefined ? undefined : `${words.receiver}.${words.method ?? ""}`);
  const name = subject === undefined || subject === "" ? "it" : `\`${subject}\``;
  return `${name} is ${NAMES[kind] === undefined ? `seen as \`${kind}\`` : `a ${NAMES[kind]}${of}`}`;
}

function whyText(inputs: WhyInputs): ClauseReport {
  const { extractor, match, isHere, hitsOf } = inputs;
  const look = (one: Match) =>
    hitsOf({ ...extractor, matches: [one] }).filter(({ span }) => isHere(span));
  const hits = look(match);
  const what = match.way.kind === "regex" ? "the expression" : "the rule";
  if (hits.length === 0) {
    const near = relaxations(match).find(
      (one) => !one.condition.startsWith("where ") && look(one.match).length > 0,
    );
    return failed(
      near === undefined
        ? `${what} fits nothing that begins on this line`
        : `${what} fits but for ${near.condition}`,
    );
  }
  const reasons: Reason[] = [reason(true, `${what} fits`)];
  const only = { ...extractor, matches: [match] };
  const run = (one: Match) =>
    hits
      .map((hit) => ({ ...hit, extractor: only, match: one }))
      .flatMap((hit) => [
        ...fromHits({ ...inputs, extractors: [only], hits: [hit], includeTests: true }, [only]),
      ]);
  for (const place of match.where) {
    const ok = run({ ...match, where: [place] }).length > 0;
    reasons.push(reason(ok, whereText(place, ok)));
    if (!ok) return { reasons, observations: [] };
  }
  return { reasons, observations: run(match) };
}

function callsAt(body: readonly Node[], isHere: (span: Span) => boolean): readonly Call[] {
  const found: Call[] = [];
  for (const statement of body) {
    walk(statement, (node) => {
      if (
        node.kind === "call" &&
        (isHere(node) || isHere({ start: node.callee.end, end: node.end }))
      )
        found.push(node);
    });
  }
  return found.slice(0, MOST_CALLS);
}

const MOST_CALLS = 3;

function aboutCall(call: Call, resolver: Resolver): readonly Reason[] {
  const { callee } = call;
  const subject = callee.kind === "member" ? callee.object : callee;
  const meaning = resolver.meaning(subject);
  const says = `\`${describe(subject)}\` ${meaningText(meaning)}`;
  return [{ ok: false, says, via: tracesOf(meaning, resolver) }];
}

/** What a receiver was resolved to, as the end of a sentence. */
function meaningText(meaning: Meaning): string {
  switch (meaning.kind) {
    case "instance":
      return `is a \`${meaning.type.name}\` of ${meaning.library.title}, whose model has no such operation`;
    case "library":
      return `is \`${[meaning.library.title, ...meaning.path].join(".")}\`, which makes no client by itself`;
    case "external":
      return `comes from \`${meaning.source}\`, which has no library model`;
    case "parameter":
      return meaning.type === undefined
        ? "is a parameter without a type, and no caller says what it is"
        : `is a parameter of type \`${meaning.type.name}\`, which is no modelled client`;
    case "typed":
      return `is a \`${meaning.type.name}\`, which is no modelled client`;
    case "container":
      return `is a plain ${meaning.flavor}`;
    case "global":
      return "is a global of the language";
    case "class":
    case "object":
      return `is of \`${meaning.info.name}\`, a class of this project`;
    case "function":
      return "is a function of this project";
    case "unknown":
      return `is not known: ${meaning.reason}`;
    default:
      return "is no modelled client";
  }
}

function whereText({ predicate, argument, negated }: Match["where"][number], ok: boolean): string {
  const words = `${negated ? "not " : ""}${predicate}${argument === undefined ? "" : `:${argument}`}`;
  return `\`where ${words}\` ${ok ? "holds" : "does not hold"}`;
}

function captureOf({ value }: Match): string {
  return "capture" in value ? `$${value.capture}` : "the value";
}

function spell(value: unknown): string {
  return value === undefined ? "not told" : JSON.stringify(value).replaceAll(",", ", ");
}

function reason(ok: boolean, says: string): Reason {
  return { ok, says, via: [] };
}

function failed(says: string): ClauseReport {
  return { reasons: [reason(false, says)], observations: [] };
}
