/** Values of a chart: what stands below a server's name sets the server's own chart up. */
import type { ServerSite } from "../model/server.ts";
import type { KnownServer } from "./deployments.ts";
import { at, visit, type Tree } from "./tree.ts";
import { valueOf } from "./words.ts";

export function readChartValues(
  tree: Tree,
  known: readonly KnownServer[],
): readonly Omit<ServerSite, "local">[] {
  const sites: Omit<ServerSite, "local">[] = [];
  visit(tree, (part, path) => {
    const name = path.at(-1) ?? "";
    const owner = known.find(({ model }) => model.images.includes(name.toLowerCase()));
    if (owner === undefined || part.kind !== "mapping") return;
    // A chart that is not used sets nothing up.
    const enabled = at(part, "enabled");
    if (enabled?.kind === "scalar" && enabled.text === "false") return;
    const settings = Object.entries(owner.model.chart).flatMap(([key, directive]) => {
      const value = at(part, ...key.split("."));
      if (value?.kind !== "scalar") return [];
      return [{ directive, ...valueOf(value.text), start: value.start, end: value.end }];
    });
    if (settings.length === 0) return;
    const { dialect } = owner;
    const { start, end } = part;
    sites.push({
      dialect,
      name,
      role: "server",
      file: "chart",
      settings,
      complete: false,
      start,
      end,
    });
  });
  return sites;
}
