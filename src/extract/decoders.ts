/** Calls that read text into a value and say nothing of what is in it. */
import type { Call } from "../model/syntax.ts";

/** `JSON.parse(body)` reads text; it refuses none that is well formed. */
export function isDecoder({ callee }: Call): boolean {
  return (
    callee.kind === "member" &&
    callee.object.kind === "name" &&
    /^(JSON|json|qs|querystring|URL|Date|serde_json|yaml|toml)$/.test(callee.object.name)
  );
}
