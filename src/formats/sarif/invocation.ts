/** How the run went: whether all of it was seen, and what aphoria has to say about what it was given. */
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Report } from "../../model/report.ts";
import { location } from "./result.ts";
import { hidesCode } from "../../report/hides-code.ts";
import { problemText } from "../../report/wording.ts";

/** Not successful as soon as something stood in the way of seeing everything: an error, or a file half read. */
export function invocation({ diagnostics, summary }: Report): unknown {
  const isWhole =
    summary.files_scanned > 0 &&
    diagnostics.every(
      (one) => one.severity === "info" || !(one.severity === "error" || hidesCode(one)),
    );
  const [configuration, execution] = split(diagnostics, ({ code }) => !ABOUT_CODE.test(code));
  return {
    executionSuccessful: isWhole,
    ...(execution.length > 0 && { toolExecutionNotifications: execution.map(notification) }),
    ...(configuration.length > 0 && {
      toolConfigurationNotifications: configuration.map(notification),
    }),
  };
}

/** What was met while the code was read, as against what was asked for. */
const ABOUT_CODE = /^(?:file|config|line|symlink|git|suppression|marker|internal|no-source|regex)-/;

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

function notification(diagnostic: Diagnostic): unknown {
  const { code, severity, path, line, column } = diagnostic;
  const region = {
    startLine: line ?? 1,
    ...(column !== undefined && { startColumn: column }),
  };
  return {
    descriptor: { id: code },
    level: LEVELS[severity],
    message: { text: problemText(diagnostic) },
    ...(path !== undefined && { locations: [location(path, region)] }),
  };
}

function split<T>(all: readonly T[], fits: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}
