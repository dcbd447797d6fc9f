/** Who does not use a fleet installs nothing for it; who does is told what. */
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../src/io/version.ts";
import { temporaryFolder } from "../io/temporary.ts";

test.each(["status", "worker"])(
  "without bullmq and ioredis `fleet %s` says what to install",
  (words) => {
    spawnSync(process.execPath, [join(packageFolder(), "scripts/build.mjs"), "--if-needed"]);
    const folder = temporaryFolder();
    cpSync(join(packageFolder(), "dist"), join(folder, "dist"), { recursive: true });
    cpSync(join(packageFolder(), "package.json"), join(folder, "package.json"));
    const main = join(folder, "dist/main.js");
    const typed = ["fleet", ...words.split(" "), "--queue", "redis://127.0.0.1:1"];
    const { status, stderr } = spawnSync(process.execPath, [main, ...typed], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining("npm install bullmq@^6.7 ioredis@^6") as string,
    });
  },
  60_000,
);
