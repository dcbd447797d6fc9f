/** What library models and dialects may hold. */
import { PROVIDES } from "../model/library.ts";
import { LANGUAGES } from "../model/source.ts";
import {
  anyText,
  either,
  flag,
  list,
  listOf,
  map,
  number,
  oneOf,
  optional,
  required,
  scalar,
  table,
  text,
  withDefault,
} from "./shape.ts";
import { UNITS } from "./units.ts";
import { id } from "./words.ts";

const position = number({ whole: true, least: 0 });
const place = either(position, text);

/** The keys of a TTL form that say where it stands. */
export const ttlPlaces = ["arg", "named", "option", "after", "keeps", "wraps"];

const ttlForm = table("a way to give a TTL", {
  arg: optional(position, "Position of the argument that is or holds the TTL."),
  named: optional(text, "Named argument."),
  option: optional(text, "Dotted path in a record argument."),
  unit_from: optional(text, "Dotted path of the word that decides the unit."),
  after: optional(text, "A string argument: the next argument is the TTL."),
  keeps: optional(text, "A string argument, or an option that is true: the old TTL is kept."),
  wraps: optional(
    map(oneOf([...UNITS, "kept"])),
    "Calls inside the argument by the last word of their callee, with the unit of each.",
  ),
  units: optional(map(oneOf(UNITS)), "The unit by the word that decides."),
  unit: optional(oneOf(UNITS), "The unit of a bare number."),
  zero: optional(oneOf(["never", "error", "now", "default"]), "What a literal 0 means."),
  null: optional(oneOf(["never", "default"]), "What null means."),
});

const ttlKeys = {
  key: optional(place, "Where the key stands: position, name, or each."),
  keys: optional(oneOf(["each", "pairs", "both", "counted"]), "How several keys are given."),
  value: optional(place, "Where the value stands."),
  ttl: withDefault(list(ttlForm), [], "Each way to give a TTL."),
  ttl_default: withDefault(scalar, "absent", "What holds without any: absent, kept, option, none."),
  waits: withDefault(flag, false, "Blocks the caller by design."),
  awaits: optional(position, "How often the result is awaited until the server has confirmed it."),
};

const type = table("a type", {
  name: required(text, "How the model refers to it."),
  provides: optional(oneOf(PROVIDES), "What it is; default: the file's `provides`."),
  construct: listOf(anyText, 'Exports that make one; "" is the module itself.'),
  types: listOf(anyText, "Exports usable as type names for one."),
  derives: listOf(text, "Methods that give one: client.pipeline."),
  values: listOf(anyText, "Members of the package that are one."),
  settings: optional(
    table("settings", {
      variable: required(text, "The name that they are assigned to."),
      key: required(text, "The entry that tells them from others."),
      values: required(list(text), "What that entry says."),
    }),
    "Settings that have one made without a call.",
  ),
  opens: withDefault(flag, false, "Making one opens a connection."),
  blocking: withDefault(flag, false, "Calls block the thread."),
  buffered: withDefault(flag, false, "Commands are collected and sent later."),
  fluent: withDefault(flag, false, "Methods return the object itself."),
  errors_as_events: withDefault(flag, false, "An error event without a listener ends the process."),
  pooled: withDefault(flag, false, "Many connections behind one object."),
  embedded: withDefault(flag, false, "There is no server: what it opens is a file or memory."),
  adopts: optional(
    text,
    "A type of another library: given one, the object made is that library's.",
  ),
  set_up_by: optional(
    list(text),
    "Exports that its options are told with, somewhere in the project.",
  ),
  splits: optional(
    list(text),
    "Keys lie on several servers: the commands that it takes apart itself, PIPELINE too.",
  ),
  keeps: optional(
    oneOf(["shared-cache", "local-cache"]),
    "A decorator: where it keeps what the function gives.",
  ),
  sends: withDefault(flag, false, "Making one is a request of its own."),
  same: listOf(text, "Methods that hand the same object on."),
});

const operation = table("an operation", {
  on: listOf(text, "Types that have it; * is every type."),
  methods: listOf(text, "Its method names."),
  operation: required(text, "What it does: write, read, delete, expire, …"),
  raw: optional(oneOf(["args", "list", "chain"]), "How the arguments spell a raw command."),
  ...ttlKeys,
});

const versionedDefault = table("a default", {
  versions: required(text, "For which versions: <8, >=4,<6, or *."),
  value: optional(scalar, "The default; left out where these versions have none."),
  source: required(text, "Where the library says so."),
});

const option = table("an option", {
  on: listOf(text, "Types whose making takes it."),
  name: required(text, "The word that extractors use: command-timeout, capacity, ttl."),
  keys: listOf(text, "Dotted paths in an options record, named arguments or struct fields."),
  arg: optional(position, "Position of a plain argument."),
  methods: listOf(text, "Builder methods whose first argument is the value."),
  params: listOf(text, "Parameters of the address that the option `url` gives."),
  pairs: listOf(text, "First arguments of those methods, where the second is the value."),
  unit: optional(oneOf(UNITS), "The unit of a bare number."),
  default: optional(
    scalar,
    "The library's default; where it changed, what is taken for an unknown version.",
  ),
  defaults: listOf(versionedDefault, "The default by version."),
  negated: withDefault(flag, false, "The value means the opposite."),
  means: optional(
    map(either(text, either(flag, number()))),
    "What words and nothing mean, by the last word of the value in lower case.",
  ),
  zero: optional(text, "What a literal 0 means, in words."),
});

export const libraryShape = table("a library model", {
  id: required(id, "The library's name here."),
  title: required(text, "Its name for people."),
  language: required(oneOf(LANGUAGES), "The language it is used from."),
  packages: required(list(text), "Import sources: npm names, crates, Python modules."),
  installed_as: listOf(
    text,
    "Names in manifests, where they are others; versions are those of these.",
  ),
  globals: listOf(text, "Exports that are there without an import."),
  dialect: optional(text, "The command table that raw commands use: redis."),
  provides: optional(oneOf(PROVIDES), "What its types are, unless they say otherwise."),
  type: listOf(type, "The kinds of object that it makes."),
  operation: listOf(operation, "What can be done with them."),
  option: listOf(option, "How they are set up."),
});

const command = table("a command", {
  name: required(either(text, list(text)), "The command, or several that work alike."),
  operation: required(text, "What it does: write, read, delete, expire, …"),
  ...ttlKeys,
});

const server = table("a server", {
  images: listOf(text, "Last parts of the names of its images."),
  programs: listOf(text, "Its programs."),
  files: listOf(text, "File names in its own syntax, with *."),
  environment: withDefault(map(text), {}, "Variables of its images, and the directive of each."),
  chart: withDefault(map(text), {}, "Keys of a chart's values, and the directive of each."),
  variables: withDefault(map(text), {}, "Variables of its clients, and what each says."),
});

export const dialectShape = table("a dialect", {
  id: optional(id, "Its name; default: the name of the file."),
  title: optional(text, "Its name for people."),
  command: listOf(command, "The commands."),
  server: optional(server, "How it is told in deployment files."),
});
