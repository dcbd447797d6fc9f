/** A folder with aphoria's four executables on the PATH, in which commands run as a user types them. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** @typedef {{ command: string, out: string, err: string, code: number }} Ran */
/**
 * `place` copies a folder of this repository; `run` runs what would be typed in a folder.
 * @typedef {{
 *   root: string, place: (fixture: string, to: string) => void,
 *   run: (command: string, cwd: string) => Ran, remove: () => void
 * }} Shell
 */

const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const DOORS = ["aphoria", "aphoria-claims", "aphoria-suggest", "aphoria-custom-extractor-creator"];

/**
 * @param {(root: string) => NodeJS.ProcessEnv} [variables]
 * @returns {Promise<Shell>}
 */
export async function openShell(variables = () => process.env) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "aphoria-loop-")));
  const bin = join(root, "bin");
  await install(join(root, "package"));
  mkdirSync(bin);
  for (const name of DOORS) symlinkSync(join(root, "package/dist/main.js"), join(bin, name));
  const env = {
    ...variables(root),
    PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
    NO_COLOR: "1",
    LC_ALL: "C",
    CARGO_TARGET_DIR: join(root, "target"),
    CARGO_TERM_COLOR: "never",
    XDG_CACHE_HOME: join(root, "cache"),
  };
  return {
    root,
    place: (fixture, to) =>
      cpSync(join(REPOSITORY, fixture), to, {
        recursive: true,
        filter: (path) => !/\/(?:target|node_modules)$/.test(path),
      }),
    run: (command, cwd) => {
      const { status, stdout, stderr, error } = spawnSync("bash", ["-c", command], {
        cwd,
        encoding: "utf8",
        env,
        stdio: ["ignore", "pipe", "pipe"],
        maxBuffer: 1 << 26,
      });
      if (error !== undefined) throw error;
      return { command, out: stdout, err: stderr, code: status ?? -1 };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** @param {string} command */
export function has(command) {
  return spawnSync("bash", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;
}

/**
 * A copy of the build, as another process may build again meanwhile.
 * @param {string} folder
 */
async function install(folder) {
  for (let attempt = 1; ; attempt++) {
    try {
      const build = [join(REPOSITORY, "scripts/build.mjs"), "--if-needed"];
      const { status } = spawnSync(process.execPath, build, {
        stdio: ["ignore", "ignore", "inherit"],
      });
      if (status !== 0) throw new Error("the build failed");
      cpSync(join(REPOSITORY, "dist"), join(folder, "dist"), { recursive: true });
      break;
    } catch (error) {
      if (attempt === 5) throw error;
      rmSync(folder, { recursive: true, force: true });
      await setTimeout(500);
    }
  }
  cpSync(join(REPOSITORY, "package.json"), join(folder, "package.json"));
  for (const name of ["node_modules", "skills"])
    symlinkSync(join(REPOSITORY, name), join(folder, name));
}
