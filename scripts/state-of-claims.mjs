/** docs/state-of-claims.md: what this code base claims about itself, and what a scan of it says, as `npm run docs` writes it. */
import { format, resolveConfig } from "prettier";

/**
 * Folders rather than lines: the page is to change where the state of a claim does, and not with every edit.
 * @param {import("../src/model/report.ts").Report} report
 */
export async function stateOfClaims(report) {
  const claims = report.claims.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = claims.map(({ id, verdict, invariant, category }) => {
    const own = report.findings.filter((one) => one.claim_id === id);
    const places = own.flatMap((one) => [one, ...one.evidence]);
    const folders = new Set(places.flatMap(({ path }) => (path ? [folderOf(path)] : [])));
    const isOpen = own.some((one) => one.verdict === verdict && one.suppressed === null);
    const state = isOpen ? verdict : `${verdict}, suppressed`;
    return `| ${id} | ${state} | ${String(invariant)} | ${String(category)} | ${[...folders].toSorted().join(", ")} |`;
  });
  const open = report.findings
    .filter((one) => one.verdict !== "PASS")
    .map((one) => {
      const why = one.suppressed === null ? "" : ` (suppressed: ${one.suppressed.reason})`;
      return `- ${one.claim_id} ${one.verdict} ${one.path ?? ""} ${one.message}${why}`;
    });
  const text = `# The state of our own claims

What aphoria claims about its own code (\`.aphoria/claims.toml\`), what looks for it (\`.aphoria/extractors/\`), and what
\`aphoria scan --fail-on missing\` says of it today. Written by \`npm run docs\`; \`test/own-claims.test.ts\` compares it with a scan, so a
claim that comes, goes or changes its verdict stands in the change that did it. The same test breaks the code for each claim,
and wants to see \`CONFLICT\`.

| claim | verdict | what must hold | category | seen in |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

${open.length === 0 ? "Nothing is in conflict, nothing is unknown, nothing is suppressed." : open.join("\n")}
`;
  const options = await resolveConfig("docs/state-of-claims.md");
  return format(text, { ...options, parser: "markdown" });
}

/** @param {string} path */
function folderOf(path) {
  const parts = path.split("/");
  return parts.length > 2 ? parts.slice(0, 2).join("/") : (parts[0] ?? path);
}
