/** Whether a claim's operator and value make sense together. */
import type { Operator } from "../model/claim.ts";
import { isDuration, isSize, type Constant, type Scalar } from "../model/constant.ts";
import { keyProblem, valueProblem, type Problem } from "./problem.ts";
import { compileProblem, hasNestedQuantifier } from "./regex.ts";
import type { KeyPath, TomlTable } from "./toml.ts";

interface Expectation {
  readonly operator?: Operator;
  readonly value?: Constant;
}

/** `read` is what could be read; keys that could not have their problem already. */
export function checkExpectation(
  { operator, value }: Expectation,
  raw: TomlTable,
  at: KeyPath,
): readonly Problem[] {
  if (operator === undefined) return [];
  const valueAt = [...at, "value"];
  const needsValue = operator !== "present" && operator !== "absent";
  if (!needsValue) {
    if (!Object.hasOwn(raw, "value")) return [];
    const message = `the operator \`${operator}\` takes no value`;
    return [
      keyProblem("bad-value", valueAt, message, "Remove `value`, or choose another operator."),
    ];
  }
  if (!Object.hasOwn(raw, "value")) {
    const message = `the operator \`${operator}\` needs a \`value\``;
    return [
      keyProblem("missing-key", at, message, "Add what the observed value is compared with."),
    ];
  }
  if (value === undefined) return [];
  return OPERANDS[operator](value, raw).map(({ message, help }) =>
    valueProblem(operator === "matches" ? "bad-regex" : "bad-value", valueAt, message, help),
  );
}

interface Complaint {
  readonly message: string;
  readonly help: string;
}

type Check = (value: Constant, raw: TomlTable) => readonly Complaint[];

const OPERANDS: Readonly<Record<Exclude<Operator, "present" | "absent">, Check>> = {
  eq: equal,
  ne: equal,
  lt: ordered,
  lte: ordered,
  gt: ordered,
  gte: ordered,
  in: several,
  not_in: several,
  matches: expression,
};

/** A list is equal to a list, item by item. */
function equal(value: Constant): readonly Complaint[] {
  return Array.isArray(value) ? mixedUnits(value) : [];
}

function ordered(value: Constant): readonly Complaint[] {
  if (!Array.isArray(value) && typeof value === "number") return [];
  if (isDuration(value) || isSize(value)) return [];
  // A limit that only the server or the team knows, by its name: what is observed is then not held against it.
  if (typeof value === "string" && /^[a-z]+(?:_[a-z]+)*$/i.test(value)) return [];
  const message = "only a number, a duration or a size can be compared by order";
  return [
    {
      message,
      help: 'Write a number, one with a unit ("5s", "512MiB"), or the name of a limit: server_limit.',
    },
  ];
}

function several(value: Constant): readonly Complaint[] {
  if (!Array.isArray(value)) {
    return [
      { message: "this operator needs a list", help: "Write value = [ … ], or use eq or ne." },
    ];
  }
  if (value.length === 0) {
    return [{ message: "the list is empty", help: "Name at least one value." }];
  }
  return mixedUnits(value);
}

/** 0 goes with every unit. */
function mixedUnits(value: readonly Scalar[]): readonly Complaint[] {
  const kinds = new Set(value.filter((item) => item !== 0).map(measure));
  kinds.delete(undefined);
  if (kinds.size < 2) return [];
  const message = `the list mixes ${[...kinds].join(" and ")}`;
  return [{ message, help: 'Give all of them the same kind of unit: ["5s", "1m"].' }];
}

function measure(item: Scalar): string | undefined {
  if (typeof item === "number") return "bare numbers";
  if (item === null) return undefined;
  if (isDuration(item)) return "durations";
  return isSize(item) ? "sizes" : undefined;
}

/** The text itself counts: `5s` is an expression here, and not a duration. */
function expression(_value: Constant, raw: TomlTable): readonly Complaint[] {
  const { value } = raw;
  if (typeof value !== "string") {
    return [{ message: "`matches` needs a regular expression as a string", help: "Quote it." }];
  }
  const problem = compileProblem(value);
  if (problem !== undefined) {
    const message = `this regular expression does not compile: ${problem}`;
    return [{ message, help: "It uses JavaScript syntax." }];
  }
  if (!hasNestedQuantifier(value)) return [];
  const message =
    "this regular expression repeats a group that itself repeats, which can take forever";
  return [{ message, help: "Rewrite (a+)+ as a+, or bound one of the repeats: (?:a+){1,8}." }];
}
