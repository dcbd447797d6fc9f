/** How bad a SARIF viewer shows a claim's severity. */
export type Level = "error" | "warning" | "note";

export function levelOf(severity: string): Level {
  if (severity === "critical" || severity === "high") return "error";
  return severity === "medium" ? "warning" : "note";
}
