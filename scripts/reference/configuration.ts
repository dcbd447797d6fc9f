/** docs/configuration.md: every key of every file, from the shapes that the loaders read by. */
import scan from "../../src/cli/commands/scan.ts";
import { claimsShape } from "../../src/load/claims.ts";
import { configShape } from "../../src/load/config.ts";
import { extractorShape } from "../../src/load/extractor.ts";
import { libraryShape } from "../../src/load/library-shape.ts";
import type { Description, Key, Keys } from "../../src/load/shape.ts";
import { escaped } from "../detection.ts";

/** What holds where a key is left out, by key: the doc of a key says it only where it is needed to understand the key. */
const DEFAULTS: Readonly<Record<string, string>> = {
  corpus: "none; `cache` where there is no claims file",
  claims: "`.aphoria/claims.toml`",
  packs: "all",
  extractors: "none besides `.aphoria/extractors`",
  include: "every file",
  exclude: "none",
  languages: "all",
  include_tests: "`false`",
  fail_on: "`conflict`",
  min_tier: "`5`: all",
  min_confidence: "`medium`",
  "cache.enabled": "`true`",
  "cache.dir": "`.aphoria/cache`; the user's cache where there is no `.aphoria/`",
  "cache.max_size": "`100MiB`",
  "telemetry.mode": "`off`",
};

/** Texts that a key may hold; every other kind of value has an example of its own. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  corpus: ["cache", "httpclient"],
  claims: ["docs/claims.toml"],
  extractors: ["tools/aphoria"],
  include: ["src/**", "deploy/**"],
  exclude: ["legacy", "*.gen.ts"],
  languages: ["typescript", "rust"],
  packs: ["core", "cache"],
  "cache.dir": [".cache/aphoria"],
  "cache.max_size": ["512MiB"],
};

export function configurationPage(): string {
  const rows = flat(keysOf(configShape)).map(([name, key]) => {
    const flag = scan.flags.find((one) => one.name === flagOf(name));
    const cells = [
      `\`${name}\``,
      typeOf(key.shape),
      DEFAULTS[name] ?? "",
      key.doc,
      flag === undefined ? "" : `\`--${flag.name}\``,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return `# Configuration

Without any of this, \`aphoria scan\` works: it holds the code against the \`cache\` corpus. \`aphoria init\` writes the files below with every
setting explained. The tables are written by \`npm run docs\` from the shapes by which the files are read, so a key that is not
here is an error, with its line and a "did you mean"; \`aphoria schema config\` (\`claims\`, \`extractor\`, \`library\`) prints the same as JSON
Schema, which editors read from the \`#:schema\` line at the top of a file.

## What stands above what

A flag stands above \`.aphoria/config.toml\`, which stands above the default. \`--corpus\` adds to \`claims.toml\`, where the project's claim wins
over a shipped one with its id; \`--claims\` replaces the file. \`--extractors\` adds a folder. \`--include\` and \`--exclude\` narrow what the
configuration leaves. A project's extractor or library model with a built-in id takes its place, and says so. Scopes of claims are
their own: they choose among the files that are scanned.

## .aphoria/config.toml

| key | type | default | effect | flag |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

Every key at once, as an example to cut down:

\`\`\`toml
# .aphoria/config.toml
${example(keysOf(configShape), "").join("\n")}
\`\`\`

A glob without a slash (\`legacy\`, \`*.gen.ts\`) fits at any depth, one with a slash from the root, and a glob that fits a folder fits all in it.
Both also hold for files that are named on the command line, as a hook before a commit names them.

## Files and folders

| path | what it is | committed |
| --- | --- | --- |
| \`.aphoria/config.toml\` | the settings above | yes |
| \`.aphoria/claims.toml\` | what must hold in this code | yes |
| \`.aphoria/extractors/*.toml\` | what this project looks for besides what ships | yes |
| \`.aphoria/libraries/*.toml\` | models of its own client libraries | yes |
| \`.aphoria/baseline.json\` | what was there when aphoria came ([ci.md](ci.md#a-baseline-for-code-that-is-not-clean-yet)) | yes |
| \`.aphoria/schemas/*.json\` | for editors; \`init\` writes them | as you like |
| \`.aphoria/cache/\` | what was learnt from unchanged files ([store.md](store.md)) | no |
| \`.aphoria/telemetry/\` | the record of runs, if it is asked for; never sent anywhere | no |

The **root** is the nearest folder with \`.aphoria/\` upward from the first path given, else from the working directory; where there is
none, the top of the git repository, else the working directory. A folder below the root with an \`.aphoria/claims.toml\` of its
own is another project, and is skipped unless it is named: so a monorepo may have one \`.aphoria/\` for all, or one a package.
Without \`.aphoria/\` nothing is written into the tree; the cache then lies in \`$XDG_CACHE_HOME/aphoria\` or \`~/.cache/aphoria\`.

Not scanned, and counted by reason: what \`.gitignore\` names, vendored, generated, minified and binary files, tests (unless
\`include_tests\`), other projects, and aphoria's own files and reports. \`aphoria scan --show-files\` lists them, \`aphoria doctor\` sums them up.

## Environment

| variable | effect |
| --- | --- |
| \`NO_COLOR\`, \`FORCE_COLOR\` | no colour; colour although the output is no terminal |
| \`TERM\` | \`dumb\`: no colour and no progress |
| \`CI\` (also \`TF_BUILD\`, \`JENKINS_URL\`, \`TEAMCITY_VERSION\`, \`CODEBUILD_BUILD_ID\`) | a baseline is neither created nor updated nor shrunk |
| \`GITHUB_STEP_SUMMARY\` | the file that \`--format github\` adds its list to |
| \`XDG_CACHE_HOME\`, \`HOME\` | where the cache of projects without \`.aphoria/\` lies |
| \`VISUAL\`, \`EDITOR\` | what \`aphoria claims edit ID\` opens |
| \`APHORIA_STORE_URL\`, \`APHORIA_QUEUE_URL\` | the Redis that several machines share, where no flag names one |
| \`APHORIA_STORE_USER\`, \`_PASSWORD\`, \`_CA\`, \`_PLAINTEXT\` (and \`APHORIA_QUEUE_…\`) | what lets one in: only ever from the environment |
| \`APHORIA_STORE_NAMESPACE\`, \`APHORIA_STORE_KEY\`, \`APHORIA_STORE_MODE\` | what the shared store's keys begin with; what its entries are encrypted with; \`read\` takes entries and writes none ([store.md](store.md)) |
| \`APHORIA_GIT_CONFIG\` | settings of git for the clones of a fleet |

## Exit codes

| code | a scan | other commands |
| --- | --- | --- |
| 0 | nothing at or above \`--fail-on\` | done |
| 1 | at least one such finding, neither suppressed nor in the baseline | the answer is no: \`extractors test\`, \`claims verify\`, \`compare --fail-on new\` |
| 2 | aphoria could not do its job: a bad flag, broken claims, configuration or extractor, a path that cannot be read, no claim or no file | the same |

2 stands above 1, also with \`--fail-on never\`. With \`--strict\` each warning is 2.

## claims.toml

\`[[claim]]\`, once for each; [authoring.md](authoring.md) writes them from the terminal, [claims/](claims/README.md) shows 88.

${shapeTable(keysOf(claimsShape), "claim")}

## Extractors

One file in \`.aphoria/extractors/\` each. What the ways to see code can ask for stands in [writing-extractors.md](writing-extractors.md).

${shapeTable(keysOf(extractorShape))}

## Library models

One file in \`.aphoria/libraries/\` each; [writing-extractors.md](writing-extractors.md#library-models) explains them by example.

${shapeTable(keysOf(libraryShape))}
`;
}

/** `only` is the list of tables that is meant, for a file that is nothing else. */
function shapeTable(keys: Keys, only?: string): string {
  const inner = only === undefined ? keys : keysOf(keys[only]?.shape);
  const rows = flat(inner).map(
    ([name, { shape, presence, default: value, doc }]) =>
      `| \`${name}\` | ${typeOf(shape)} | ${
        presence === "required" ? "**required**" : presence === "default" ? shown(value) : ""
      } | ${escaped(doc)} |`,
  );
  return ["| key | type | default | says |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function shown(value: unknown): string {
  return Array.isArray(value) && value.length === 0 ? "none" : `\`${JSON.stringify(value)}\``;
}

/** Tables are followed: `cache.enabled`, and `match[].value` in a list of them. */
function flat(keys: Keys, above = ""): readonly (readonly [string, Key])[] {
  return Object.entries(keys).flatMap(([name, key]) => {
    const { shape } = key;
    const inner = shape.kind === "list" ? shape.of : shape;
    const path = `${above}${name}`;
    if (inner.kind !== "table") return [[path, key] as const];
    const below = flat(inner.keys, `${path}${shape.kind === "list" ? "[]" : ""}.`);
    return shape.kind === "list" ? [[path, key] as const, ...below] : below;
  });
}

function keysOf(shape: Description | undefined): Keys {
  const inner = shape?.kind === "list" ? shape.of : shape;
  if (inner?.kind !== "table") throw new TypeError("no table");
  return inner.keys;
}

function typeOf(shape: Description): string {
  switch (shape.kind) {
    case "text":
      return "text";
    case "flag":
      return "`true` or `false`";
    case "number":
      return [
        shape.whole === true ? "whole number" : "number",
        ...(shape.least === undefined ? [] : [`from ${shape.least}`]),
        ...(shape.most === undefined ? [] : [`to ${shape.most}`]),
      ].join(" ");
    case "scalar":
      return "bool, number or text";
    case "constant":
      return "bool, number, text or list";
    case "one-of":
      return shape.values.map((value) => `\`${value}\``).join(" ");
    case "list":
      return shape.of.kind === "table" ? "list of tables" : `list of: ${typeOf(shape.of)}`;
    case "map":
      return "table with any keys";
    case "either":
      return shape.shapes.map(typeOf).join(", or ");
    case "free":
    case "table":
      return "table";
  }
}

/** Flags that are called otherwise than their keys. */
const FLAGS: Readonly<Record<string, string>> = {
  languages: "language",
  "cache.enabled": "no-cache",
  "telemetry.mode": "telemetry",
};

/** \`min_tier\` → \`min-tier\`, \`cache.dir\` → \`cache-dir\`. */
function flagOf(name: string): string {
  return (FLAGS[name] ?? name).replaceAll(/[._]/g, "-");
}

function example(keys: Keys, above: string): readonly string[] {
  const entries = Object.entries(keys);
  const plain = entries.flatMap(([name, { shape }]) =>
    shape.kind === "table" ? [] : [`${name} = ${spelled(sample(shape, `${above}${name}`))}`],
  );
  const tables = entries.flatMap(([name, { shape }]) =>
    shape.kind === "table" ? ["", `[${name}]`, ...example(shape.keys, `${above}${name}.`)] : [],
  );
  return [...plain, ...tables];
}

function spelled(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(spelled).join(", ")}]` : JSON.stringify(value);
}

function sample(shape: Description, name: string): unknown {
  switch (shape.kind) {
    case "flag":
      return true;
    case "number":
      return shape.least ?? 1;
    case "one-of":
      return shape.values[1] ?? shape.values[0];
    case "list":
      return SAMPLES[name] ?? [sample(shape.of, name)];
    default:
      return SAMPLES[name]?.[0] ?? name;
  }
}
