/** An extractor: what to look for in source, and which observation that is. Names are those of its TOML. */
import type { Constant } from "./constant.ts";
import type { Language, Position } from "./source.ts";

export const CONFIDENCES = ["high", "medium", "low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The file must satisfy all of these before anything is tried. */
export interface Gate {
  /** One of these packages is imported. */
  readonly imports: readonly string[];
  /** One of these words stands in the text. */
  readonly words: readonly string[];
  /** One of these globs fits the path. */
  readonly paths: readonly string[];
}

/** A value as the TOML has it: a constant, or `$NAME`, which takes a capture. */
export type ValueSource = { readonly capture: string } | { readonly constant: Constant };

/** A property asked of a call or an idiom, as in TOML: a word, a flag, a number, or a list of alternatives. */
export type Asked = string | boolean | number | readonly (string | boolean | number)[];

/** One of the five ways to see code. */
export type Way =
  | {
      readonly kind: "rule";
      readonly rule: Readonly<Record<string, unknown>>;
      readonly constraints?: Readonly<Record<string, unknown>>;
      readonly utils?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "regex"; readonly regex: string; readonly flags: string }
  | { readonly kind: "config"; readonly asked: Readonly<Record<string, Asked>> }
  | { readonly kind: "call"; readonly asked: Readonly<Record<string, Asked>> }
  | {
      readonly kind: "idiom";
      readonly idiom: string;
      readonly asked: Readonly<Record<string, Asked>>;
    };

/** `in-async`, `not in-test`, `receiver:ioredis`. */
export interface Where {
  readonly predicate: string;
  readonly argument?: string;
  readonly negated: boolean;
  /** Of `project-says:NAME`: the words that `[project]` has under the name. */
  readonly words?: readonly string[];
}

export interface Match {
  readonly way: Way;
  readonly value: ValueSource;
  /** The unit of a captured bare number. */
  readonly unit?: string;
  readonly where: readonly Where[];
  /** With `$NAME` holes. */
  readonly message?: string;
  readonly confidence: Confidence;
  /** Only these of the extractor's languages. */
  readonly languages?: readonly Language[];
  /** Position in its file, for messages: 0-based. */
  readonly index: number;
  /** Where its parts stand in the file, of a project's own only: `rule`, `value`, `call/ttl`, `where/0`. */
  readonly places?: Readonly<Record<string, Position>>;
}

export interface ExtractorTest {
  readonly code: string;
  readonly language?: Language;
  readonly path?: string;
  readonly files: Readonly<Record<string, string>>;
  /** 1-based line of `code = ` in the extractor's file, for messages. */
  readonly line: number;
}

export interface Extractor {
  readonly id: string;
  readonly title: string;
  readonly subject: string;
  readonly predicate: string;
  /** Empty for extractors that read configuration files only. */
  readonly languages: readonly Language[];
  /** core cache httpclient dbpool msgqueue, or `project`. */
  readonly pack: string;
  readonly when: Gate;
  readonly matches: readonly Match[];
  readonly tests: readonly ExtractorTest[];
  readonly status: "active" | "draft";
  /** Words for the docs: what it cannot see. */
  readonly limits?: string;
  /** `built-in`, or the path of its file relative to the root. */
  readonly origin: string;
}
