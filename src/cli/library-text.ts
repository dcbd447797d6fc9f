/** What a library model says, in words: what is made, what it is told, and what its methods do. */
import type {
  Library,
  LibraryOption,
  LibraryType,
  Operation,
  Provides,
  TtlForm,
} from "../model/library.ts";
import { rangeText } from "../model/versions.ts";
import { formatConstant } from "../load/units.ts";
import { details } from "./table.ts";

const SERVES: Readonly<Record<Provides, string>> = {
  "shared-cache": "a client of a shared cache",
  "local-cache": "an in-process cache",
  "http-client": "an HTTP client",
  "sql-pool": "a pool of SQL connections",
  "sql-client": "an SQL client",
  queue: "a client of a queue",
  lock: "a lock",
  none: "a part of the others",
};

const EXPORTS: Readonly<Record<string, string>> = {
  "": "the module itself",
  default: "the default export",
};

export function describeLibrary(library: Library): string {
  const { id, title, language, packages, globals, dialect, origin } = library;
  const parts = [
    ...library.types.map((type) => ["object", typeText(type)] as const),
    ...library.operations.map((one) => ["method", operationText(one)] as const),
    ...library.options.map((one) => ["option", optionText(one)] as const),
  ];
  return details([
    ["library", id === title ? id : `${id}  ${title}`],
    ["used from", `${language}, as ${packages.join(", ")}`],
    ["always there", globals.join(", ")],
    ["speaks", dialect && `the commands of ${dialect}, as methods and raw`],
    ...parts,
    ["from", origin],
  ]);
}

function typeText(type: LibraryType): string {
  const { name, provides, construct, types, derives, values, same, adopts } = type;
  const traits = [
    [type.opens, "making one opens a connection"],
    [type.pooled, "many connections behind one"],
    [type.blocking, "calls block the thread"],
    [type.buffered, "commands are collected and sent later"],
    [type.errors_as_events, "an error that nobody listens to ends the process"],
    [type.embedded, "no server: a file or memory"],
    [type.sends, "making one is a request"],
  ] as const;
  const facts = traits.flatMap(([holds, words]) => (holds ? [words] : []));
  return lines(`${name}: ${SERVES[provides]}`, [
    ["made by", construct.map((word) => EXPORTS[word] ?? word).join(", ")],
    ["made of", derives.join(", ")],
    ["is there as", values.join(", ")],
    ["stands for an object of", adopts],
    ["typed as", types.join(", ")],
    ["handed on by", same.join(", ")],
    ["", facts.join("; ")],
  ]);
}

function operationText(operation: Operation): string {
  const { operation: does, methods, on, key, value, ttl, ttl_default } = operation;
  const otherwise =
    ttl_default === "option" ? "what the object was made with" : formatConstant(ttl_default);
  const forms = ttl.map(ttlText);
  const expiry = forms.length === 0 ? otherwise : [...forms, `else ${otherwise}`].join("; ");
  return lines(`${does}: ${methods.join(", ")}`, [
    ["on", on.includes("*") ? undefined : on.join(", ")],
    ["key", placeText(key)],
    ["value", placeText(value)],
    ["expiry", forms.length > 0 || ttl_default === "option" ? expiry : undefined],
    ["", operation.waits ? "blocks the caller by design" : undefined],
  ]);
}

function placeText(place: number | string | undefined): string | undefined {
  return typeof place === "number" ? `argument ${place + 1}` : place;
}

function ttlText(form: TtlForm): string {
  const { arg, named, option, after, keeps, wraps, unit, units, zero } = form;
  const places = [
    arg !== undefined && `argument ${arg + 1}`,
    named !== undefined && `\`${named}\``,
    option !== undefined && `option \`${option}\``,
    after !== undefined && `behind "${after}"`,
    keeps !== undefined && `"${keeps}" keeps the old one`,
    wraps !== undefined && Object.keys(wraps).join(" or "),
  ].filter((place) => place !== false);
  const measured = unit ?? (units && Object.values(units).join(" or "));
  const nothing = zero === undefined ? "" : `, 0 is ${zero}`;
  return `${places.join(", ")}${measured === undefined ? "" : ` in ${measured}`}${nothing}`;
}

function optionText(option: LibraryOption): string {
  const { name, on, keys, arg, methods, params, unit, zero, defaults } = option;
  const known = defaults.map(({ versions, value }) => {
    const those = versions.map(rangeText).join(" or ");
    const text = value === undefined ? "none" : formatConstant(value);
    return `${text}${those === "" ? "" : ` in ${those}`}`;
  });
  const fixed = option.default === undefined ? [] : [formatConstant(option.default)];
  return lines(name, [
    ["of", on.join(", ")],
    ["given as", [...keys, ...(arg === undefined ? [] : [`argument ${arg + 1}`])].join(", ")],
    ["by the methods", methods.join(", ")],
    ["in the address", params.join(", ")],
    ["in", unit],
    ["default", (known.length > 0 ? known : fixed).join("; ")],
    ["0 means", zero],
  ]);
}

function lines(head: string, rows: readonly (readonly [string, string | undefined])[]): string {
  const given = rows.filter((row) => row[1] !== undefined && row[1] !== "");
  return [head, ...given.map(([name, text]) => `  ${name}${name === "" ? "" : " "}${text}`)].join(
    "\n",
  );
}
