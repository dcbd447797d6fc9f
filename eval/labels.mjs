/** Reads the labels: one TOML file a repository. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import toml from "@iarna/toml";

/**
 * @typedef {{ claim: string, path: string, line: number, end_line: number, language: string,
 *   expect: "conflict" | "silent", reason: string }} Site
 * @typedef {{ name: string, commit: string, half: "tuned" | "held-out", sites: readonly Site[] }} Repository
 */

const EXTENSIONS = new Map(
  Object.entries({
    rust: ["rs"],
    python: ["py"],
    typescript: ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"],
  }).flatMap(([language, extensions]) =>
    extensions.map((one) => /** @type {const} */ ([one, language])),
  ),
);

/**
 * Every repository with labels, by name.
 *
 * @param {string} folder
 * @returns {readonly Repository[]}
 */
export function readLabels(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".toml"))
    .sort()
    .map((name) => readRepository(name, readFileSync(join(folder, name), "utf8")));
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Repository}
 */
function readRepository(file, text) {
  /** @type {any} */
  const { repository, commit, half, site = [] } = toml.parse(text);
  if (`${String(repository).replace("/", "+")}.toml` !== file)
    throw new Error(`${file}: labels of \`${repository}\``);
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${file}: commit has no 40 digits`);
  if (half !== "tuned" && half !== "held-out") throw new Error(`${file}: half is \`${half}\``);
  return {
    name: repository,
    commit,
    half,
    sites: site.map((/** @type {any} */ one, /** @type {number} */ index) =>
      readSite(`${file}: site ${index + 1}`, one),
    ),
  };
}

/**
 * @param {string} where
 * @param {any} site
 * @returns {Site}
 */
function readSite(where, { claim, path, line, end_line = line, expect, reason }) {
  if (!/^(cache|httpclient|dbpool|msgqueue)-\d{3}$/.test(claim))
    throw new Error(`${where}: claim is \`${claim}\``);
  if (typeof path !== "string" || path.startsWith("/")) throw new Error(`${where}: path`);
  if (!Number.isInteger(line) || !Number.isInteger(end_line) || line < 1 || end_line < line)
    throw new Error(`${where}: line`);
  if (expect !== "conflict" && expect !== "silent")
    throw new Error(`${where}: expect is \`${expect}\``);
  if (typeof reason !== "string" || reason === "") throw new Error(`${where}: no reason`);
  const extension = path.split(".").at(-1) ?? "";
  return {
    claim,
    path,
    line,
    end_line,
    language: EXTENSIONS.get(extension) ?? "config",
    expect,
    reason,
  };
}
