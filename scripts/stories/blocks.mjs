/**
 * The commands of a page: its `sh` blocks, and what HTML comments beside them say.
 *
 *     <!-- scene: fixtures/cachewrap -->     from here on commands run in a new copy of that folder (`empty`: in a new one);
 *                                            `as shop` names it
 *     <!-- exits: 1 -->                      the next block ends with that code, not with 0
 *     <!-- not run: why -->                  the next block is no matter for a test
 *     <!-- prints -->                        the next block of text is what was printed; `first 12`, `last 3` lines of it
 *     <!-- run by: test/loop.test.ts -->     that test runs the page's commands
 */

/**
 * @typedef {{
 *   line: number, command: string, exits: number, scene?: string, why?: string,
 *   prints?: { start: number, end: number, text: string, part: string }
 * }} Block `line` from 1; `start` and `end` are where the fence with the output stands
 * @typedef {{ blocks: readonly Block[], runBy?: string, problems: readonly string[] }} Page
 */

const TOKEN =
  /^<!-- (?<word>[a-z][a-z -]*?)(?:: (?<said>[^\n]*?))? -->$|^(?<ticks>`{3,})(?<language>\w*)\n(?<body>[^]*?)^\k<ticks>$/gm;
const WORDS = ["scene", "exits", "not run", "prints", "run by"];
/** Of blocks with commands; one word, so that none is overlooked. */
const SHELLS = ["bash", "shell", "console", "zsh"];

/**
 * @param {string} text
 * @returns {Page}
 */
export function readPage(text) {
  /** @type {Block[]} */
  const blocks = [];
  /** @type {string[]} */
  const problems = [];
  for (const { index } of text.matchAll(/^ +`{3,}(?:sh|bash|shell|console|zsh)$/gm))
    problems.push(`line ${text.slice(0, index).split("\n").length}: a block is not indented`);
  /** @type {Record<string, string>} */
  let said = {};
  /** @type {string | undefined} */
  let runBy;
  for (const { index, 0: whole, groups = {} } of text.matchAll(TOKEN)) {
    const { word, language, body = "" } = groups;
    const line = text.slice(0, index).split("\n").length;
    if (word === "run by") runBy = groups["said"];
    else if (word !== undefined) {
      said[word] = groups["said"] ?? "";
      if (!WORDS.includes(word) && !word.startsWith("prettier"))
        problems.push(`line ${line}: a page knows no comment \`${word}\``);
    } else if (SHELLS.includes(language ?? "")) {
      problems.push(`line ${line}: write \`sh\`, not \`${language}\``);
    } else if (language === "sh") {
      const { scene, exits = "0", "not run": why } = said;
      if (why === "") problems.push(`line ${line}: say why it is not run`);
      blocks.push({
        line,
        command: body,
        exits: Number(exits),
        ...(scene !== undefined && { scene }),
        ...(why !== undefined && { why }),
      });
      said = {};
    } else if (said["prints"] !== undefined) {
      const last = blocks.at(-1);
      const prints = { start: index, end: index + whole.length, text: body, part: said["prints"] };
      if (last === undefined || last.prints !== undefined)
        problems.push(`line ${line}: no command before it prints this`);
      else blocks[blocks.length - 1] = { ...last, prints };
      said = {};
    }
  }
  return { blocks, problems, ...(runBy !== undefined && { runBy }) };
}

/**
 * The lines that are shown of an output, and how many are not.
 * @param {string} output
 * @param {string} part `first 12`, `last 3`, or nothing for all
 */
export function partOf(output, part) {
  const lines = output.trimEnd().split("\n");
  const [, side, count] = /^(first|last) (\d+)$/.exec(part) ?? [];
  const left = lines.length - Number(count);
  if (side === undefined || left <= 0) return lines.join("\n");
  if (side === "first") return [...lines.slice(0, Number(count)), "…"].join("\n");
  return ["…", ...lines.slice(left)].join("\n");
}

/**
 * What differs from run to run, and from machine to machine.
 * @param {string} text
 */
export function masked(text) {
  return text
    .replaceAll(/\b\d+(?:\.\d+)? (?:ms|s|min|h)\b/g, "… s")
    .replaceAll(/\b\d+(?:\.\d+)? (?:kB|MB|KiB|MiB|bytes)\b/g, "… kB")
    .replaceAll(/\b20\d\d-\d\d-\d\d\b/g, "…");
}
