/** From a fleet to the jobs of a run. The same fleet gives the same ids, whoever asks and however often. */
import type { Fleet, FleetJob, Repository } from "../model/fleet.ts";
import { shortHash } from "../report/fingerprint.ts";

/** A repository of a run, and the jobs that it takes. */
export interface Unit {
  readonly id: string;
  readonly repository: Repository;
  readonly jobs: readonly PlannedJob[];
}

export interface PlannedJob {
  readonly id: string;
  readonly job: FleetJob;
}

export interface RunTerms {
  readonly run: string;
  /** Milliseconds for one attempt, where the repository says nothing else. */
  readonly timeout: number;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** SHA-256 of the claims files, by path. */
  readonly claimsHashes: ReadonlyMap<string, string>;
}

/** What stands for the whole fleet: 16 hexadecimal digits that change with anything that a run would do differently. */
export function fleetHash(fleet: Fleet, claimsHashes: ReadonlyMap<string, string>): string {
  const claims = [...claimsHashes.values()].toSorted();
  return shortHash([JSON.stringify(fleet), ...claims]);
}

export function planRun(fleet: Fleet, terms: RunTerms): readonly Unit[] {
  return fleet.repositories.map((repository) => {
    const { name, path = "", git = "", revision = "" } = repository;
    const id = shortHash([terms.run, name, path, git, revision]);
    return { id, repository, jobs: jobsOf(repository, id, terms) };
  });
}

function jobsOf(repository: Repository, unit: string, terms: RunTerms): readonly PlannedJob[] {
  const { name, path, git, revision, shards: count, timeout, choice } = repository;
  const { claims, ...how } = choice;
  const hash = claims === undefined ? undefined : terms.claimsHashes.get(claims);
  const job: FleetJob = {
    version: 1,
    run: terms.run,
    unit,
    name,
    ...(path !== undefined && { path }),
    ...(git !== undefined && { git }),
    ...(revision !== undefined && { revision }),
    choice: how,
    ...(hash !== undefined && { claims_hash: hash }),
    timeout_ms: timeout ?? terms.timeout,
    until_ms: terms.until,
  };
  if (count === 1) return [{ id: unit, job }];
  return Array.from({ length: count }, (_, at) => ({
    id: `${unit}-${at + 1}of${count}`,
    job: { ...job, shard: { index: at + 1, count } },
  }));
}
