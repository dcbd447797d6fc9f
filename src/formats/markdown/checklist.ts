/**
 * The checklist of the cache coherence report: questions by topic, each answered by the claims whose subject begins
 * with one of its aspects. A subject is `domain/aspect…`; the domain does not matter, and the longest aspect wins.
 */
import type { Category } from "../../model/claim.ts";
import type { Verdict } from "../../model/finding.ts";
import type { ReportClaim } from "../../model/report.ts";

export interface Question {
  readonly topic: string;
  readonly text: string;
  /** The kind of trouble when the answer is no. */
  readonly issue: string;
  readonly aspects: readonly string[];
}

export const TOPICS = [
  "Invalidation",
  "Bounds",
  "Consistency",
  "Keys",
  "Concurrency",
  "Connections",
  "Security",
  "Observability",
] as const;
type Topic = (typeof TOPICS)[number];

function ask(topic: Topic, text: string, issue: string, aspects: string): Question {
  return { topic, text, issue, aspects: aspects.split(" ").filter((aspect) => aspect !== "") };
}

export const QUESTIONS: readonly Question[] = [
  ask(
    "Invalidation",
    "Is the cache invalidated on every mutation path?",
    "Stale",
    "invalidation write_order",
  ),
  ask("Invalidation", "Are entries refreshed without leaks?", "Stale", "refresh"),
  ask("Bounds", "Does every entry expire?", "Unbounded", "ttl retention"),
  ask(
    "Bounds",
    "Is the size bounded?",
    "Unbounded",
    "max_size tag_index persistent message/max_size response/max_size protocol/frame_length prefetch",
  ),
  ask("Bounds", "Is there a memory limit?", "Unbounded", "memory_limit compression"),
  ask(
    "Bounds",
    "Is an eviction policy chosen, and does it fit?",
    "Unbounded",
    "eviction_policy redis_backend/eviction",
  ),
  ask(
    "Consistency",
    "Does a reader see what was written, and one source of truth?",
    "Consistency",
    "consistency ack publish idempotency redelivery transaction",
  ),
  ask("Consistency", "Are failures kept out of the cache?", "Poisoning", "errors_not_cached"),
  ask("Consistency", "Are missing values cached, and told apart?", "Consistency", "negative"),
  ask(
    "Consistency",
    "Are cached values safe from change and damage?",
    "Consistency",
    "values serialization sqlite/integrity dead_letter status_checked",
  ),
  ask("Keys", "Are keys validated?", "Poisoning", "key_validation"),
  ask("Keys", "Are keys unique and stable?", "Collision", "key sharding"),
  ask("Keys", "Is the key space never enumerated?", "Performance", "keyspace"),
  ask(
    "Concurrency",
    "Is there protection against a cache stampede?",
    "Stampede",
    "stampede ttl/jitter",
  ),
  ask("Concurrency", "Are locks owned and bounded?", "Consistency", "lock"),
  ask(
    "Concurrency",
    "Does nothing block or bring down the runtime?",
    "Performance",
    "io library sqlite/busy_timeout shutdown",
  ),
  ask(
    "Connections",
    "Does every call end in time?",
    "Availability",
    "timeout connect_timeout socket_timeout acquire_timeout idle_timeout statement_timeout max_lifetime liveness",
  ),
  ask(
    "Connections",
    "Are connections shared, bounded and given back?",
    "Availability",
    "connection client max_connections pool capacity_budget queue_limit release round_trips",
  ),
  ask(
    "Connections",
    "Is failure foreseen (retries, fall-back, health)?",
    "Availability",
    "retry failure_mode health validation redirect",
  ),
  ask("Security", "Are peers verified and traffic encrypted?", "Security", "tls scheme"),
  ask("Security", "Are secrets kept out, and access guarded?", "Security", "credentials auth"),
  ask("Observability", "Are hits, misses and load measured?", "Observability", "metrics"),
];

/** For claims of which no question knows the subject. */
const OTHERS: Readonly<Record<Category, Question>> = {
  security: ask("Security", "Do the project's other security claims hold?", "Security", ""),
  safety: ask("Bounds", "Do the project's other safety claims hold?", "Safety", ""),
  performance: ask(
    "Connections",
    "Do the project's other performance claims hold?",
    "Performance",
    "",
  ),
  correctness: ask(
    "Consistency",
    "Do the project's other correctness claims hold?",
    "Consistency",
    "",
  ),
  observability: ask(
    "Observability",
    "Do the project's other observability claims hold?",
    "Observability",
    "",
  ),
};

export function questionOf(subject: string, category: Category): Question {
  const aspect = subject.split("/").slice(1).join("/");
  let [best, length] = [OTHERS[category], 0];
  for (const question of QUESTIONS) {
    for (const candidate of question.aspects) {
      const fits = aspect === candidate || aspect.startsWith(`${candidate}/`);
      if (fits && candidate.length > length) [best, length] = [question, candidate.length];
    }
  }
  return best;
}

export interface Answer {
  readonly question: Question;
  readonly claims: readonly ReportClaim[];
  /** The worst of what was observed; MISSING when nothing was; absent without a claim. */
  readonly verdict?: Verdict;
}

/** Every question in order, and behind those of its topic one for the claims that have none. */
export function answers(claims: readonly ReportClaim[]): readonly Answer[] {
  const byQuestion = new Map<Question, ReportClaim[]>(QUESTIONS.map((question) => [question, []]));
  for (const claim of claims) {
    const question = questionOf(String(claim["subject"]), claim["category"] as Category);
    byQuestion.set(question, [...(byQuestion.get(question) ?? []), claim]);
  }
  const all = [...byQuestion].map(([question, own]) => answer(question, own));
  return TOPICS.flatMap((topic) => all.filter(({ question }) => question.topic === topic));
}

/** What was looked for and not found does not spoil what was found to hold. */
function answer(question: Question, claims: readonly ReportClaim[]): Answer {
  const order: readonly Verdict[] = ["CONFLICT", "UNKNOWN", "PASS", "MISSING"];
  const verdict = order.find((one) => claims.some((claim) => claim.verdict === one));
  return { question, claims, ...(verdict !== undefined && { verdict }) };
}
