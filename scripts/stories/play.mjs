/** Runs the commands of a page as its reader would, one after the other, and puts what they print into its text. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { openShell } from "../loop/shell.mjs";
import { masked, partOf, readPage } from "./blocks.mjs";

/** @typedef {{ page: string, text: string, problems: readonly string[], ran: number }} Played `text` has the outputs of this run */

/** Where a page says nothing: a project with ten mistakes. */
const SCENE = "fixtures/cachewrap-ts as shop";

/**
 * @param {ReadonlyMap<string, string>} pages Texts by path.
 * @returns {Promise<readonly Played[]>}
 */
export async function play(pages) {
  const shell = await openShell(variables);
  try {
    const home = join(shell.root, "home");
    mkdirSync(home);
    writeFileSync(
      join(home, ".gitconfig"),
      "[user]\n  name = reader\n  email = reader@example.org\n[init]\n  defaultBranch = main\n",
    );
    return [...pages].map(([page, text], at) =>
      playPage(page, text, shell, join(home, String(at))),
    );
  } finally {
    shell.remove();
  }
}

/**
 * @param {string} page
 * @param {string} text
 * @param {import("../loop/shell.mjs").Shell} shell
 * @param {string} folder
 * @returns {Played}
 */
function playPage(page, text, shell, folder) {
  const { blocks, problems, runBy } = readPage(text);
  if (runBy !== undefined) return { page, text, problems, ran: 0 };
  const found = [...problems];
  let renewed = text;
  let shift = 0;
  let ran = 0;
  let cwd = "";
  let above = "";
  for (const { line, command, exits, scene, why, prints } of blocks) {
    if (scene !== undefined || cwd === "") {
      cwd = setScene(scene ?? SCENE, shell, folder, line);
      above = dirname(cwd);
    }
    if (why !== undefined) continue;
    // What `cd` does outlives its block, as it does for a reader.
    const result = shell.run(`exec 2>&1\ntrap 'pwd > "$HOME/where"' EXIT\nset -e\n${command}`, cwd);
    ran += 1;
    cwd = readFileSync(join(shell.root, "home/where"), "utf8").trim();
    const output = result.out.replaceAll(above, "~");
    if (result.code !== exits)
      found.push(`${page}:${line}: exits with ${result.code}, not ${exits}:\n${command}${output}`);
    if (prints === undefined) continue;
    const shown = `${partOf(output, prints.part)}\n`;
    if (masked(shown) === masked(prints.text)) continue;
    found.push(`${page}:${line}: prints something else (\`npm run docs\` renews it):\n${shown}`);
    const fence = shown.includes("```") ? "````" : "```";
    const block = `${fence}text\n${shown}${fence}`;
    renewed = renewed.slice(0, prints.start + shift) + block + renewed.slice(prints.end + shift);
    shift += block.length - (prints.end - prints.start);
  }
  return { page, text: renewed, problems: found, ran };
}

/**
 * A repository with one commit, as most are.
 * @param {string} scene
 * @param {import("../loop/shell.mjs").Shell} shell
 * @param {string} folder
 * @param {number} line
 */
function setScene(scene, shell, folder, line) {
  const [from = "", name = from === "empty" ? "project" : basename(from)] = scene.split(" as ");
  const cwd = join(folder, String(line), name);
  if (from === "empty") mkdirSync(cwd, { recursive: true });
  else shell.place(from, cwd);
  const commit =
    from === "empty" ? "git init -q" : "git init -q && git add -A && git commit -qm 'as it was'";
  const { code, out } = shell.run(`exec 2>&1; ${commit}`, cwd);
  if (code !== 0) throw new Error(`${scene}: ${out}`);
  return cwd;
}

/**
 * Nothing of who runs it: no CI, no settings.
 * @param {string} root
 */
function variables(root) {
  return { PATH: process.env["PATH"], HOME: join(root, "home"), LANG: "C.UTF-8" };
}
