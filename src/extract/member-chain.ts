/** Chains of members as a name and a path: what `req.query.page` takes out of `req`. */
import type { Expr } from "../model/syntax.ts";

/** Methods that give what they are called on in another form, or a part of it. */
const SAME =
  /^(toString|to_string|trim|strip|toLowerCase|toUpperCase|lower|upper|join|map|split|slice|substring|isoformat|strftime|toISOString|format|as_str|as_ref|as_deref|clone|unwrap_or|unwrap_or_default|unwrap_or_else|iter|into|into_iter|to_owned|cloned|collect|filter|sort|sorted|concat|replace|json|model_dump|dict|keys|values|items|entries)$/;
const TAKES = /^(get|getAll|getlist|get_all|query|param|header|pop)$/;

export interface Chain {
  readonly root: string;
  readonly path: readonly string[];
  /** What stands in brackets and is no literal. */
  readonly computed: readonly Expr[];
}

/** `req.query["page"]`, `request.args.get("page")`. */
export function chainOf(expr: Expr): Chain | undefined {
  const path: string[] = [];
  const computed: Expr[] = [];
  let at: Expr = expr;
  for (;;) {
    if (at.kind === "name") return { root: at.name, path: path.toReversed(), computed };
    if (at.kind === "member") {
      path.push(at.name);
      at = at.object;
    } else if (at.kind === "index") {
      if (at.index.kind === "literal") path.push(String(at.index.value));
      else computed.push(at.index);
      at = at.object;
    } else if (at.kind === "call" && at.callee.kind === "member") {
      const [first, ...others] = at.args;
      if (TAKES.test(at.callee.name)) {
        if (first?.kind !== "literal") return undefined;
        path.push(String(first.value));
        if (!/^(get|getAll|getlist|get_all|pop)$/.test(at.callee.name)) path.push(at.callee.name);
        computed.push(...others);
      } else if (SAME.test(at.callee.name)) {
        path.length = 0;
        computed.push(...at.args);
      } else return undefined;
      at = at.callee.object;
    } else return undefined;
  }
}
