/**
 * The commands of the five-day plan that aphoria was made for, as its author wrote them, and what was changed to run
 * them: the plan had lost its line breaks, wrote the three doors as an agent's skills (with a slash), and named a path.
 */

/** @typedef {"line break" | "slash" | "path"} Why */
/** @typedef {{ from: string, to: string, why: Why }} Edit */
/** @typedef {{ text: string, edits: readonly Edit[] }} Block */

/** Where the plan's project lies; the loop runs in a temporary folder that stands for `/path/to/aphoria`. */
const FOLDER = "/path/to/aphoria/dogfood/cachewrap";

/** @type {Edit} */
const PATH = { from: `cd ${FOLDER} `, to: "cd ./dogfood/cachewrap\n", why: "path" };
/** A backslash at the end of a line, whose end was lost. @type {Edit} */
const CONTINUED = { from: " \\ --", to: " \\\n  --", why: "line break" };

/** @type {Readonly<Record<string, Block>>} */
export const SEED = {
  suggest: {
    text: `cd ${FOLDER} /aphoria-suggest --corpus httpclient,dbpool,msgqueue --domain cache`,
    edits: [PATH, { from: "/aphoria-suggest", to: "aphoria-suggest", why: "slash" }],
  },
  create: {
    text: '/aphoria-claims create \\ --subject "cache/ttl" \\ --predicate "required" \\ --value "true" \\ --provenance "Redis SETEX command spec" \\ --invariant "TTL MUST be set for all cached values" \\ --consequence "Missing TTL causes memory leak - unbounded growth" \\ --tier "expert" \\ --category "safety"',
    edits: [{ from: "/aphoria-claims", to: "aphoria-claims", why: "slash" }, CONTINUED],
  },
  claims: {
    text: "cat .aphoria/claims.toml # Verify all 20 claims present with full fields",
    edits: [],
  },
  init: { text: "cargo init --lib # Or appropriate build setup", edits: [] },
  preflight: {
    text: '# Verify skill availability /help | grep aphoria-custom-extractor-creator # Expected: skill listed and available # Verify inline markers present grep -r "@aphoria:claim" src/ | wc -l # Expected: 10 markers # Verify code compiles cargo check # Expected: 0 errors (warnings OK)',
    edits: [
      { from: "availability /help", to: "availability\naphoria --help", why: "slash" },
      { from: " # Expected", to: "\n# Expected", why: "line break" },
      { from: " # Verify", to: "\n# Verify", why: "line break" },
      { from: "present grep", to: "present\ngrep", why: "line break" },
      { from: "compiles cargo", to: "compiles\ncargo", why: "line break" },
    ],
  },
  baseline: {
    text: `cd ${FOLDER} aphoria scan --format json > scan-v1.json aphoria scan --format markdown > scan-v1.md`,
    edits: [PATH, { from: ".json aphoria", to: ".json\naphoria", why: "line break" }],
  },
  missing: {
    text: `jq '.findings[] | select(.verdict == "MISSING") | .claim_id' scan-v1.json`,
    edits: [],
  },
  scaffold: {
    text: '/aphoria-custom-extractor-creator \\ --violation "cache SET without TTL" \\ --claim "cache-004" \\ --pattern \'SET.*(?!EX|PX)\' \\ --language rust',
    edits: [
      {
        from: "/aphoria-custom-extractor-creator",
        to: "aphoria-custom-extractor-creator",
        why: "slash",
      },
      CONTINUED,
    ],
  },
  verification: { text: "aphoria scan --format json > scan-v2.json", edits: [] },
  counts: {
    text: `echo "Scan v1 detections:" jq '.summary.authority_conflicts' scan-v1.json echo "Scan v2 detections:" jq '.summary.authority_conflicts' scan-v2.json`,
    edits: [
      { from: '" jq', to: '"\njq', why: "line break" },
      { from: ".json echo", to: ".json\necho", why: "line break" },
    ],
  },
  evidence: {
    text: "ls .aphoria/extractors/*.toml | wc -l # Should be: 7-8 ls scan-v2.json # Should exist ls DAY3-SUMMARY.md # Should exist",
    edits: [
      { from: "7-8 ls", to: "7-8\nls", why: "line break" },
      { from: "exist ls", to: "exist\nls", why: "line break" },
    ],
  },
  rescan: { text: "aphoria scan", edits: [] },
  final: { text: "aphoria scan --format json > scan-final.json", edits: [] },
  conflicts: { text: "jq '.summary.authority_conflicts' scan-final.json", edits: [] },
  tests: { text: "cargo test # All tests should pass with compliant code", edits: [] },
};

/** The plan gives one command and says "repeat for": its own words for the other six, and the pattern among them. */
export const REPEATED = [
  { claim: "cache-001", words: "Key injection (no `validate_key()` call)" },
  { claim: "cache-005", words: "Unbounded cache size (`max_size: None`)" },
  { claim: "cache-006", words: "Synchronous blocking (`blocking_get()` in async)" },
  { claim: "cache-007", words: "No eviction policy (`eviction_policy: None`)" },
  { claim: "cache-009", words: "No connection pooling (`Client::open()` in loop)" },
  { claim: "cache-010", words: "No metrics (`metrics_enabled: false`)" },
];

/** What the plan's author expects to carry over, by corpus, as the subjects it has in the cache domain. */
export const REUSED = {
  httpclient: ["cache/timeout", "cache/tls/verification", "cache/retry", "cache/io/blocking"],
  dbpool: ["cache/max_connections", "cache/connection/lifecycle"],
  msgqueue: ["cache/metrics/hit_miss"],
};

/** The thirteen new claims, as the plan groups them; `cache-004` is the one that its example writes. */
export const NEW_CLAIMS = {
  "TTL and expiration": ["cache-004", "cache-011", "cache-012"],
  "key validation, credentials": ["cache-001", "cache-003"],
  "eviction policies": ["cache-007", "cache-015"],
  "resource limits": ["cache-005", "cache-016"],
  "consistency and sharding": ["cache-017", "cache-018"],
  "serialization and compression": ["cache-019", "cache-020"],
};

/** The plan's ten mistakes in its order, which is that of the fixes. */
export const MARKERS = [
  "[security] Cache keys MUST be validated -- unvalidated keys enable injection attacks",
  "[security] TLS certificate verification MUST be enabled -- disabled TLS enables MITM attacks",
  "[security] Credentials MUST NOT be hardcoded -- hardcoded passwords leak in VCS",
  "[safety] TTL MUST be set for cached values -- missing TTL causes memory leak",
  "[safety] Cache MUST have max_size limit -- unbounded cache causes OOM",
  "[performance] Cache I/O MUST be async -- synchronous blocking kills throughput",
  "[correctness] Eviction policy MUST be configured -- missing policy causes undefined behavior",
  "[safety] Timeout MUST be > 0 -- timeout=0 causes indefinite blocking",
  "[performance] Connection pooling MUST be enabled -- no pooling exhausts resources",
  "[observability] Metrics MUST track hit/miss rates -- no metrics prevents debugging",
];

/**
 * The commands of a block, one per element; comments are gone.
 * @param {Block} block
 * @returns {readonly string[]}
 */
export function commandsOf({ text, edits }) {
  let script = text;
  for (const { from, to } of edits) {
    if (!script.includes(from)) throw new Error(`the plan does not say \`${from}\``);
    script = script.replaceAll(from, () => to);
  }
  return script
    .split(/(?<!\\)\n/)
    .map((line) => line.replace(/(?:^|\s)# .*$/, "").trim())
    .filter((line) => line !== "");
}

/**
 * One of the other six in the manner of the plan's command. A call that is missing cannot be matched, so the first is
 * written as the plan writes its own example: the call that is there, and a look-ahead for what should follow.
 * @param {{ claim: string, words: string }} repeated
 */
export function scaffoldFor({ claim, words }) {
  const [, violation, no, code = ""] = /^(.+) \((no )?`([^`]+)`/.exec(words) ?? [];
  const pattern = no === undefined ? code : `get.*(?!${code.replace("()", "")})`;
  return [
    "aphoria-custom-extractor-creator",
    `  --violation "${violation}"`,
    `  --claim "${claim}"`,
    `  --pattern '${pattern}'`,
    "  --language rust",
  ].join(" \\\n");
}
