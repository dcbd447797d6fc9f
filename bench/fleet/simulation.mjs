/**
 * Plans a fleet that nobody has here: what many repositories on many workers would take, from what scans cost that were
 * measured (costs.json). The same arguments give the same figures.
 *
 *   node bench/fleet/simulation.mjs [REPOSITORIES] [WORKERS] [PUSHES_PER_HOUR]
 *
 * Each repository draws its cost from the measured ones. Fetching is not measured but assumed, and named so. The first part
 * is a run: all jobs at once. The second is a service: pushes arrive at random, one job each. RATIONALE.md says what is left out.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [repositories = 2_000, workers = 50, pushes = 2_000] = process.argv.slice(2).map(Number);
/** @type {{ seconds: readonly number[], commands_per_job: number, polls_per_second: number, bytes_per_result: number, bytes_per_job: number }} */
const COSTS = JSON.parse(readFileSync(join(import.meta.dirname, "costs.json"), "utf8"));

/** Assumed: a shallow fetch over a company's network, in seconds; each is between half and twice this. */
const FETCH = 4;
/** A worker in so many attempts dies, as when its machine is taken away. */
const DEATHS = 1 / 500;
/** Seconds until a dead worker's job is somebody else's: the lock, and one look for stalled jobs. */
const SILENCE = 30 + 15;
const SEEDS = 20;

run();
service();

function run() {
  /** @type {number[][]} */
  const figures = Array.from({ length: SEEDS }, (_, seed) => simulateRun(seed + 1));
  const [makespan = 0, work = 0, wait = 0, longest = 0, lost = 0] = [0, 1, 2, 3, 4].map((at) =>
    median(figures.map((one) => one[at] ?? 0)),
  );
  const jobs = repositories / makespan;
  const commands = jobs * COSTS.commands_per_job + COSTS.polls_per_second;
  const memory = repositories * (COSTS.bytes_per_result + COSTS.bytes_per_job);
  print(
    `A run of ${repositories} repositories on ${workers} workers, one job each at a time (median of ${SEEDS} seeds)`,
    [
      ["work in all, fetching included", minutes(work)],
      ["from the first job to the last result", minutes(makespan)],
      ["utilisation of the workers", percent(work / (makespan * workers))],
      ["a job waits, on average", minutes(wait)],
      ["the longest job alone", minutes(longest)],
      ["jobs that lost their worker", lost.toFixed(0)],
      ["results a second, on average", jobs.toFixed(1)],
      ["Redis commands a second", commands.toFixed(0)],
      ["Redis memory at the end", `${(memory / 2 ** 20).toFixed(0)} MiB`],
      ["fetches a minute from the git server", (jobs * 60).toFixed(0)],
    ],
  );
  for (const count of [10, 25, 100, 200]) {
    const spans = Array.from({ length: SEEDS }, (_, seed) => simulateRun(seed + 1, count)[0] ?? 0);
    console.log(`  with ${String(count).padStart(3)} workers: ${minutes(median(spans))}`);
  }
}

/**
 * Whoever is free takes the next job; a job that lost its worker goes to the end, after the silence.
 * @param {number} seed
 * @param {number} hands
 * @returns {number[]}
 */
function simulateRun(seed, hands = workers) {
  const random = generator(seed);
  const free = Array.from({ length: hands }, () => 0);
  const queue = Array.from({ length: repositories }, () => ({ ready: 0, cost: draw(random) }));
  const longest = Math.max(...queue.map(({ cost }) => cost));
  let [end, work, wait, lost] = [0, 0, 0, 0];
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const hand = free.indexOf(Math.min(...free));
    const begin = Math.max(free[hand] ?? 0, job.ready);
    wait += begin - job.ready;
    const isLost = random() < DEATHS;
    const spent = isLost ? job.cost * random() : job.cost;
    work += spent;
    // A machine that died comes back after a minute.
    free[hand] = begin + spent + (isLost ? 60 : 0);
    if (isLost) {
      lost += 1;
      queue.push({ ready: begin + spent + SILENCE, cost: job.cost });
    } else end = Math.max(end, begin + spent);
  }
  return [end, work, wait / repositories, longest, lost];
}

/** Pushes at random times through a working day: the waiting time by events, and by the formula of Allen and Cunneen. */
function service() {
  const rows = [5, 10, 20, 50].map((hands) => {
    const { mean, variance } = moments();
    const arrivals = pushes / 3600;
    const load = (arrivals * mean) / hands;
    const formula = load < 1 ? allenCunneen(arrivals, mean, variance, hands) : Infinity;
    const waits = load < 1 ? simulateService(hands, arrivals) : [];
    const [half, worst] =
      load < 1 ? [quantile(waits, 0.5), quantile(waits, 0.99)] : [Infinity, Infinity];
    return `  ${String(hands).padStart(3)} workers: utilisation ${percent(load).padStart(5)}, mean wait ${seconds(formula)} by formula and ${seconds(waits.length > 0 ? sum(waits) / waits.length : Infinity)} simulated, half wait under ${seconds(half)}, one in a hundred over ${seconds(worst)}`;
  });
  console.log(`\n${pushes} pushes an hour, one job each`);
  console.log(rows.join("\n"));
}

/**
 * @param {number} hands
 * @param {number} arrivals
 */
function simulateService(hands, arrivals) {
  const random = generator(hands);
  const free = Array.from({ length: hands }, () => 0);
  /** @type {number[]} */
  const waits = [];
  for (let now = 0, count = 0; count < 50_000; count += 1) {
    now -= Math.log(1 - random()) / arrivals;
    const hand = free.indexOf(Math.min(...free));
    const begin = Math.max(free[hand] ?? 0, now);
    free[hand] = begin + draw(random);
    // The first tenth fills the system.
    if (count > 5_000) waits.push(begin - now);
  }
  return waits;
}

/**
 * @param {number} arrivals
 * @param {number} mean
 * @param {number} variance
 * @param {number} hands
 */
function allenCunneen(arrivals, mean, variance, hands) {
  const offered = arrivals * mean;
  const load = offered / hands;
  let term = 1;
  let total = 1;
  for (let at = 1; at < hands; at += 1) total += term *= offered / at;
  const last = (term * offered) / hands / (1 - load);
  const mustWait = last / (total + last);
  return ((mustWait * mean) / (hands * (1 - load))) * ((1 + variance / mean ** 2) / 2);
}

function moments() {
  const random = generator(1);
  const costs = Array.from({ length: 50_000 }, () => draw(random));
  const mean = sum(costs) / costs.length;
  return { mean, variance: sum(costs.map((cost) => (cost - mean) ** 2)) / costs.length };
}

/** @param {() => number} random */
function draw(random) {
  const scan = COSTS.seconds[Math.floor(random() * COSTS.seconds.length)] ?? 1;
  return scan + FETCH * 2 ** (2 * random() - 1);
}

/**
 * Mulberry32: small, and the same everywhere.
 * @param {number} seed
 * @returns {() => number}
 */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return quantile(numbers, 0.5);
}

/**
 * @param {readonly number[]} numbers
 * @param {number} share
 */
function quantile(numbers, share) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)] ?? 0;
}

/** @param {number} value */
function minutes(value) {
  return value < 120 ? `${value.toFixed(0)} s` : `${(value / 60).toFixed(1)} min`;
}

/** @param {number} value */
function seconds(value) {
  return Number.isFinite(value) ? `${value.toFixed(1)} s` : "without end";
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}

/**
 * @param {string} title
 * @param {readonly (readonly [string, string])[]} rows
 */
function print(title, rows) {
  console.log(title);
  for (const [name, value] of rows) console.log(`  ${name.padEnd(40)} ${value}`);
}
