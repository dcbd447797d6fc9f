/**
 * Compose files, Kubernetes manifests and workflows: wherever something has an `image`, what it is started with and
 * given is read; its image or its program says which server it is. Everything else that gets an environment may be a client.
 */
import type { ServerModel, ServerSetting, ServerSite } from "../model/server.ts";
import { readServerFile } from "./line-files.ts";
import { at, scalarsOf, textAt, visit, type Mapping, type Scalar, type Tree } from "./tree.ts";
import { readArguments, valueOf, wordsIn, type Word } from "./words.ts";

export interface KnownServer {
  readonly dialect: string;
  readonly model: ServerModel;
}

type Site = Omit<ServerSite, "local">;

export function readDeployment(
  tree: Tree,
  text: string,
  known: readonly KnownServer[],
): readonly Site[] {
  const sites: Site[] = [];
  const isKubernetes = at(tree, "apiVersion") !== undefined && at(tree, "kind") !== undefined;
  const file = isKubernetes ? "kubernetes" : "compose";
  visit(tree, (part, path) => {
    if (part.kind !== "mapping") return;
    const image = at(part, "image");
    const environment = environmentOf(part);
    const name = path.findLast((key) => !GENERIC.has(key)) ?? "";
    if (image?.kind === "scalar") {
      const site = serverSite(part, image, environment, text, known);
      if (site !== undefined) {
        sites.push({ ...site, name: textAt(part, "name") ?? name, file });
        return;
      }
    }
    for (const one of known) {
      const settings = clientSettings(environment, one.model);
      if (settings.length > 0) {
        sites.push({
          dialect: one.dialect,
          name,
          role: "client",
          file,
          settings,
          complete: false,
          start: part.start,
          end: part.end,
        });
      }
    }
    if (textAt(part, "kind") === "ConfigMap") sites.push(...fromConfigMap(part, text, known));
  });
  return sites;
}

/** Keys that say what something is, not which one. */
const GENERIC = new Set([
  "services",
  "containers",
  "initContainers",
  "spec",
  "template",
  "jobs",
  "env",
  "environment",
]);

function serverSite(
  part: Mapping,
  image: Scalar,
  environment: readonly Variable[],
  text: string,
  known: readonly KnownServer[],
): Omit<Site, "name" | "file"> | undefined {
  const words = ["entrypoint", "command", "args"].flatMap((key) =>
    commandWords(at(part, key), text),
  );
  for (const { dialect, model } of known) {
    const program = words.findIndex(({ text: word }) => model.programs.includes(baseName(word)));
    if (program < 0 && !model.images.includes(imageName(image.text))) continue;
    // `redis-cli`, `sh -c …` in an image of the server is not the server.
    const isOther = program < 0 && words.length > 0 && !(words[0]?.text ?? "").startsWith("-");
    if (isOther) return undefined;
    const given = readArguments(words.slice(program + 1));
    const fromEnvironment = environment.flatMap((variable) => {
      const directive = model.environment[variable.name];
      if (directive === undefined) return [];
      return directive === "arguments"
        ? [...readArguments(wordsIn(variable.value.text, variable.value.start)).settings]
        : [
            {
              directive,
              ...valueOf(variable.value.text),
              start: variable.start,
              end: variable.value.end,
            },
          ];
    });
    return {
      dialect,
      role: "server",
      settings: [...given.settings, ...fromEnvironment],
      complete: given.isWhole && !isSetUpElsewhere(part),
      start: image.start,
      end: image.end,
    };
  }
  return undefined;
}

/** A file, a secret or another service may hold the rest. */
function isSetUpElsewhere(part: Mapping): boolean {
  if (
    ["env_file", "envFrom", "extends", "configs", "volumeMounts"].some(
      (key) => at(part, key) !== undefined,
    )
  )
    return true;
  return scalarsOf(at(part, "volumes")).some(({ text }) => /\.conf|\bconf(?:ig)?\b/.test(text));
}

function commandWords(tree: Tree | undefined, text: string): readonly Word[] {
  return scalarsOf(tree).flatMap((scalar) => {
    const source = text.slice(scalar.start, scalar.end);
    if (scalar.text === "") return [{ text: "", start: scalar.start, end: scalar.end }];
    // Quotes around the whole are YAML's, `|` and `>` its marks of a block.
    const quoted = /^(["'])([^]*)\1$/.exec(source)?.[2];
    const inner = quoted ?? source.replace(/^[|>][-+\d]*[^\n]*/, (mark) => " ".repeat(mark.length));
    const words = wordsIn(
      inner.replaceAll(/\\\n/g, "  "),
      scalar.start + (quoted === undefined ? 0 : 1),
    );
    // `sh -c "redis-server …"`: a command line inside a command line.
    return words.flatMap((word) =>
      /\s/.test(word.text) ? wordsIn(word.text, word.start + 1) : [word],
    );
  });
}

interface Variable {
  readonly name: string;
  readonly value: Scalar;
  readonly start: number;
}

/** `environment` as a mapping or as `KEY=value`s, `env` as a mapping or as `name` and `value`. */
function environmentOf(part: Mapping): readonly Variable[] {
  return ["environment", "env"].flatMap((key) => {
    const given = at(part, key);
    if (given?.kind === "mapping")
      return given.items.flatMap(({ key: name, value }) =>
        value.kind === "scalar" ? [{ name, value, start: value.start }] : [],
      );
    if (given?.kind !== "sequence") return [];
    return given.items.flatMap((item) => {
      if (item.kind === "scalar") {
        const [, name = "", rest = ""] = /^([A-Za-z_]\w*)=([^]*)$/.exec(item.text) ?? [];
        return name === "" ? [] : [{ name, value: { ...item, text: rest }, start: item.start }];
      }
      const value = at(item, "value");
      const name = textAt(item, "name");
      if (name === undefined || value?.kind !== "scalar") return [];
      return [{ name, value, start: value.start }];
    });
  });
}

export function clientSettings(
  environment: readonly Variable[],
  model: ServerModel,
): readonly ServerSetting[] {
  return environment.flatMap(({ name, value, start }) => {
    const directive = meaningOf(name, model);
    return directive === undefined
      ? []
      : [{ directive, ...valueOf(value.text), start, end: value.end }];
  });
}

/** `*_REDIS_PASSWORD`: a star stands for any words, or none. */
export function meaningOf(variable: string, model: ServerModel): string | undefined {
  const name = variable.toUpperCase();
  return Object.entries(model.variables).find(([pattern]) =>
    pattern.startsWith("*") ? name.endsWith(pattern.slice(1)) : name === pattern,
  )?.[1];
}

function fromConfigMap(
  part: Mapping,
  text: string,
  known: readonly KnownServer[],
): readonly Site[] {
  const data = at(part, "data");
  if (data?.kind !== "mapping") return [];
  return data.items.flatMap(({ key, value }) => {
    const owner = known.find(({ model }) => fitsFile(key, model));
    if (owner === undefined || value.kind !== "scalar") return [];
    const { settings, isWhole } = readServerFile(text.slice(value.start, value.end), value.start);
    return [
      {
        dialect: owner.dialect,
        name: textAt(part, "metadata", "name") ?? key,
        role: "server" as const,
        file: "kubernetes" as const,
        settings,
        complete: isWhole,
        start: value.start,
        end: settings[0]?.end ?? value.end,
      },
    ];
  });
}

export function fitsFile(name: string, { files }: ServerModel): boolean {
  return files.some((pattern) => {
    const [head = "", tail] = pattern.split("*", 2);
    if (tail === undefined) return name === pattern;
    return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
  });
}

/** `ghcr.io/bitnami/redis:7.2@sha256:…` → `redis`. */
function imageName(image: string): string {
  return baseName(
    image
      .replace(/@.*$/, "")
      .replace(/:[^/]*$/, "")
      .replace(/:?\$\{.*$/, ""),
  ).toLowerCase();
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
