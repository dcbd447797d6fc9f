/**
 * Recall and false-alarm rate.
 *
 * @typedef {import("./run.mjs").Outcome} Outcome
 * @typedef {{ half: string, claim: string, language: string, conflicts: number, found: number, alike: number, flagged: number }} Row
 */

/**
 * One row for each half, claim and language.
 *
 * @param {readonly Outcome[]} outcomes
 * @returns {readonly Row[]}
 */
export function rows(outcomes) {
  return grouped(outcomes, ({ site, repository }) => [
    repository.half,
    site.claim,
    site.language,
  ]).map(([[half = "", claim = "", language = ""], group]) => ({
    half,
    claim,
    language,
    ...count(group),
  }));
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {readonly Row[]} One row a half.
 */
export function overall(outcomes) {
  return grouped(outcomes, ({ repository }) => [repository.half]).map(([[half = ""], group]) => ({
    half,
    claim: "all",
    language: "all",
    ...count(group),
  }));
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {string} For a terminal.
 */
export function table(outcomes) {
  const languages = grouped(outcomes, ({ site, repository }) => [
    repository.half,
    site.language,
  ]).map(([[half = "", language = ""], group]) => ({
    half,
    claim: "all",
    language,
    ...count(group),
  }));
  return [
    "half      claim           language    conflicts  found   recall  look-alikes  flagged  false alarms",
    ...[...rows(outcomes), ...languages, ...overall(outcomes)].map((row) =>
      [
        row.half.padEnd(10),
        row.claim.padEnd(16),
        row.language.padEnd(11),
        String(row.conflicts).padStart(10),
        String(row.found).padStart(7),
        percent(row.found, row.conflicts).padStart(9),
        String(row.alike).padStart(13),
        String(row.flagged).padStart(9),
        percent(row.flagged, row.alike).padStart(14),
      ].join(""),
    ),
  ].join("\n");
}

/** @param {readonly Outcome[]} outcomes */
function count(outcomes) {
  const conflicts = outcomes.filter(({ site }) => site.expect === "conflict");
  const alike = outcomes.filter(({ site }) => site.expect === "silent");
  return {
    conflicts: conflicts.length,
    found: conflicts.filter(({ flagged }) => flagged).length,
    alike: alike.length,
    flagged: alike.filter(({ flagged }) => flagged).length,
  };
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {(outcome: Outcome) => readonly string[]} by
 * @returns {readonly (readonly [readonly string[], readonly Outcome[]])[]}
 */
function grouped(outcomes, by) {
  /** @type {Map<string, Outcome[]>} */
  const groups = new Map();
  for (const outcome of outcomes) {
    const key = by(outcome).join("\0");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [outcome]);
    else group.push(outcome);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, group]) => [key.split("\0"), group]);
}

/**
 * @param {number} part
 * @param {number} whole
 */
function percent(part, whole) {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(0)} %`;
}
