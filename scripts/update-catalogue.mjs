/** `npm run docs`: writes docs/claims-catalogue.md from the corpora. The loaders are TypeScript, so they are bundled first. */
import { build } from "esbuild";
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "prettier";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
// One folder below the root, as `dist/` is: the loaders look for the package above themselves.
const FOLDER = join(ROOT, `.docs-${process.pid}`);

try {
  const outfile = join(FOLDER, "claims-catalogue.js");
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["scripts/claims-catalogue.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  /** @type {typeof import("./claims-catalogue.ts")} */
  const { claimsCatalogue } = await import(pathToFileURL(outfile).href);
  const text = await format(claimsCatalogue(), { parser: "markdown" });
  writeFileSync(join(ROOT, "docs/claims-catalogue.md"), text);
} finally {
  rmSync(FOLDER, { recursive: true, force: true });
}
