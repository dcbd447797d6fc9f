/**
 * What the engine recognised at one place, before any extractor has said what to make of it. A `call` or
 * `idiom` match asks for a kind and for properties, and takes one of the captures as its value.
 */
import type { Constant } from "../model/constant.ts";
import type { Confidence } from "../model/extractor.ts";
import type { Unit } from "../model/library.ts";
import type { Instance, Meaning, Resolver } from "../model/meaning.ts";
import type { Trace } from "../model/observation.ts";
import type { Span } from "../model/source.ts";
import type { Expr, Module, Node } from "../model/syntax.ts";

export type Property = string | boolean | number | undefined;

/** A part of the place that an extractor can take as its value. */
export type Capture =
  | {
      readonly state: "given";
      readonly meaning: Meaning;
      readonly value?: Expr;
      readonly unit?: Unit;
      /** Where it stands, when that is smaller than the shape. */
      readonly place?: Span;
    }
  | { readonly state: "constant"; readonly constant: Constant }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly reason: string };

export interface Shape {
  /** `operation`, `construct`, or an idiom's kind. */
  readonly kind: string;
  /** The smallest expression that decides, in the file of `node`. */
  readonly span: Span;
  readonly node: Node;
  readonly properties: Readonly<Record<string, Property>>;
  readonly captures: Readonly<Record<string, Capture>>;
  readonly instance?: Instance;
  /** Text for `$NAME` holes in messages that are no captures. */
  readonly words?: Readonly<Record<string, string>>;
  readonly derivation?: readonly Trace[];
  readonly evidence?: readonly Trace[];
  /** Caps the confidence of every match on it. */
  readonly confidence?: Confidence;
  /** Options by canonical name, read when a match asks for one. */
  readonly option?: (name: string) => {
    readonly span: Span;
    readonly node: Node;
    readonly capture: Capture;
    /** What `is` can ask for: the reading's state, whether it limits anything, and a flag itself. */
    readonly states: readonly (string | boolean | undefined)[];
    /** The number that the code gives, for `least`. */
    readonly number: number | undefined;
    /** What decided, where it was not the code: the version of the library. */
    readonly because: readonly Trace[];
  };
}

/** What a recogniser may use. */
export interface Scene {
  readonly module: Module;
  readonly resolver: Resolver;
  /** Questions about the whole project, answered once. */
  readonly project: ProjectFacts;
}

export interface ProjectFacts {
  /** The declaration, class or record belongs to code that talks to a cache, or configures it. */
  readonly isCacheOwner: (node: Node) => boolean;
  /** The class or function itself makes or uses a client. */
  readonly isCacheUser: (node: Node) => boolean;
  /** All of them. */
  readonly owners: () => ReadonlySet<Node>;
}

/** One file of `idioms/` per idiom: sees every node of a candidate file once, in order. */
export interface Recogniser {
  /** The kinds of shape it emits. */
  readonly kinds: readonly string[];
  /** Called once per file; the result is called for each node. */
  start(scene: Scene, emit: (shape: Shape) => void): (node: Node) => void;
}
