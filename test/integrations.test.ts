/** The files that CI services read: valid to their own schemas, and their steps acted out with the built package. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { buildExecutable } from "./cli/built.ts";
import { temporaryFolder } from "./io/temporary.ts";

const CACHE = `import Redis from "ioredis";
const redis = new Redis(process.env.REDIS_URL ?? "");
export const save = (id: string, value: string) => redis.set(\`user:\${id}\`, value);
`;

let bins = "";
beforeAll(async () => {
  bins = await buildExecutable();
});
afterAll(() => rmSync(bins, { recursive: true }));

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const yaml = (path: string): unknown => parse(readFileSync(path, "utf8"));

function problems(path: string, schema: string): unknown {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const file = createRequire(import.meta.url).resolve(`schemastore/schemas/json/${schema}.json`);
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);
  validate(yaml(path));
  return validate.errors;
}

/** A project, and an `npx` that runs what was built here instead of asking a registry. */
function place(source = CACHE): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = temporaryFolder({ "src/cache.ts": source, ".aphoria/config.toml": "" });
  const bin = join(folder, ".bin");
  mkdirSync(bin);
  const npx = join(bin, "npx");
  writeFileSync(npx, `#!/bin/sh\nshift 2\nexec "${join(bins, "aphoria")}" "$@"\n`);
  chmodSync(npx, 0o755);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
  return { folder, env };
}

test.each([
  ["action.yml", "github-action"],
  [".pre-commit-hooks.yaml", "pre-commit-hooks"],
  ["integrations/github-shards.yml", "github-workflow"],
  [
    "integrations/gitlab.yml",
    "gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci",
  ],
])("%s is what its service takes", (path, schema) => {
  expect(problems(path, schema)).toBeNull();
});

describe("the GitHub Action", () => {
  const { runs } = yaml("action.yml") as { runs: { steps: readonly Step[] } };
  const [scan, end] = runs.steps.filter(({ run }) => run !== undefined);

  function act(inputs: Readonly<Record<string, string>>, source?: string) {
    const { folder, env } = place(source);
    const files = {
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
    };
    const values = { APHORIA_VERSION: "latest", APHORIA_PATHS: "", APHORIA_ARGS: "", ...inputs };
    const options = {
      cwd: folder,
      encoding: "utf8",
      env: { ...env, ...files, ...values },
    } as const;
    const ran = spawnSync("bash", ["-eo", "pipefail", "-c", scan?.run ?? ""], options);
    const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
    const output = read(files.GITHUB_OUTPUT);
    const code = /exit-code=(\d)/.exec(output)?.[1] ?? "";
    const ended = spawnSync("bash", ["-c", end?.run ?? ""], { env: { APHORIA_CODE: code } });
    return {
      step: ran.status,
      log: ran.stdout,
      code: ended.status,
      sarif: read(join(folder, "aphoria.sarif")),
      summary: read(files.GITHUB_STEP_SUMMARY),
    };
  }

  test("annotates, fills the summary, writes SARIF, and fails only at its end", () => {
    const { step, log, code, sarif, summary } = act({ APHORIA_ARGS: "--claim cache-004" });
    expect({ step, code }).toEqual({ step: 0, code: 1 });
    expect(log).toContain("::warning file=src/cache.ts,line=3,");
    expect(summary).toContain("`src/cache.ts:3`");
    expect(JSON.parse(sarif)).toMatchObject({ runs: [{ results: [{ ruleId: "cache-004" }] }] });
  });

  test("passes where nothing is wrong, and says 2 where it could not look", () => {
    const good = CACHE.replace("value);", 'value, "EX", 60);');
    expect(act({ APHORIA_ARGS: "--claim cache-004" }, good).code).toBe(0);
    expect(act({ APHORIA_ARGS: "--claim none" }).code).toBe(2);
  });

  test("takes what it is given for words, not for shell", () => {
    const { log, code } = act({ APHORIA_PATHS: "$(touch owned) `touch owned` ; touch owned" });
    expect(code).toBe(2);
    expect(log).not.toContain("owned\n");
  });
});

describe("the GitHub matrix", () => {
  interface Job {
    readonly steps: readonly (Step & {
      readonly uses?: string;
      readonly with?: { path?: string };
    })[];
    readonly strategy?: { readonly matrix: { readonly part: readonly number[] } };
  }
  const workflow = yaml("integrations/github-shards.yml") as {
    env: Readonly<Record<string, string | number>>;
    jobs: Readonly<Record<"scan" | "report", Job>>;
  };
  const { scan, report } = workflow.jobs;
  const parts = scan.strategy?.matrix.part ?? [];
  const stepOf = ({ steps }: Job) => steps.find(({ run }) => run !== undefined)?.run ?? "";
  const pathOf = ({ steps }: Job, action: string) =>
    steps.find(({ uses }) => uses?.startsWith(`actions/${action}@`))?.with?.path ?? "";

  /** The runners of the matrix, each of which hands its files on, and the one that joins them. */
  function act(lost?: number) {
    const { folder, env } = place();
    for (const nth of [1, 2, 3, 4, 5]) {
      writeFileSync(join(folder, `src/more-${nth}.ts`), CACHE.replace("save", `save${nth}`));
    }
    const bash = (step: string, cwd: string, more: NodeJS.ProcessEnv = {}) => {
      const given: NodeJS.ProcessEnv = {};
      for (const [name, value] of Object.entries(workflow.env)) given[name] = String(value);
      return spawnSync("bash", ["-eo", "pipefail", "-c", step], {
        cwd,
        encoding: "utf8",
        env: { ...env, ...given, ...more },
      });
    };
    const elsewhere = temporaryFolder();
    const download = join(elsewhere, pathOf(report, "download-artifact"));
    mkdirSync(download, { recursive: true });
    for (const part of parts) {
      expect(bash(stepOf(scan), folder, { APHORIA_PART: String(part) }).status).toBe(0);
      const [start = "", end = ""] = pathOf(scan, "upload-artifact").split("*");
      const made = readdirSync(folder).filter(
        (name) => name.startsWith(start) && name.endsWith(end),
      );
      expect(made).toHaveLength(1);
      const file = made[0] ?? "";
      if (part !== lost) renameSync(join(folder, file), join(download, file));
      else rmSync(join(folder, file));
    }
    const summary = join(elsewhere, "summary.md");
    const joined = bash(stepOf(report), elsewhere, { GITHUB_STEP_SUMMARY: summary });
    const whole = bash("npx --yes aphoria scan --format code-scanning", folder);
    return { joined, whole, elsewhere, summary };
  }

  test("counts its parts once", () => {
    expect(parts).toEqual(parts.map((_, at) => at + 1));
    expect(workflow.env["APHORIA_PARTS"]).toBe(parts.length);
  });

  test("reports what one runner would have", () => {
    const { joined, whole, elsewhere, summary } = act();
    expect(joined.status).toBe(1);
    expect(joined.stdout).toContain("::warning file=src/cache.ts,line=3,");
    expect(readFileSync(summary, "utf8")).toContain("src/more-5.ts:3");
    const untimed = (text: string) => text.replace(/"duration_ms": \d+/, "");
    const sarif = readFileSync(join(elsewhere, "aphoria.sarif"), "utf8");
    expect(untimed(sarif)).toBe(untimed(whole.stdout));
  }, 120_000);

  test("names the part of a runner that was lost, and fails with 2", () => {
    const { joined, elsewhere } = act(3);
    expect(joined).toMatchObject({ status: 2, stdout: "" });
    expect(joined.stderr).toContain("part 3 of 4 is missing");
    expect(existsSync(join(elsewhere, "aphoria.sarif"))).toBe(false);
  }, 120_000);
});

test("the GitLab job writes the reports that it announces", () => {
  const { aphoria } = yaml("integrations/gitlab.yml") as {
    aphoria: {
      script: readonly [string];
      artifacts: { reports: Readonly<Record<string, string>> };
    };
  };
  const { folder, env } = place();
  const options = { cwd: folder, env: { ...env, APHORIA_VERSION: "1", APHORIA_ARGS: "" } };
  const ran = spawnSync("bash", ["-c", aphoria.script[0]], options);
  expect(ran.status).toBe(1);
  for (const file of Object.values(aphoria.artifacts.reports)) {
    expect(existsSync(join(folder, file)), file).toBe(true);
  }
});

test("the pre-commit hook takes the names of staged files", () => {
  const [hook] = yaml(".pre-commit-hooks.yaml") as readonly [{ entry: string }];
  const { folder } = place();
  const [, ...words] = hook.entry.split(" ");
  const args = [...words, "src/cache.ts"];
  const ran = spawnSync(join(bins, "aphoria"), args, { cwd: folder, encoding: "utf8" });
  expect(ran.status).toBe(1);
  expect(ran.stdout).toContain("src/cache.ts");
  expect(ran.stderr).toBe("");
});
