/**
 * The questions of the cache coherence report, by topic. Those about caches are worded as auditors ask them, so some hope
 * for a yes and some for a no; a claim holds the hoped-for answer, and a box is ticked where it does.
 */
import type { Category } from "../../model/claim.ts";

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
export type Topic = (typeof TOPICS)[number];

export interface Question {
  readonly topic: Topic;
  readonly text: string;
  /** The kind of trouble when the answer is not the one that is hoped for. */
  readonly issue: string;
  /** What follows the domain in the subjects of the claims that answer it; one aspect may answer several questions. */
  readonly aspects: readonly string[];
}

function ask(topic: Topic, text: string, issue: string, aspects = ""): Question {
  return { topic, text, issue, aspects: aspects.split(" ").filter((aspect) => aspect !== "") };
}

export const QUESTIONS: readonly Question[] = [
  ask("Invalidation", "Is cache invalidated on every mutation path?", "Stale", "invalidation"),
  ask(
    "Invalidation",
    "Are related caches also invalidated (cascade)?",
    "Stale",
    "invalidation/cascade",
  ),
  ask(
    "Invalidation",
    "Is invalidation atomic with the write?",
    "Stale",
    "write_order invalidation/atomic",
  ),
  ask(
    "Invalidation",
    "Are there race windows between write and invalidate?",
    "Stale",
    "write_order",
  ),
  ask("Invalidation", "Are entries refreshed without leaks?", "Stale", "refresh"),

  ask(
    "Bounds",
    "Is cache size bounded (maxsize)?",
    "Unbounded",
    "max_size tag_index persistent message/max_size response/max_size protocol/frame_length prefetch",
  ),
  ask("Bounds", "Is there TTL expiration?", "Unbounded", "ttl retention"),
  ask("Bounds", "Is there memory limit?", "Unbounded", "memory_limit compression"),
  ask(
    "Bounds",
    "Is eviction policy appropriate (LRU vs FIFO)?",
    "Unbounded",
    "eviction_policy redis_backend/eviction",
  ),

  ask("Consistency", "Can read-your-writes fail?", "Consistency", "consistency/read_your_writes"),
  ask("Consistency", "Is there cache stampede protection?", "Stampede", "stampede ttl/jitter"),
  ask("Consistency", "Is there negative caching?", "Consistency", "negative"),
  ask("Consistency", "Are failures cached (poisoning)?", "Poisoning", "errors_not_cached"),
  ask(
    "Consistency",
    "Is there one source of truth, and does every message count once?",
    "Consistency",
    "consistency ack publish idempotency redelivery transaction",
  ),
  ask(
    "Consistency",
    "Are cached values safe from change and damage?",
    "Consistency",
    "values serialization sqlite/integrity dead_letter status_checked",
  ),

  ask("Keys", "Are cache keys unique and stable?", "Collision", "key key/stable_unique sharding"),
  ask("Keys", "Is hash collision possible?", "Collision", "key/stable_unique key/hash"),
  ask(
    "Keys",
    "Are keys deterministic (same input = same key)?",
    "Collision",
    "key/stable_unique key/deterministic",
  ),
  ask(
    "Keys",
    "Is there key-space overlap between different data?",
    "Collision",
    "key/stable_unique key/namespace",
  ),
  ask("Keys", "Are keys validated?", "Poisoning", "key_validation"),
  ask("Keys", "Is the key space never enumerated?", "Performance", "keyspace"),

  ask("Concurrency", "Is cache access thread-safe?", "Consistency", "values/immutable concurrency"),
  ask("Concurrency", "Is there lock contention?", "Stampede", "lock/wait"),
  ask(
    "Concurrency",
    "Are there deadlocks from cache locks?",
    "Consistency",
    "lock/wait lock/ownership",
  ),
  ask("Concurrency", "Is there atomic get-or-compute?", "Stampede", "stampede"),
  ask("Concurrency", "Are locks owned and bounded?", "Consistency", "lock lock/ownership"),
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
export const OTHERS: Readonly<Record<Category, Question>> = {
  security: ask("Security", "Do the project's other security claims hold?", "Security"),
  safety: ask("Bounds", "Do the project's other safety claims hold?", "Safety"),
  performance: ask("Connections", "Do the project's other performance claims hold?", "Performance"),
  correctness: ask("Consistency", "Do the project's other correctness claims hold?", "Consistency"),
  observability: ask(
    "Observability",
    "Do the project's other observability claims hold?",
    "Observability",
  ),
};
