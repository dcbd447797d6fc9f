/** Library models and dialects: TOML text to the nouns. The keys are those of the model. */
import type { Checked } from "../model/diagnostic.ts";
import type { Dialect, Library, LibraryOption } from "../model/library.ts";
import type { VersionRange } from "../model/versions.ts";
import { didYouMean } from "./closest.ts";
import { dialectShape, libraryShape, ttlPlaces } from "./library-shape.ts";
import { keyProblem, locate, valueProblem, type Problem } from "./problem.ts";
import { readShape } from "./read-shape.ts";
import type { Reads } from "./shape.ts";
import { parseToml, type KeyPath } from "./toml.ts";
import { rangesOf } from "./version-ranges.ts";

/** `origin` is `built-in` for those that ship. A broken model is left out as a whole. */
export function loadLibrary(
  source: string,
  path: string,
  origin: string = path,
): Checked<Library | undefined> {
  const { value: toml, diagnostics } = parseToml(source, path);
  if (toml === undefined) return { value: undefined, diagnostics };
  const { value: read, problems } = readShape(libraryShape, toml.table);
  const found = [...problems, ...(read === undefined ? [] : checkLibrary(read))];
  const all = [...diagnostics, ...locate(found, toml, path)];
  if (read === undefined || found.length > 0) return { value: undefined, diagnostics: all };
  const { provides, type, operation, option, ...rest } = read;
  const value = {
    ...rest,
    types: type.map((one) => ({ ...one, provides: one.provides ?? provides ?? "none" })),
    operations: operation,
    options: option.map(withRanges),
    installed_as: read.installed_as.length > 0 ? read.installed_as : read.packages,
    origin,
  };
  return { value, diagnostics: all };
}

/** `libraries/redis.commands.toml` is the dialect `redis`, unless it has an `id`. */
export function loadDialect(source: string, path: string): Checked<Dialect | undefined> {
  const { value: toml, diagnostics } = parseToml(source, path);
  if (toml === undefined) return { value: undefined, diagnostics };
  const { value: read, problems } = readShape(dialectShape, toml.table);
  const found = [
    ...problems,
    ...(read?.command ?? []).flatMap(({ ttl }, index) => checkTtl(ttl, ["command", index])),
  ];
  const all = [...diagnostics, ...locate(found, toml, path)];
  if (read === undefined || found.length > 0) return { value: undefined, diagnostics: all };
  const commands = read.command.map(({ name, ...command }) => ({
    ...command,
    on: ["*"],
    methods: [name].flat().map((one) => one.toUpperCase()),
  }));
  return {
    value: {
      id: read.id ?? stem(path),
      commands,
      ...(read.server !== undefined && { server: read.server }),
    },
    diagnostics: all,
  };
}

type ReadLibrary = Reads<typeof libraryShape>;
type ReadOption = ReadLibrary["option"][number];

function withRanges(option: ReadOption): LibraryOption {
  const defaults = option.defaults.flatMap((one) => {
    const versions = versionsOf(one.versions);
    return versions === undefined ? [] : [{ ...one, versions }];
  });
  return { ...option, defaults };
}

/** `<8`, `>=4,<6`; `*` is every version. */
function versionsOf(written: string): readonly VersionRange[] | undefined {
  return written.trim() === "*" ? [{}] : rangesOf(written, "python");
}

function checkDefaults({ defaults }: ReadOption, at: KeyPath): readonly Problem[] {
  return defaults.flatMap(({ versions }, item) =>
    versionsOf(versions) === undefined
      ? [
          valueProblem(
            "wrong-value",
            [...at, "defaults", item, "versions"],
            "no range of versions: write <8, >=4,<6 or *",
          ),
        ]
      : [],
  );
}

function checkLibrary(read: ReadLibrary): readonly Problem[] {
  const names = read.type.map(({ name }) => name);
  const homeless = read.type.flatMap((one, index) => {
    if ((one.provides ?? read.provides) !== undefined) return [];
    const message = "a type must have `provides`, or the file must have it at the top";
    return [keyProblem("missing-key", ["type", index], message)];
  });
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          valueProblem(
            "duplicate-id",
            ["type", index, "name"],
            `the type \`${name}\` is there twice`,
          ),
        ],
  );
  return [
    ...homeless,
    ...twice,
    ...read.operation.flatMap(({ on, ttl }, index) => [
      ...checkOn(on, names, ["operation", index]),
      ...checkTtl(ttl, ["operation", index]),
    ]),
    ...read.option.flatMap((one, index) => [
      ...checkOn(one.on, names, ["option", index]),
      ...checkDefaults(one, ["option", index]),
    ]),
  ];
}

function checkOn(on: readonly string[], names: readonly string[], at: KeyPath): readonly Problem[] {
  return on.flatMap((name, item) => {
    if (name === "*" || names.includes(name)) return [];
    const message = `there is no [[type]] with the name \`${name}\`${didYouMean(name, names)}`;
    const help = `Types here: ${[...names, "*"].join(", ")}.`;
    return [valueProblem("wrong-value", [...at, "on", item], message, help)];
  });
}

/** A TTL form says where the TTL stands. */
function checkTtl(
  forms: readonly Readonly<Record<string, unknown>>[],
  at: KeyPath,
): readonly Problem[] {
  return forms.flatMap((form, item) => {
    if (ttlPlaces.some((place) => form[place] !== undefined)) return [];
    const message = `a way to give a TTL must say where: ${ttlPlaces.join(", ")}`;
    return [keyProblem("missing-key", [...at, "ttl", item], message)];
  });
}

function stem(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/(?:\.commands)?\.toml$/, "");
}
