/** What expressions stand for, across names, files and classes: `//= …` says the meaning of what its line declares. */
import { describe, expect, test } from "vitest";
import { walk } from "../../src/model/children.ts";
import type { Expr, Module, Node } from "../../src/model/syntax.ts";
import { openProject, shown, type Project } from "./project.ts";
import { ATTACHED } from "./cases/attached.ts";
import { CLIENTS } from "./cases/clients.ts";
import { CONSTANTS } from "./cases/constants.ts";
import { HOSTILE } from "./cases/hostile.ts";
import { IMPLEMENTED } from "./cases/injected.ts";
import { MANIFESTS } from "./cases/manifests.ts";

/** Also what goes in circles is answered at once. */
const LIMIT_MS = 5_000;

for (const [group, cases] of Object.entries({
  ...CONSTANTS,
  ...CLIENTS,
  ...ATTACHED,
  ...HOSTILE,
  ...IMPLEMENTED,
  ...MANIFESTS,
})) {
  describe(group, () => {
    for (const [name, text] of Object.entries(cases)) {
      test(name, { timeout: LIMIT_MS }, () => {
        const project = openProject(text);
        const marks = project.marks("=");
        expect(marks.length).toBeGreaterThan(0);
        const said = marks.map((mark) => `${mark.module.path}:${mark.line}: ${mark.said}`);
        const found = marks.map(
          ({ module, line }) => `${module.path}:${line}: ${meaningAt(project, module, line)}`,
        );
        expect(found).toEqual(said);
      });
    }
  });
}

/** Of what ends on the line, what ends last; of several that do, the outermost. */
function meaningAt(project: Project, module: Module, line: number): string {
  let last: Expr | undefined;
  for (const statement of module.body) {
    walk(statement, (node) => {
      const value = valueOf(node);
      if (value === undefined || project.lineOf(module, value.end) !== line) return;
      if (last === undefined || value.end > last.end) last = value;
    });
  }
  return last === undefined ? "no expression here" : shown(project.resolver.meaning(last));
}

function valueOf(node: Node): Expr | undefined {
  if (node.kind === "expression" && node.value.kind === "assign") return node.value.value;
  return node.kind === "declare" ||
    node.kind === "expression" ||
    node.kind === "return" ||
    node.kind === "field"
    ? node.value
    : undefined;
}
