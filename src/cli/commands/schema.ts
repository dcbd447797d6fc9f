/** `aphoria schema NAME`: the JSON Schema of a file that people write, or of the JSON report. */
import { reportSchema } from "../../formats/json/schema.ts";
import { didYouMean } from "../../load/closest.ts";
import { FILE_SHAPES, jsonSchema } from "../../load/json-schema.ts";
import type { Command, Context, Typed } from "../command.ts";
import { toJson } from "../project-inputs.ts";
import { UsageError } from "../usage.ts";

const NAMES = [...Object.keys(FILE_SHAPES), "report"];

export default {
  summary:
    "Print the JSON Schema of claims, extractors, library models, the configuration, a fleet or the report.",
  words: { spec: "<name>", help: "claims, extractor, library, config, fleet or report" },
  flags: [],
  examples: [
    {
      line: "aphoria schema claims > .aphoria/schemas/claims.json",
      says: "for an editor that reads #:schema",
    },
    { line: "aphoria schema report", says: "what --format json writes" },
  ],
  notes:
    "An editor's TOML support (Taplo, Even Better TOML) completes and checks a file whose first line names its schema:\n" +
    "#:schema ./schemas/claims.json",
  run,
} satisfies Command;

async function run(typed: Typed, { host }: Context): Promise<void> {
  const [name = ""] = typed.words;
  const shape = Object.hasOwn(FILE_SHAPES, name) ? FILE_SHAPES[name] : undefined;
  if (shape === undefined && name !== "report") {
    throw new UsageError(
      `there is no schema of \`${name}\`${didYouMean(name, NAMES)}`,
      `It is one of ${NAMES.join(", ")}.`,
    );
  }
  host.stdout.write(
    toJson(shape === undefined ? reportSchema : jsonSchema(`aphoria ${name}`, shape)),
  );
}
