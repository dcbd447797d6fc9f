/** Claims against repositories, worst in the upper left: a number of conflicts, or how a claim stands otherwise. */
import { element, text, type Html } from "../../formats/html/element.ts";
import { section } from "../../formats/html/rest.ts";
import type { Organisation, RepositoryReport } from "../../model/organisation.ts";

/** More rows are no picture any more; all of them stand in the list below. */
const MOST_ROWS = 400;

export function matrixSection({ claims, repositories }: Organisation): Html {
  const columns = claims
    .filter(({ conflict, unknown, pass }) => conflict + unknown + pass > 0)
    .map(({ id }) => id);
  if (columns.length === 0) return "";
  const rows = repositories.slice(0, MOST_ROWS);
  const more = repositories.length - rows.length;
  const said =
    more === 0 ? "" : ` The ${rows.length} worst repositories; ${more} more stand below.`;
  const legend = `A number counts conflicts, ? is a value that is not known, ✓ holds, · has no place here, and ! says that nothing is known.${said}`;
  return section("matrix", "Claims and repositories", [
    element("p", { class: "dim" }, legend),
    element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Matrix" }, [
      element("table", { class: "matrix" }, [
        element("thead", {}, [
          element("tr", {}, [
            element("th", { scope: "col" }, "repository"),
            ...columns.map((id) =>
              element("th", { scope: "col", class: "up" }, [element("span", {}, id)]),
            ),
          ]),
        ]),
        element(
          "tbody",
          {},
          rows.map((one) => row(one, columns)),
        ),
      ]),
    ]),
  ]);
}

function row(one: RepositoryReport, columns: readonly string[]): Html {
  return element("tr", { "data-name": one.name.toLowerCase() }, [
    element("th", { scope: "row" }, one.name),
    ...columns.map((id) => cell(one, id)),
  ]);
}

function cell({ claims, summary }: RepositoryReport, id: string): Html {
  if (summary === null) return element("td", { class: "conflict" }, [text("!")]);
  const claim = Object.hasOwn(claims, id) ? claims[id] : undefined;
  switch (claim?.verdict) {
    case "CONFLICT":
      return element("td", { class: "conflict" }, String(claim.conflicts));
    case "UNKNOWN":
      return element("td", { class: "unknown" }, "?");
    case "PASS":
      return element("td", { class: "pass" }, "✓");
    default:
      return element("td", {}, claim === undefined ? "" : "·");
  }
}
