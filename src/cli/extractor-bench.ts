/** What an extractor in the making is held against, and where it will be written. */
import { dirname } from "node:path";
import { errorCode, errorHelp, errorReason } from "../io/host.ts";
import type { Host } from "../io/host.ts";
import { readModels } from "../io/inputs.ts";
import { resolveConfigured } from "../io/project.ts";
import { sidesOf } from "../scaffold/sides.ts";
import type { Sides } from "../scaffold/sides.ts";
import type { Context } from "./command.ts";
import type { Bench } from "./extractor-choice.ts";
import { openPreviews } from "./extractor-preview.ts";
import type { Request } from "./extractor-request.ts";
import type { ScanOptions } from "./pipeline.ts";
import { UsageError } from "./usage.ts";

/** `choice`: how a scan is set up here. */
export async function openBench(
  request: Request,
  choice: Partial<ScanOptions>,
  context: Context,
): Promise<Bench> {
  const { host } = context;
  const { id, title, claim, languages, shipped, examples, root } = request;
  const sides = sidesFor(request);
  const models = readModels(host, root).value;
  return {
    request,
    wanted: { id, title, claim, languages, sides, shipped, examples, models },
    previews: await openPreviews(claim, choice, context),
    path: pathFor(id, root, host),
  };
}

function sidesFor({ claim, pattern }: Request): Sides {
  const hasCapture = /\$VALUE\b|\(\?P?<value>/.test(pattern ?? "");
  const sides = sidesOf(claim) ?? (hasCapture ? { bad: false, good: true } : undefined);
  if (sides !== undefined) return sides;
  throw new UsageError(
    `\`${claim.id}\` asks for \`${claim.operator}\`, so the extractor has to say which value it saw`,
    "Capture it: $VALUE in a code pattern, (?<value>…) in a regular expression.",
  );
}

/** As people read it: from the root, with `/`. */
export function shownPath(id: string): string {
  return `.aphoria/extractors/${id}.toml`;
}

/** Absolute. */
export function pathFor(id: string, root: string, host: Host): string {
  const shown = shownPath(id);
  const { value: path } = resolveConfigured(host, root, shown, ".aphoria/extractors");
  if (path === undefined) throw new UsageError(`${shown} lies outside the project, by a link`);
  return path;
}

/** `same`: it is there already, and reads the same; `other`: it is there and reads otherwise, and is left alone. */
export function writeExtractor(
  host: Host,
  path: string,
  shown: string,
  text: string,
): "written" | "same" | "other" {
  try {
    host.makeFolder(dirname(path));
    if (host.createFile(path, text)) return "written";
    return host.readFile(path).toString("utf8") === text ? "same" : "other";
  } catch (error) {
    if (errorCode(error) === "") throw error;
    throw new UsageError(`${shown} cannot be written: ${errorReason(error)}`, errorHelp(error));
  }
}
