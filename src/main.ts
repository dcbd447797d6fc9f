#!/usr/bin/env node
/** The executable, under each of its names. */
import { run } from "./cli/run.ts";
import { nodeHost } from "./io/node-host.ts";

await run(process.argv, nodeHost());
