/** Settings that have a modelled object made without a call: Django's `CACHES = { "default": { "BACKEND": "…" } }`. */
import type { ConstructionSite } from "../model/meaning.ts";
import type { Call, Expr, Node } from "../model/syntax.ts";
import type { Context } from "./context.ts";

type RecordLiteral = Extract<Node, { kind: "record" }>;

/** The record as the call that it stands for, from its start to the entry that tells it. */
export function configuredAt(
  context: Context,
  record: RecordLiteral,
): ConstructionSite | undefined {
  const variable = variableOf(record);
  if (variable === undefined) return undefined;
  const { language } = context.moduleOf(record);
  for (const library of context.inputs.libraries) {
    if (library.language !== language) continue;
    for (const type of library.types) {
      const { settings } = type;
      if (settings?.variable !== variable) continue;
      const teller = record.entries.find(({ key }) => key === settings.key);
      const said = teller === undefined ? undefined : context.meaning(teller.value);
      if (teller === undefined || said?.kind !== "constant") continue;
      if (!settings.values.some((value) => value === said.value)) continue;
      const call = standingFor(record, variable, teller.end);
      return { call, instance: { kind: "instance", library, type, making: call } };
    }
  }
  return undefined;
}

/** The name that the record, or one around it, is assigned to at the top of its file. */
function variableOf(record: RecordLiteral): string | undefined {
  let at: Node | undefined = record.parent;
  if (at?.kind === "record") at = at.parent;
  if (at?.kind === "declare") return at.bindings[0]?.name;
  if (at?.kind !== "assign") return undefined;
  const target: Expr = at.target.kind === "index" ? at.target.object : at.target;
  return target.kind === "name" ? target.name : undefined;
}

function standingFor(record: RecordLiteral, variable: string, headEnd: number): Call {
  const { start, end, parent } = record;
  const call: Call = {
    kind: "call",
    start,
    end,
    ...(parent !== undefined && { parent }),
    callee: { kind: "name", name: variable, start, end: headEnd },
    args: [record],
    named: [],
    isNew: false,
    macro: false,
    typeArgs: [],
  };
  return call;
}
