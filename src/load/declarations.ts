/** What a project's own manifests say about the versions of the packages that it needs. */
import { escapeRegex } from "../model/escape-regex.ts";
import type { Language, Span } from "../model/source.ts";
import type { VersionRange } from "../model/versions.ts";
import { parseJson } from "./json.ts";
import { parseToml, type KeyPath, type Toml, type TomlValue } from "./toml.ts";
import { rangesOf, type Syntax } from "./version-ranges.ts";

export interface Declared extends Span {
  readonly said: string;
  /** Absent where it does not limit the versions in a way that is understood. */
  readonly ranges?: readonly VersionRange[];
  /** Whoever uses the project decides what is installed, within the range. */
  readonly byUser?: boolean;
}

const SCRIPTS = /(?:^|\/)package\.json$/;
const CRATES = /(?:^|\/)Cargo\.toml$/;
const PYTHON =
  /(?:^|\/)(?:(?:[\w.-]*requirements[\w.-]*|constraints[\w.-]*)\.(?:txt|in)|requirements\/[\w.-]+\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/;

/** The language whose packages the file declares. */
export function declaresFor(path: string): Language | undefined {
  if (SCRIPTS.test(path)) return "typescript";
  if (CRATES.test(path)) return "rust";
  return PYTHON.test(path) ? "python" : undefined;
}

/** Every declaration of the package in the manifest. */
export function declaredIn(path: string, text: string, name: string): readonly Declared[] {
  const file = path.slice(path.lastIndexOf("/") + 1);
  if (file === "package.json") return inPackageJson(text, name);
  if (file === "Cargo.toml") return inCargoToml(text, path, name);
  if (file === "pyproject.toml" || file === "Pipfile") return inPythonToml(text, path, name);
  if (file === "setup.py" || file === "setup.cfg") return inSetup(text, name);
  return inRequirements(text, name);
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inPackageJson(text: string, name: string): readonly Declared[] {
  const manifest = parseJson(text);
  if (!isObject(manifest)) return [];
  const sections = ["peerDependencies", "dependencies", "optionalDependencies", "devDependencies"];
  const found = sections.flatMap((section) => {
    const table = manifest[section];
    const spec = isObject(table) ? table[name] : undefined;
    if (typeof spec !== "string") return [];
    const head = new RegExp(`"${section}"\\s*:\\s*\\{`).exec(text);
    const start = text.indexOf(`"${name}"`, head?.index ?? 0);
    const end = Math.max(start, 0) + name.length + 2;
    const ranges = rangesOf(spec.replace(/^npm:@?[^@]+@/, ""), "npm");
    return [declared(`${name} ${spec}`, { start, end }, ranges, section === "peerDependencies")];
  });
  const [first] = found;
  return first?.byUser === true ? [first] : found;
}

function declared(
  said: string,
  { start, end }: Span,
  ranges: readonly VersionRange[] | undefined,
  byUser = false,
): Declared {
  return { said, start, end, ...(ranges !== undefined && { ranges }), ...(byUser && { byUser }) };
}

function inCargoToml(text: string, path: string, name: string): readonly Declared[] {
  const toml = parseToml(text, path).value;
  if (toml === undefined) return [];
  const wanted = name.replaceAll("_", "-");
  const kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
  const targets = Object.keys(tableAt(toml, ["target"]));
  const sections: readonly KeyPath[] = [
    ...kinds.map((kind) => [kind]),
    ["workspace", "dependencies"],
    ...targets.flatMap((target) => kinds.map((kind) => ["target", target, kind])),
  ];
  return sections.flatMap((section) =>
    Object.entries(tableAt(toml, section)).flatMap(([key, value]) => {
      const spec = specOf(value);
      const crate = isObject(value) && typeof value.package === "string" ? value.package : key;
      if (crate.replaceAll("_", "-") !== wanted || spec === undefined) return [];
      return [tomlDeclared(text, toml, [...section, key], `${crate} = "${spec}"`, spec, "cargo")];
    }),
  );
}

function tableAt(toml: Toml, path: KeyPath): Readonly<Record<string, TomlValue>> {
  let at: unknown = toml.table;
  for (const step of path) at = isObject(at) ? at[step] : undefined;
  return isObject(at) ? (at as Readonly<Record<string, TomlValue>>) : {};
}

/** `"4.6"`, `{ version = "4.6", features = […] }`. */
function specOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isObject(value) && typeof value.version === "string" ? value.version : undefined;
}

function tomlDeclared(
  text: string,
  toml: Toml,
  at: KeyPath,
  said: string,
  spec: string,
  syntax: Syntax,
): Declared {
  const { line, column } = toml.at(at, "key");
  const start = lineStart(text, line) + column - 1;
  return declared(said, { start, end: start + 1 }, rangesOf(spec, syntax));
}

function lineStart(text: string, line: number): number {
  let start = 0;
  for (let count = 1; count < line; count += 1) start = text.indexOf("\n", start) + 1;
  return start;
}

/** PEP 621, dependency groups, Poetry's tables and Pipfile's. */
function inPythonToml(text: string, path: string, name: string): readonly Declared[] {
  const toml = parseToml(text, path).value;
  if (toml === undefined) return [];
  const poetry = tableAt(toml, ["tool", "poetry"]);
  const groups = Object.keys(isObject(poetry.group) ? poetry.group : {});
  const tables: readonly KeyPath[] = [
    ["tool", "poetry", "dependencies"],
    ["tool", "poetry", "dev-dependencies"],
    ...groups.map((group) => ["tool", "poetry", "group", group, "dependencies"]),
    ["packages"],
    ["dev-packages"],
  ];
  const named = tables.flatMap((section) =>
    Object.entries(tableAt(toml, section)).flatMap(([key, value]) => {
      const spec = specOf(value);
      if (plainName(key) !== plainName(name) || spec === undefined) return [];
      const syntax = section[0] === "tool" ? "poetry" : "python";
      return [tomlDeclared(text, toml, [...section, key], `${key} = "${spec}"`, spec, syntax)];
    }),
  );
  return named.length > 0 ? named : inQuotes(text, name);
}

/** Requirements as text in quotes, `"redis>=4,<5"`, wherever a manifest lists them. */
function inQuotes(text: string, name: string): readonly Declared[] {
  const quoted = new RegExp(
    `(["'])(${escapedName(name)}\\s*(?:\\[[^\\]"'\\n]*\\])?[^"'\\n;]{0,80})`,
    "gi",
  );
  return [...text.matchAll(quoted)].flatMap(({ index, 2: requirement = "" }) =>
    requirementAt(requirement, index + 1, name),
  );
}

function inSetup(text: string, name: string): readonly Declared[] {
  return [...inQuotes(text, name), ...inRequirements(text, name)];
}

const LONGEST_REQUIREMENT = 200;

function inRequirements(text: string, name: string): readonly Declared[] {
  const line = new RegExp(`^[ \\t]*${escapedName(name)}(?![\\w.-])[^\\n]*`, "gim");
  return [...text.matchAll(line)].flatMap(({ index, 0: written }) => {
    const indent = written.length - written.trimStart().length;
    const requirement = written.trim().slice(0, LONGEST_REQUIREMENT);
    return requirementAt(requirement.replace(/\s*(?:[;#\\]|--hash).*$/, ""), index + indent, name);
  });
}

function requirementAt(requirement: string, start: number, name: string): readonly Declared[] {
  const rest = requirement.slice(name.length).trim();
  const versions = /^(?:\[[^\]]*\])?\s*\(?\s*((?:[<>=!~].*?)?)\s*\)?$/.exec(rest)?.[1];
  if (versions === undefined) return [];
  const said = requirement.trim();
  return [declared(said, { start, end: start + said.length }, rangesOf(versions, "python"))];
}

function escapedName(name: string): string {
  return name.split(/[-_.]/).map(escapeRegex).join("[-_.]");
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}
