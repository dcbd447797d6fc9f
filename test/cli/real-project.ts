/** aphoria run for real, pipeline and files included, in a folder that is removed when the test ends. */
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/cli/run.ts";
import type { Output } from "../../src/io/host.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { temporaryFolder } from "../io/temporary.ts";

const HOST = nodeHost();

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The fixture's own sources: ten mistakes in two files. */
export function cachewrap(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  for (const name of ["src", "Cargo.toml"]) {
    cpSync(`fixtures/cachewrap/${name}`, join(folder, name), { recursive: true });
  }
  return folder;
}

/** One line as it would be typed; a space inside a word is a `~`. */
export async function type(
  folder: string,
  line: string,
  script: string = "aphoria",
  columns?: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const texts = { out: "", err: "" };
  let code = 0;
  const gather = (name: keyof typeof texts): Output => ({
    write: (text) => {
      texts[name] += text;
    },
    isTTY: columns !== undefined,
    columns,
  });
  const host = {
    ...HOST,
    cwd: folder,
    env: { NO_COLOR: "1", ...env },
    isInteractive: false,
    stdout: gather("out"),
    stderr: gather("err"),
    setExitCode: (wanted: number) => {
      code = wanted;
    },
  };
  const words = line === "" ? [] : line.split(" ").map((word) => word.replaceAll("~", " "));
  await run(["node", script, ...words], host);
  return { code, ...texts };
}
