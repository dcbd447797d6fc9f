/** The `rule` way: ast-grep rule objects, compiled for every grammar of their family and checked before they run. */
import type { MatchNode, ParseTree } from "../languages/language.ts";
import type { Extractor, Match, Way } from "../model/extractor.ts";
import type { Span } from "../model/source.ts";

interface RuleMatch {
  readonly span: Span;
  readonly captures: Readonly<Record<string, Span & { readonly text: string }>>;
}

export interface CompiledRule {
  /** Words that must all stand in a file before the rule is tried; none when that cannot be told. */
  readonly anchors: readonly string[];
  run(root: MatchNode, grammar: string): readonly RuleMatch[];
}

type RuleWay = Extract<Way, { kind: "rule" }>;

interface RuleProblem {
  readonly code: "bad-pattern" | "bad-constraint";
  readonly message: string;
  readonly help: string;
}

/** Compiles a rule for the grammars; what cannot work in any of them is a problem, not an exception. */
export function compileRule(
  extractor: Extractor,
  match: Match,
  way: RuleWay,
  grammars: readonly string[],
  parse: ParseTree,
): { readonly rule?: CompiledRule; readonly problems: readonly RuleProblem[] } {
  const problems = [...checkConstraints(way), ...checkPatterns(way, grammars, parse)];
  const usable = new Set<string>();
  const reasons: string[] = [];
  for (const grammar of grammars) {
    const reason = tryRule(way, grammar, parse);
    if (reason === undefined) usable.add(grammar);
    else reasons.push(reason);
  }
  if (usable.size === 0 && problems.length === 0) {
    problems.push({
      code: "bad-pattern",
      message: `match ${match.index + 1} of \`${extractor.id}\` is no rule that ${grammars.join(" or ")} can use: ${reasons[0] ?? ""}`,
      help: "See the ast-grep rule reference for the keys a rule object takes.",
    });
  }
  if (problems.length > 0) return { problems };
  const names = captureNames(way);
  const config = configOf(way);
  return {
    problems,
    rule: {
      anchors: anchorsOf(way.rule),
      run(root, grammar) {
        if (!usable.has(grammar)) return [];
        return root
          .findAll(config)
          .map((node) => ({ span: spanOf(node), captures: capturesOf(node, names) }));
      },
    },
  };
}

function configOf(way: RuleWay): never {
  return {
    rule: way.rule,
    ...(way.constraints === undefined ? {} : { constraints: way.constraints }),
    ...(way.utils === undefined ? {} : { utils: way.utils }),
  } as never;
}

function tryRule(way: RuleWay, grammar: string, parse: ParseTree): string | undefined {
  try {
    parse("", grammar).findAll(configOf(way));
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error))
      .split("\n")
      .map((line) => line.replace(/^[|\s->]+/, "").trim())
      .filter((line) => line !== "")
      .join(": ");
  }
}

/** A constraint on a `$$$` capture is silently inert in ast-grep: refuse it. */
function checkConstraints(way: RuleWay): RuleProblem[] {
  const text = JSON.stringify(way.rule);
  return Object.keys(way.constraints ?? {}).flatMap((name) =>
    text.includes(`$$$${name}`)
      ? [
          {
            code: "bad-constraint" as const,
            message: `a constraint on \`$$$${name}\` never applies: it stands for several nodes`,
            help: `Capture one node as \`$${name}\`, or move the condition into \`has\` or \`regex\`.`,
          },
        ]
      : [],
  );
}

/** ast-grep compiles a broken pattern without a word and then never matches: look for ERROR nodes in its tree. */
function checkPatterns(way: RuleWay, grammars: readonly string[], parse: ParseTree): RuleProblem[] {
  return patternsOf([way.rule, way.utils, way.constraints]).flatMap(({ text, selector }) => {
    const broken = grammars.filter((grammar) => hasErrors(parse(expanded(text, grammar), grammar)));
    if (broken.length < grammars.length) {
      if (
        selector === undefined ||
        grammars.some((grammar) => holdsKind(parse(expanded(text, grammar), grammar), selector))
      )
        return [];
      return [
        {
          code: "bad-pattern" as const,
          message: `the selector \`${selector}\` is no node of the context \`${short(text)}\``,
          help: "Name a node kind that the context contains.",
        },
      ];
    }
    return [
      {
        code: "bad-pattern" as const,
        message: `the pattern \`${short(text)}\` does not parse as ${broken.join(" or ")}`,
        help: "Write a complete expression or statement; for a fragment, give `pattern = { context = '…', selector = 'kind' }`.",
      },
    ];
  });
}

/** Metavariables become identifiers of the grammar: `$` is none in Rust and Python. */
function expanded(text: string, grammar: string): string {
  return grammar === "rust" || grammar === "python" ? text.replaceAll("$", "µ") : text;
}

function hasErrors(root: MatchNode): boolean {
  return root.kind() === "ERROR" || root.findAll({ rule: { kind: "ERROR" } } as never).length > 0;
}

function holdsKind(root: MatchNode, kind: string): boolean {
  try {
    return root.findAll({ rule: { kind } } as never).length > 0;
  } catch {
    return false;
  }
}

function patternsOf(
  value: unknown,
): readonly { readonly text: string; readonly selector?: string }[] {
  if (Array.isArray(value)) return value.flatMap((item) => patternsOf(item));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === "pattern" && typeof inner === "string") return [{ text: inner }];
    if (
      key === "pattern" &&
      typeof inner === "object" &&
      inner !== null &&
      "context" in inner &&
      typeof inner.context === "string"
    ) {
      const selector =
        "selector" in inner && typeof inner.selector === "string" ? inner.selector : undefined;
      return [{ text: inner.context, ...(selector === undefined ? {} : { selector }) }];
    }
    return patternsOf(inner);
  });
}

function captureNames(way: RuleWay): readonly string[] {
  const names = new Set<string>();
  for (const found of JSON.stringify([way.rule, way.constraints ?? {}]).matchAll(
    /(?<!\$)\$([A-Z_][A-Z0-9_]*)/g,
  )) {
    if (found[1] !== undefined) names.add(found[1]);
  }
  return [...names];
}

function capturesOf(node: MatchNode, names: readonly string[]): RuleMatch["captures"] {
  const captures: Record<string, Span & { text: string }> = {};
  for (const name of names) {
    const found = node.getMatch(name);
    if (found !== null) captures[name] = { ...spanOf(found), text: found.text() };
  }
  return captures;
}

function spanOf(node: MatchNode): Span {
  const range = node.range();
  return { start: range.start.index, end: range.end.index };
}

/** Identifiers of a top-level pattern, or of the first of an `all`: without them nothing can match. */
function anchorsOf(rule: unknown): readonly string[] {
  if (rule === null || typeof rule !== "object") return [];
  if ("pattern" in rule) {
    const text = typeof rule.pattern === "string" ? rule.pattern : "";
    return [...text.replaceAll(/\$+[A-Z_]\w*/g, " ").matchAll(/[A-Za-z_]\w{2,}/g)].map(
      (word) => word[0],
    );
  }
  if ("all" in rule && Array.isArray(rule.all))
    return rule.all.flatMap((part: unknown) => anchorsOf(part));
  return [];
}

function short(text: string): string {
  const folded = text.replaceAll(/\s+/g, " ").trim();
  return folded.length > 60 ? `${folded.slice(0, 57)}…` : folded;
}
