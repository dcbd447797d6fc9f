/** Diagnostics as lines of text: `path:line:column: message`, as editors and terminals make links of it. */
import { plainLine } from "../report/plain.ts";
import type { Diagnostic } from "../model/diagnostic.ts";

/** More lines of warnings than this help nobody. */
const MOST = 50;

/** Errors are all shown. The help of a code stands once, below its first. */
export function diagnosticLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  const helped = new Set<string>();
  const lines: string[] = [];
  let others = 0;
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== "error" && ++others > MOST) continue;
    lines.push(plainLine(diagnosticLine(diagnostic)));
    const { help } = diagnostic;
    if (help === undefined || helped.has(help)) continue;
    helped.add(help);
    lines.push(`  ${plainLine(help)}`);
  }
  if (others > MOST) lines.push(`… and ${others - MOST} more; \`--format json\` lists them all`);
  return lines;
}

function diagnosticLine({ code, severity, message, path, line, column }: Diagnostic): string {
  const place = [path ?? "aphoria", line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(":");
  return `${place}: ${message} (${severity} ${code})`;
}
