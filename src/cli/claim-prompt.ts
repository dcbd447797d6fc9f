/** The guided way to a claim: one question per field that was not given, each with a default and a check. */
import { chooseId } from "../author/choose-id.ts";
import { textOf } from "../author/literal.ts";
import { renderClaim } from "../author/render-claim.ts";
import type { ClaimFields } from "../author/render-claim.ts";
import { loadClaims } from "../load/claims.ts";
import { formatConstant } from "../load/units.ts";
import type { TomlValue } from "../load/toml.ts";
import { CATEGORIES, OPERATORS, TIERS } from "../model/claim.ts";
import type { Claim } from "../model/claim.ts";
import { fieldsFrom, readValue } from "./claim-fields.ts";
import type { Assignment } from "./claim-fields.ts";
import type { Prompts } from "./prompts.ts";

export interface Known {
  readonly own: readonly Claim[];
  readonly shipped: readonly Claim[];
}

/** What is given is not asked. */
export async function askClaim(
  prompts: Prompts,
  given: ClaimFields,
  { own, shipped }: Known,
): Promise<ClaimFields> {
  let fields = given;
  const put = (key: string, value: TomlValue): void => {
    fields = fieldsFrom([{ path: [key], value }], fields);
  };
  const ask = async (key: string, message: string, hints: Hints = {}): Promise<void> => {
    if (fields[key] !== undefined) return;
    const check = (answer: string) =>
      answer === "" ? "Please give an answer." : problemWith(fields, key, answer);
    put(key, await prompts.text({ message, ...hints, check }));
  };

  await ask("subject", "What is the claim about? (domain/aspect)", { example: "cache/ttl" });
  const near = shipped.find(({ subject }) => subject === fields["subject"]);
  const initial = (text: string | undefined) => (text === undefined ? {} : { initial: text });
  await ask("predicate", "Which property of it?", initial(near?.predicate ?? "required"));
  const like = near?.predicate === fields["predicate"] ? near : undefined;
  if (fields["operator"] === undefined && fields["value"] === undefined) {
    const options = OPERATORS.map((value) => ({ value, hint: OPERATOR_HINTS[value] }));
    const message = "How does what the code says compare with the value?";
    put("operator", await prompts.choose({ message, options, initial: like?.operator ?? "eq" }));
  }
  await askValue(prompts, fields, like, put);
  await ask("invariant", "What MUST hold, in one sentence?", initial(like?.invariant));
  await ask("consequence", "What breaks otherwise?", initial(like?.consequence));
  if (fields["provenance"] === undefined) {
    fields = fieldsFrom(await askProvenance(prompts, like), fields);
  }
  if (fields["tier"] === undefined) {
    const options = TIERS.map((value) => ({ value, hint: TIER_HINTS[value] }));
    const message = "How much authority does that have?";
    put("tier", await prompts.choose({ message, options, initial: like?.tier ?? "expert" }));
  }
  if (fields["category"] === undefined) {
    const options = CATEGORIES.map((value) => ({ value }));
    const message = "Which kind of harm does it prevent?";
    put(
      "category",
      await prompts.choose({ message, options, initial: like?.category ?? "safety" }),
    );
  }
  const named = { subject: textOf(fields["subject"]), predicate: textOf(fields["predicate"]) };
  const ids = new Set(own.map(({ id }) => id));
  if (fields["id"] === undefined) {
    const check = (answer: string) =>
      ids.has(answer) ? `There is a claim ${answer} already.` : problemWith(fields, "id", answer);
    const free = chooseId(named, own, shipped);
    put("id", await prompts.text({ message: "Its id?", initial: free, check }));
  }
  return fields;
}

interface Hints {
  readonly example?: string;
  readonly initial?: string;
}

async function askValue(
  prompts: Prompts,
  fields: ClaimFields,
  like: Claim | undefined,
  put: (key: string, value: TomlValue) => void,
): Promise<void> {
  const operator = textOf(fields["operator"]) || "eq";
  if (fields["value"] !== undefined || operator === "present" || operator === "absent") return;
  const value = like?.operator === operator ? like.value : undefined;
  const initial = value === undefined ? undefined : formatConstant(value);
  const check = (answer: string) =>
    answer === ""
      ? "Please give a value."
      : problemWith(fields, "value", readValue(answer, operator));
  const answer = await prompts.text({
    message: 'Which value? (true, 3, 5s, 512MiB, ["a", "b"], or a text)',
    initial: initial ?? (operator === "eq" ? "true" : "0"),
    check,
  });
  put("value", readValue(answer, operator));
}

async function askProvenance(
  prompts: Prompts,
  like: Claim | undefined,
): Promise<readonly Assignment[]> {
  const { source, url } = like?.provenance ?? {};
  const said = await prompts.text({
    message: "Who says so? (a document or body)",
    ...(source === undefined ? { example: "Redis SETEX command spec" } : { initial: source }),
    check: (answer) => (answer === "" ? "A claim needs a source." : undefined),
  });
  const isLike = said === source;
  const where = await prompts.text({
    message: "Where can it be read? (a URL; may stay empty)",
    ...(isLike && url !== undefined && { initial: url }),
    check: (answer) =>
      answer === "" || /^https?:\/\/\S+$/.test(answer) ? undefined : "That is no http(s) address.",
  });
  return [
    { path: ["provenance", "source"], value: said },
    ...(where === "" ? [] : [{ path: ["provenance", "url"], value: where }]),
  ];
}

/** What `load` would say of the field, in an otherwise perfect claim. */
function problemWith(fields: ClaimFields, key: string, value: TomlValue): string | undefined {
  const operator = key === "value" ? { operator: fields["operator"] ?? "eq" } : {};
  const text = renderClaim({ ...PERFECT, ...operator, [key]: value });
  const [problem] = loadClaims(text, "claims.toml").diagnostics;
  return problem && `${problem.message}. ${problem.help ?? ""}`.trim();
}

const PERFECT: ClaimFields = {
  id: "sample-001",
  subject: "sample/subject",
  predicate: "required",
  value: true,
  invariant: "It MUST hold",
  consequence: "It breaks",
  provenance: "A source",
  tier: "expert",
  category: "safety",
};

const OPERATOR_HINTS = {
  eq: "is the value",
  ne: "is not the value",
  lt: "is less than the value",
  lte: "is at most the value",
  gt: "is more than the value",
  gte: "is at least the value",
  in: "is one of the values",
  not_in: "is none of the values",
  matches: "fits the regular expression",
  present: "is there, whatever it is",
  absent: "is not there",
} as const;

const TIER_HINTS = {
  spec: "1: a standard or protocol specification",
  vendor: "2: the vendor of the server or service",
  library: "3: the documentation of the library",
  expert: "4: somebody who knows, such as your team",
  community: "5: common advice",
} as const;
