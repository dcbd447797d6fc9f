/**
 * Calls on modelled objects: `//> write ttl=given 60s key="user:1"` says the operation and some of its properties. A line
 * without a comment, or with `//> none`, has no operation: silence is tested as well.
 */
import { describe, expect, test } from "vitest";
import { describe as written } from "../../src/extract/canonical.ts";
import { walk } from "../../src/model/children.ts";
import { withUnit } from "../../src/model/measure.ts";
import type { OperationSite, TtlReading } from "../../src/model/meaning.ts";
import type { Module } from "../../src/model/syntax.ts";
import { GIVEN } from "./cases/given.ts";
import { INJECTED } from "./cases/injected.ts";
import { LOOK_ALIKES } from "./cases/look-alikes.ts";
import { OPERATIONS } from "./cases/operations.ts";
import { openProject, shown, type Project } from "./project.ts";

for (const [group, cases] of Object.entries({
  ...OPERATIONS,
  ...INJECTED,
  ...GIVEN,
  ...LOOK_ALIKES,
})) {
  describe(group, () => {
    for (const [name, text] of Object.entries(cases)) {
      test(name, () => {
        const { found, said } = operationsOf(openProject(text));
        expect(found).toEqual(said);
      });
    }
  });
}

/** Both sides as `path:line: words`, with no more properties than the comment asks for. */
function operationsOf(project: Project): { found: readonly string[]; said: readonly string[] } {
  const found: string[] = [];
  const said: string[] = [];
  const marks = project.marks(">");
  for (const module of project.modules) {
    const sites = sitesOf(project, module);
    const lines = new Set([
      ...sites.keys(),
      ...marks.flatMap((mark) => (mark.module === module ? [mark.line] : [])),
    ]);
    for (const line of [...lines].toSorted((a, b) => a - b)) {
      const mark = marks.find((one) => one.module === module && one.line === line);
      const wanted = (mark?.said ?? "none").split(/ ?; ?/);
      const actual = sites.get(line) ?? [];
      const asked = wanted.map((one) => one.split(/ (?=[a-z]+=)/));
      const words = actual.map((site, at) => wordsOf(site, asked[at] ?? []));
      said.push(`${module.path}:${line}: ${wanted.join("; ")}`);
      found.push(`${module.path}:${line}: ${words.length === 0 ? "none" : words.join("; ")}`);
    }
  }
  return { found, said };
}

function sitesOf(project: Project, module: Module): ReadonlyMap<number, readonly OperationSite[]> {
  const sites = new Map<number, OperationSite[]>();
  for (const statement of module.body) {
    walk(statement, (node) => {
      const site = node.kind === "call" ? project.resolver.operationAt(node) : undefined;
      if (site === undefined) return;
      const line = project.lineOf(module, site.call.callee.end);
      sites.set(line, [...(sites.get(line) ?? []), site]);
    });
  }
  for (const list of sites.values()) list.sort((a, b) => a.call.callee.end - b.call.callee.end);
  return sites;
}

function wordsOf(site: OperationSite, asked: readonly string[]): string {
  const properties: Readonly<Record<string, string>> = {
    ttl: ttlWords(site.ttl),
    key: site.key === undefined ? "nothing" : written(site.key),
    value: site.value === undefined ? "nothing" : written(site.value),
    on: `${site.instance.library.id}.${site.instance.type.name}`,
    method: site.method,
  };
  const names = asked.slice(1).map((one) => one.slice(0, one.indexOf("=")));
  return [
    site.operation.operation,
    ...names.map((name) => `${name}=${properties[name] ?? "?"}`),
  ].join(" ");
}

function ttlWords(ttl: TtlReading): string {
  if (ttl.state !== "given" || ttl.meaning === undefined) return ttl.state;
  const { meaning, unit } = ttl;
  const measured =
    meaning.kind === "constant" ? { ...meaning, value: withUnit(meaning.value, unit) } : meaning;
  return `given ${shown(measured).replace("constant ", "")}`;
}
