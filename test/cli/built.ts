/** The executable, bundled into a folder of its own with links under all its names: for tests that need a process. */
import { chmodSync, copyFileSync, mkdtempSync, realpathSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { DOORS } from "../../src/cli/doors.ts";

const REPOSITORY = new URL("../../", import.meta.url).pathname;

/** The folder, for the PATH; whoever asks for it removes it. */
export async function buildExecutable(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "aphoria-cli-")));
  copyFileSync(join(REPOSITORY, "package.json"), join(folder, "package.json"));
  for (const name of ["node_modules", "corpora", "extractors", "skills"]) {
    symlinkSync(join(REPOSITORY, name), join(folder, name));
  }
  await build({
    entryPoints: [join(REPOSITORY, "src/main.ts")],
    outdir: join(folder, "dist"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
  chmodSync(join(folder, "dist/main.js"), 0o755);
  for (const name of ["aphoria", ...Object.keys(DOORS)]) {
    symlinkSync("dist/main.js", join(folder, name));
  }
  return folder;
}
