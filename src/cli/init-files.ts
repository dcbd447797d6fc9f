/** The files that `aphoria init` writes beside the claims. */
import { FILE_SHAPES, jsonSchema } from "../load/json-schema.ts";
import { toJson } from "./project-inputs.ts";

export const CONFIG = ".aphoria/config.toml";
export const IGNORE = ".aphoria/.gitignore";

/** For editors: the first line of a TOML file names its schema, by a path of its own. */
export const SCHEMAS = ".aphoria/schemas";

const CONFIG_TEXT = `#:schema ./schemas/config.json
# Settings of aphoria for this project; a flag stands above them. What is commented out is as it is by default.

# corpus = []                # shipped claims besides claims.toml: cache httpclient dbpool msgqueue
# packs = ["core", "cache", "httpclient", "dbpool", "msgqueue"]     # which built-in extractors run
# include = []               # globs: only these files
# exclude = []               # globs: none of these
# languages = []             # typescript rust python; none means all
# include_tests = false
# fail_on = "conflict"       # conflict unknown missing never; each includes those before it
# min_tier = 5               # 1 spec 2 vendor 3 library 4 expert 5 community
# min_confidence = "medium"  # high medium low
`;

/** Below the folders stand the files that a writer leaves behind when it is killed, or while an editor is open. */
const IGNORE_TEXT = `cache/
telemetry/
.*.lock
.*.lock.break
.*.tmp
.edit-*.toml
`;

/** What a claims file of `init` begins with. */
export const CLAIMS_HEADER = `#:schema ./schemas/claims.json
# What must hold in this code, who says so, and what breaks otherwise.
# Written by hand or with \`aphoria claims\`, which keeps every comment.
`;

/** By path, as the report shows it. */
export function initFiles(): readonly (readonly [string, string])[] {
  // A fleet is no part of one project.
  const { fleet: _, ...shapes } = FILE_SHAPES;
  const schemas = Object.entries(shapes).map(
    ([name, shape]) =>
      [`${SCHEMAS}/${name}.json`, toJson(jsonSchema(`aphoria ${name}`, shape))] as const,
  );
  return [[CONFIG, CONFIG_TEXT], [IGNORE, IGNORE_TEXT], ...schemas];
}
