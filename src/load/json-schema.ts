/** A shape written out as JSON Schema (draft 7, which editors for TOML read): the loader's own data, so both agree. */
import { configShape } from "./config.ts";
import { claimsShape } from "./claims.ts";
import { fleetShape } from "./fleet.ts";
import { extractorShape } from "./extractor.ts";
import { libraryShape } from "./library-shape.ts";
import type { Description, Key, Keys } from "./shape.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The files that people write. */
export const FILE_SHAPES: Readonly<Record<string, Description>> = {
  claims: claimsShape,
  extractor: extractorShape,
  library: libraryShape,
  config: configShape,
  fleet: fleetShape,
};

/** `title` stands at the top of the schema. */
export function jsonSchema(title: string, shape: Description): Schema {
  return { $schema: "http://json-schema.org/draft-07/schema#", title, ...schemaOf(shape) };
}

function schemaOf(shape: Description): Schema {
  switch (shape.kind) {
    case "text":
      return {
        type: "string",
        ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
        ...(shape.mayBeEmpty === true ? {} : { minLength: 1 }),
      };
    case "flag":
      return { type: "boolean" };
    case "number":
      return {
        type: shape.whole === true ? "integer" : "number",
        ...(shape.least === undefined ? {} : { minimum: shape.least }),
        ...(shape.most === undefined ? {} : { maximum: shape.most }),
      };
    case "scalar":
      return SCALAR;
    case "constant":
      return { anyOf: [SCALAR, { type: "array", items: SCALAR }] };
    case "one-of":
      return { enum: shape.values };
    case "list":
      return { type: "array", items: schemaOf(shape.of) };
    case "map":
      return { type: "object", additionalProperties: schemaOf(shape.of) };
    case "either":
      return { anyOf: shape.shapes.map(schemaOf) };
    case "free":
      return { type: "object" };
    case "table":
      return tableSchema(shape.keys);
  }
}

const SCALAR: Schema = { type: ["boolean", "number", "string"] };

function tableSchema(keys: Keys): Schema {
  const entries = Object.entries(keys);
  const required = entries.flatMap(([name, { presence }]) => (presence === "required" ? name : []));
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(entries.map(([name, key]) => [name, keySchema(key)])),
    ...(required.length > 0 && { required }),
  };
}

function keySchema({ shape, doc, presence, default: value }: Key): Schema {
  const isPlain = ["string", "number", "boolean"].includes(typeof value);
  return {
    description: doc,
    ...schemaOf(shape),
    ...(presence === "default" && isPlain && { default: value }),
  };
}
