/** `repos.toml`: which repositories a fleet scans, and how. A file with an error gives no fleet at all. */
import { PACKS } from "../model/config.ts";
import type { Checked } from "../model/diagnostic.ts";
import { CONFIDENCES } from "../model/extractor.ts";
import type { Fleet, Repository } from "../model/fleet.ts";
import { gitAddressProblem } from "./git-address.ts";
import { locate, valueProblem, keyProblem, type Problem } from "./problem.ts";
import { readShape } from "./read-shape.ts";
import {
  flag,
  list,
  number,
  oneOf,
  optional,
  required,
  table,
  text,
  textLike,
  type Reads,
} from "./shape.ts";
import { parseToml } from "./toml.ts";
import { parseDuration } from "./units.ts";
import { languages } from "./words.ts";

/** More than any run can end with; a slip of a generator is caught before it fills the queue. */
export const MOST_REPOSITORIES = 20_000;
export const MOST_SHARDS = 256;

/** What may be said of one repository and, under `[defaults]`, of all. The same keys stand in a job. */
export const choiceKeys = {
  corpus: optional(list(text), "Shipped claims: cache, httpclient …"),
  claims: optional(
    text,
    "A claims file that goes to the workers; it replaces the repositories' own.",
  ),
  packs: optional(list(oneOf(PACKS)), "Which built-in extractors run; default all."),
  claim: optional(list(text), "Only these claims."),
  languages: optional(languages, "Only these languages."),
  include: optional(list(text), "Globs: only these files."),
  exclude: optional(list(text), "Globs: not these files."),
  include_tests: optional(flag, "Test files too."),
  min_tier: optional(number({ whole: true, least: 1, most: 5 }), "2 keeps the tiers 1 and 2."),
  min_confidence: optional(oneOf(CONFIDENCES), "The least confidence that is shown."),
  submodules: optional(flag, "Fetch submodules too; default false."),
  lfs: optional(flag, "Fetch what git-lfs keeps elsewhere; default false."),
  may_be_empty: optional(flag, "A repository without source files is in order; default false."),
};

const howKeys = {
  ...choiceKeys,
  shards: optional(
    number({ whole: true, least: 1, most: MOST_SHARDS }),
    "How many jobs it is divided into; default 1.",
  ),
  timeout: optional(text, 'How long one attempt may take: "10m".'),
};

export const repositoryName = textLike(
  "^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?$",
  "letters, digits, dots, dashes and slashes, such as payments/api",
);

/** What git takes for a branch, a tag or a commit, and for nothing else. */
export const revisionName = textLike(
  "^(?!.*(?:\\.\\.|//|\\.lock(?:/|$)))[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}$",
  "a branch, a tag or a commit",
);

const repositoryShape = table("a repository", {
  name: required(repositoryName, "What it is called in the report."),
  path: optional(text, "A folder that the workers have; relative to this file."),
  git: optional(text, "Where git fetches it from: https:// or ssh://."),
  revision: optional(revisionName, "A branch, a tag or a commit; default: the default branch."),
  ...howKeys,
});

export const fleetShape = table("the fleet", {
  name: optional(text, "What the report is called."),
  defaults: optional(table("[defaults]", howKeys), "What holds for every repository."),
  repository: required(list(repositoryShape), "The repositories, one [[repository]] each."),
});

/** Paths are as they are written. */
export function loadFleet(source: string, path: string): Checked<Fleet | undefined> {
  const { value: toml, diagnostics } = parseToml(source, path);
  if (toml === undefined) return { value: undefined, diagnostics };
  const { value: read, problems } = readShape(fleetShape, toml.table);
  const found: Problem[] = [...problems];
  const repositories = (read?.repository ?? []).map((one, index) => {
    found.push(...checkRepository(one, index));
    return toRepository(one, read?.defaults ?? {});
  });
  found.push(...checkTimeout(read?.defaults, ["defaults"]), ...checkNames(repositories, read));
  const all = [...diagnostics, ...locate(found, toml, path)];
  if (read === undefined || all.length > 0) return { value: undefined, diagnostics: all };
  const fleet = { ...(read.name !== undefined && { name: read.name }), repositories };
  return { value: fleet, diagnostics: all };
}

type Read = Reads<typeof repositoryShape>;
type How = NonNullable<Reads<typeof fleetShape>["defaults"]>;

function toRepository(one: Read, defaults: How): Repository {
  const { name, path, git, revision, ...own } = one;
  const { shards = 1, timeout, ...choice } = { ...defaults, ...own };
  const ms = timeout === undefined ? undefined : parseDuration(timeout)?.ms;
  return {
    name,
    ...(path !== undefined && { path }),
    ...(git !== undefined && { git }),
    ...(revision !== undefined && { revision }),
    shards,
    ...(ms !== undefined && { timeout: ms }),
    choice,
  };
}

function checkRepository(one: Read, index: number): readonly Problem[] {
  const at = ["repository", index];
  const found: Problem[] = [...checkTimeout(one, at)];
  if ((one.path === undefined) === (one.git === undefined)) {
    const message = `\`${one.name}\` must have one of \`path\` and \`git\``;
    found.push(
      keyProblem("missing-key", at, message, 'Write path = "../shop" or git = "https://…".'),
    );
  }
  if (one.path?.includes("\0") === true) {
    found.push(valueProblem("wrong-value", [...at, "path"], "a path holds a NUL character"));
  }
  const problem = one.git === undefined ? undefined : gitAddressProblem(one.git);
  if (problem !== undefined) {
    found.push(valueProblem("wrong-value", [...at, "git"], problem.message, problem.help));
  }
  return found;
}

const LEAST = 1_000;
const MOST = 24 * 3_600_000;

function checkTimeout(how: How | undefined, at: readonly (string | number)[]): readonly Problem[] {
  if (how?.timeout === undefined) return [];
  const ms = parseDuration(how.timeout)?.ms;
  if (ms !== undefined && ms >= LEAST && ms <= MOST) return [];
  const message = "`timeout` must be a duration from 1s to 24h";
  return [valueProblem("bad-value", [...at, "timeout"], message, 'Write it as "10m".')];
}

function checkNames(
  repositories: readonly Repository[],
  read: { readonly repository: readonly unknown[] } | undefined,
): readonly Problem[] {
  if (read?.repository.length === 0) {
    return [keyProblem("missing-key", ["repository"], "the fleet has no repository")];
  }
  if (repositories.length > MOST_REPOSITORIES) {
    const message = `there are ${repositories.length} repositories, and ${MOST_REPOSITORIES} is the most`;
    return [keyProblem("bad-value", ["repository"], message, "Divide them among several files.")];
  }
  const seen = new Set<string>();
  return repositories.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `two repositories are called \`${name}\``;
    return [valueProblem("duplicate-id", ["repository", index, "name"], message)];
  });
}
