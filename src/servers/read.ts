/** Which files speak of servers, and what they say: by the file's name its syntax, by its content the servers. */
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ServerModel, ServerReader, ServerReading, ServerSite } from "../model/server.ts";
import { readChartValues } from "./charts.ts";
import { clientSettings, fitsFile, readDeployment, type KnownServer } from "./deployments.ts";
import { readEnvironment, readServerFile } from "./line-files.ts";
import { isSettings, settingsIn } from "./settings.ts";
import type { Tree } from "./tree.ts";
import { readYaml } from "./yaml.ts";

/** Longer files are data. */
const MOST_TEXT = 500_000;

/** The tree of a TOML file, by whoever owns that parser. */
export type ReadToml = (path: string, text: string) => Tree | undefined;

export function createServerReader(
  dialects: readonly { readonly id: string; readonly server?: ServerModel }[],
  includeTests: boolean,
  readToml: ReadToml,
): ServerReader {
  const known = dialects.flatMap(({ id, server }): KnownServer[] =>
    server === undefined ? [] : [{ dialect: id, model: server }],
  );
  const own = (path: string): KnownServer | undefined =>
    known.find(({ model }) => fitsFile(baseName(path), model));
  const words = known.flatMap(({ model }) => [
    ...[...model.images, ...model.programs].map((word) => word.toLowerCase()),
    ...Object.keys(model.variables).map((word) => word.replace("*", "").toLowerCase()),
  ]);
  return {
    reads: (path) =>
      known.length > 0 &&
      (own(path) !== undefined || isYaml(path) || isEnvironment(path) || isSettings(path)),
    read(path, text) {
      if (!includeTests && has(path, TEST)) return NOTHING;
      const lower = text.toLowerCase();
      const server = own(path);
      if (server === undefined && !words.some((word) => lower.includes(word))) return NOTHING;
      if (text.length > MOST_TEXT) return { sites: [], diagnostics: [tooLong(path)] };
      if (server !== undefined)
        return { sites: fromServerFile(path, text, server), diagnostics: [] };
      if (isYaml(path)) return fromYaml(path, text, known);
      if (!isSettings(path)) return fromEnvironment(path, text, known);
      const trees = path.endsWith(".toml")
        ? [readToml(path, text)].filter((tree) => tree !== undefined)
        : readYaml(text).documents;
      return { sites: trees.flatMap((tree) => fromSettings(path, tree, known)), diagnostics: [] };
    },
  };
}

const NOTHING: ServerReading = { sites: [], diagnostics: [] };

function fromServerFile(
  path: string,
  text: string,
  { dialect }: KnownServer,
): readonly ServerSite[] {
  const { settings, isWhole } = readServerFile(text);
  const [first] = settings;
  if (first === undefined) return [];
  const site: ServerSite = {
    dialect,
    name: baseName(path),
    role: "server",
    file: "server",
    settings,
    complete: isWhole,
    local: isLocal(path),
    start: first.start,
    end: first.end,
  };
  return [site];
}

function fromYaml(path: string, text: string, known: readonly KnownServer[]): ServerReading {
  const { documents, problem } = readYaml(text);
  if (problem !== undefined) {
    // A template is not yet YAML; what it will be is decided elsewhere.
    const isTemplate = /\{\{|<%|\{%/.test(text);
    return { sites: [], diagnostics: [isTemplate ? template(path) : broken(path, text, problem)] };
  }
  const local = isLocal(path);
  const isChart = /^values[\w.-]*\.ya?ml$/i.test(baseName(path));
  const sites = documents.flatMap((document) => [
    ...readDeployment(document, text, known),
    ...(isChart ? readChartValues(document, known) : []),
    ...(isSettings(path) ? fromSettings(path, document, known) : []),
  ]);
  return { sites: sites.map((site) => ({ ...site, local })), diagnostics: [] };
}

function fromEnvironment(path: string, text: string, known: readonly KnownServer[]): ServerReading {
  const variables = readEnvironment(text).map(({ variable, value, form, start, end }) => ({
    name: variable,
    value: { kind: "scalar" as const, text: form === "fallback" ? "" : value, start, end },
    start,
  }));
  return { sites: clientsOf(path, "environment", variables, known), diagnostics: [] };
}

function fromSettings(
  path: string,
  tree: Tree,
  known: readonly KnownServer[],
): readonly ServerSite[] {
  return clientsOf(path, "settings", settingsIn(tree), known);
}

function clientsOf(
  path: string,
  file: ServerSite["file"],
  variables: Parameters<typeof clientSettings>[0],
  known: readonly KnownServer[],
): readonly ServerSite[] {
  return known.flatMap(({ dialect, model }): readonly ServerSite[] => {
    const settings = clientSettings(variables, model);
    const [first] = settings;
    if (first === undefined) return [];
    const { start, end } = first;
    const place = { file, local: isLocal(path), start, end };
    return [{ dialect, name: baseName(path), role: "client", settings, complete: false, ...place }];
  });
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

function isEnvironment(path: string): boolean {
  return /(?:^|\/)(?:\.env(?:\.[\w.-]+)?|[\w.-]+\.env)$/.test(path) && !EXAMPLE.test(path);
}

/** A file to be copied and filled in. */
const EXAMPLE = /\.(?:example|sample|template|tmpl|dist|defaults?)\b/i;

function isLocal(path: string): boolean {
  return has(path, DEVELOPMENT) || has(path, TEST);
}

function has(path: string, words: ReadonlySet<string>): boolean {
  return path
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .some((word) => words.has(word));
}

/** Tests and CI: nobody else reaches what runs there. */
const TEST = new Set(
  "test tests testing testdata testutil testutils e2e smoke integration ci github gitlab circleci workflows fixture fixtures spec specs bench benchmark benchmarks t".split(
    " ",
  ),
);

/** A developer's machine, an example, a document. */
const DEVELOPMENT = new Set(
  "dev develop development local localhost example examples sample samples demo demos devcontainer quickstart playground tilt override debug docs doc tutorial tutorials".split(
    " ",
  ),
);

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function broken(
  path: string,
  text: string,
  { message, offset }: { readonly message: string; readonly offset: number },
): Diagnostic {
  const before = text.slice(0, offset).split("\n");
  return {
    code: "config-parse-error",
    severity: "warning",
    message: `this YAML could not be read: ${message}`,
    path,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    help: "Nothing that it says of servers was checked.",
  };
}

function template(path: string): Diagnostic {
  return {
    code: "config-template",
    severity: "info",
    message: "this is a template and no YAML yet, so it was not read",
    path,
    help: "What it becomes can be checked: scan the rendered manifests.",
  };
}

function tooLong(path: string): Diagnostic {
  return {
    code: "config-too-long",
    severity: "info",
    message: `it is longer than ${MOST_TEXT / 1_000} kB, so it was not read as configuration`,
    path,
    help: "Nothing that it says of servers was checked.",
  };
}
