#!/usr/bin/env node
/** The executable, under each of its names. What asks for the version alone loads nothing else. */
import module from "node:module";
import v8 from "node:v8";
import { versionText } from "./cli/version-text.ts";

const version = versionText(process.argv);
if (version === undefined) {
  // Where Node can (from 22 on), compiled code is kept for the next start.
  (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
  // V8's quick compiler for code that is not hot yet: a scan is over before most of it gets hot.
  v8.setFlagsFromString("--sparkplug");
  const [{ run }, { nodeHost }] = await Promise.all([
    import("./cli/run.ts"),
    import("./io/node-host.ts"),
  ]);
  await run(process.argv, nodeHost());
} else {
  process.stdout.write(version);
}
