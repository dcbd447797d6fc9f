/**
 * The `regex` way: patterns over text, comments blanked out in source files. Patterns come from projects that may be
 * hostile, so a file's patterns run in a context of their own under a time limit: V8 interrupts a regex there.
 */
import vm from "node:vm";
import type { Span } from "../model/source.ts";

interface RegexTask {
  readonly source: string;
  readonly flags: string;
}

interface RegexHit {
  readonly task: number;
  readonly span: Span;
  readonly groups: Readonly<Record<string, string>>;
}

interface RegexResult {
  readonly hits: readonly RegexHit[];
  /** Tasks that did not end in time. */
  readonly timedOut: readonly number[];
}

/** Milliseconds for all patterns on one file; each gets as much alone when they do not fit together. */
const REGEX_LIMIT_MS = 500;

const MAX_HITS = 10_000;

const SCRIPT = `
(() => {
  const out = [];
  for (let task = 0; task < tasks.length; task++) {
    const regex = new RegExp(tasks[task].source, tasks[task].flags);
    for (let found; (found = regex.exec(text)) !== null; ) {
      if (found[0] === "") regex.lastIndex++;
      else out.push({ task, start: found.index, end: found.index + found[0].length, groups: found.groups });
      if (out.length >= limit) return JSON.stringify(out);
    }
  }
  return JSON.stringify(out);
})()`;

let compiled: vm.Script | undefined;

export function runRegexes(text: string, tasks: readonly RegexTask[]): RegexResult {
  const whole = attempt(text, tasks);
  if (whole !== undefined) return { hits: whole, timedOut: [] };
  const hits: RegexHit[] = [];
  const timedOut: number[] = [];
  for (const [index, task] of tasks.entries()) {
    const alone = attempt(text, [task]);
    if (alone === undefined) timedOut.push(index);
    else hits.push(...alone.map((hit) => ({ ...hit, task: index })));
  }
  return { hits, timedOut };
}

function attempt(text: string, tasks: readonly RegexTask[]): readonly RegexHit[] | undefined {
  compiled ??= new vm.Script(SCRIPT);
  const sandbox: Record<string, unknown> = { __proto__: null };
  sandbox.text = text;
  sandbox.tasks = tasks.map((task) => ({
    source: task.source,
    flags: task.flags.includes("g") ? task.flags : `${task.flags}g`,
  }));
  sandbox.limit = MAX_HITS;
  try {
    const found: unknown = compiled.runInContext(vm.createContext(sandbox), {
      timeout: REGEX_LIMIT_MS,
    });
    const rows = JSON.parse(String(found)) as {
      task: number;
      start: number;
      end: number;
      groups?: Record<string, string>;
    }[];
    return rows.map(({ task, start, end, groups }) => ({
      task,
      span: { start, end },
      groups: groups ?? {},
    }));
  } catch (error) {
    // The error is of the other realm, where `instanceof Error` does not hold.
    if (
      typeof error === "object" &&
      error !== null &&
      "code" in error &&
      error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
    )
      return undefined;
    throw error;
  }
}

/** The text with the spans replaced by spaces, so that offsets stay and lines too. */
export function blank(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let out = "";
  let at = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    out += text.slice(at, start) + text.slice(start, end).replaceAll(/[^\r\n]/g, " ");
    at = end;
  }
  return out + text.slice(at);
}

/** `true`, `5`, `"x"` as the value they spell; anything else as text. */
export function spelled(text: string): boolean | number | string | null {
  const plain = text.trim();
  if (/^(true|yes|on)$/i.test(plain)) return true;
  if (/^(false|no|off)$/i.test(plain)) return false;
  if (/^(null|none|nil|undefined)$/i.test(plain)) return null;
  if (/^[+-]?\d[\d_]*(\.\d+)?$/.test(plain)) return Number(plain.replaceAll("_", ""));
  const quoted = /^(["'`])(.*)\1$/s.exec(plain);
  return quoted?.[2] ?? plain;
}
