#!/usr/bin/env node
/** The executable, under each of its names. */
import module from "node:module";
import v8 from "node:v8";
import { run } from "./cli/run.ts";
import { nodeHost } from "./io/node-host.ts";

// Where Node can (from 22 on), compiled code is kept for the next start.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
// V8's quick compiler for code that is not hot yet: a scan is over before most of it gets hot.
v8.setFlagsFromString("--sparkplug");

await run(process.argv, nodeHost());
