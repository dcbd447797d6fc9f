/** `npm run docs`: writes the pages that come from the TOML that ships. The loaders are TypeScript, so they are bundled first. */
import { build } from "esbuild";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format, resolveConfig } from "prettier";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
// One folder below the root, as `dist/` is: the loaders look for the package above themselves.
const FOLDER = join(ROOT, `.docs-${process.pid}`);

try {
  const outfile = join(FOLDER, "pages.js");
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["scripts/pages.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  /** @type {typeof import("./pages.ts")} */
  const { PAGES } = await import(pathToFileURL(outfile).href);
  for (const [name, write] of Object.entries(PAGES)) {
    const path = join(ROOT, "docs", name);
    const options = await resolveConfig(path);
    writeFileSync(path, await format(write(), { ...options, parser: "markdown" }));
  }
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}
