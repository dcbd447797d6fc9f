/** A job as it comes out of the queue: everybody who reaches the queue can write one, so it is read like a file. */
import type { FleetJob } from "../model/fleet.ts";
import { choiceKeys, MOST_SHARDS, repositoryName, revisionName } from "./fleet.ts";
import { gitAddressProblem } from "./git-address.ts";
import { readJsonShape, type ReadJson } from "./json-shape.ts";
import { number, optional, required, table, text, textLike } from "./shape.ts";

const hash = textLike("^[0-9a-f]{64}$", "64 hexadecimal digits");
const unit = textLike("^[0-9a-f]{16}$", "16 hexadecimal digits");
export const runName = textLike(
  "^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$",
  "lower-case letters, digits, dots and dashes, such as nightly-7",
);

const whole = (most: number) => number({ whole: true, least: 1, most });
const DAY = 86_400_000;

const jobShape = table("a job", {
  version: required(whole(1), "The version of this form."),
  run: required(runName, "Which run it belongs to."),
  unit: required(unit, "What its result is kept under."),
  name: required(repositoryName, "The repository."),
  path: optional(text, "A folder of the worker."),
  git: optional(text, "Where git fetches it from."),
  revision: optional(revisionName, "What of it."),
  shard: optional(
    table("a shard", {
      index: required(whole(MOST_SHARDS), "Which one, from 1."),
      count: required(whole(MOST_SHARDS), "Of how many."),
    }),
    "A part of the repository.",
  ),
  choice: required(table("a choice", choiceKeys), "How it is scanned."),
  claims_hash: optional(hash, "The claims file that goes with the run."),
  timeout_ms: required(whole(DAY), "For one attempt."),
  until_ms: required(whole(Number.MAX_SAFE_INTEGER), "When it is too late."),
});

export function readJob(json: unknown): ReadJson<FleetJob> {
  const read = readJsonShape(jobShape, json);
  if ("problem" in read) return read;
  const { path, git, shard, version } = read.value;
  if ((path === undefined) === (git === undefined)) return { problem: "it has no one source" };
  if (path !== undefined && !isAbsolute(path)) return { problem: "its path is not absolute" };
  if (shard !== undefined && shard.index > shard.count)
    return { problem: "there is no such shard" };
  const address = git === undefined ? undefined : gitAddressProblem(git);
  if (address !== undefined) return { problem: address.message };
  return version === 1 ? { value: { ...read.value, version } } : { problem: "its version" };
}

/** Here or on another system. */
function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path) && !path.includes("\0");
}
