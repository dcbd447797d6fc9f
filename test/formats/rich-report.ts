/** One report that has everything: each verdict, long and wide and masked lines, chains, excuses, problems. */
import type { Report, ReportClaim, ReportFinding, ReportTrace } from "../../src/model/report.ts";

export function makeFinding(fields: Partial<ReportFinding> = {}): ReportFinding {
  return {
    claim_id: "cache-004",
    verdict: "CONFLICT",
    reason: null,
    category: "safety",
    severity: "medium",
    confidence: "high",
    tier: 1,
    subject: "cache/ttl",
    predicate: "required",
    operator: "eq",
    expected: true,
    observed: false,
    observed_kind: "value",
    invariant: "TTL MUST be set for all cached values",
    consequence: "Missing TTL causes memory leak: entries stay until somebody deletes them",
    provenance: { source: "Redis SETEX command spec", url: "https://redis.io/commands/setex/" },
    message: "`redis.set(key, …)` writes without an expiry",
    extractor_id: "ioredis-set-ttl",
    path: "src/client.ts",
    line: 12,
    column: 3,
    end_line: 12,
    end_column: 12,
    symbol: "CacheClient.set",
    snippet: "  redis.set(key, value);",
    derivation: [],
    evidence: [],
    fingerprint: "0123456789abcdef",
    suppressed: null,
    baseline: null,
    ...fields,
  };
}

export function makeTrace(fields: Partial<ReportTrace> = {}): ReportTrace {
  return {
    path: "src/config.ts",
    line: 3,
    column: 14,
    end_line: 3,
    end_column: 33,
    value: "0s",
    note: "DEFAULT_TIMEOUT = 0",
    extractor_id: null,
    ...fields,
  };
}

export function makeReportClaim(fields: Partial<ReportClaim> = {}): ReportClaim {
  return {
    id: "cache-004",
    verdict: "CONFLICT",
    conflicts: 1,
    unknowns: 0,
    passes: 2,
    subject: "cache/ttl",
    predicate: "required",
    operator: "eq",
    value: true,
    invariant: "TTL MUST be set for all cached values",
    consequence: "Missing TTL causes memory leak",
    provenance: { source: "Redis SETEX command spec" },
    tier: "spec",
    category: "safety",
    severity: "medium",
    status: "active",
    fix: {},
    origin: "corpus:cache",
    ...fields,
  };
}

const timeout = {
  claim_id: "cache-008",
  subject: "cache/timeout",
  predicate: "value",
  operator: "gt",
  expected: 0,
  invariant: "Timeouts MUST be greater than zero",
  consequence: "A server that does not answer blocks every caller for ever",
  provenance: {
    source: "AWS ElastiCache, Configure a client-side timeout",
    section: "Best practices",
  },
  tier: 2,
} as const;

const credentials = {
  claim_id: "cache-003",
  category: "security",
  severity: "high",
  subject: "cache/credentials",
  predicate: "hardcoded",
  expected: false,
  invariant: "Credentials MUST NOT be hardcoded",
  consequence: "Whoever reads the repository can read and poison the cache",
  provenance: { source: "OWASP ASVS 5.0.0, 13.3.1" },
} as const;

export function makeReport(fields: Partial<Report> = {}): Report {
  return {
    schema_version: 1,
    tool: { name: "aphoria", version: "0.1.0" },
    root: ".",
    summary: {
      files_scanned: 120,
      files_skipped: 14,
      claims: 8,
      extractors: 40,
      observations: 33,
      pass: 2,
      conflict: 3,
      unknown: 1,
      missing: 1,
      authority_conflicts: 4,
      suppressed: 1,
      baselined: 1,
      below_confidence: 2,
      markers: 3,
      markers_detected: 2,
      detection_rate: 2 / 3,
      duration_ms: 1234,
    },
    claims: [
      makeReportClaim({
        id: "cache-003",
        subject: "cache/credentials",
        category: "security",
        fix: { typescript: "password: process.env.REDIS_PASSWORD," },
      }),
      makeReportClaim({
        scenario: "A feed caches each page. Nobody deletes one.\nAfter a month the memory is full.",
        impact: "Writes fail for every user.",
        testing: "Write a value and ask for its TTL: it must be positive.",
        fix: {
          typescript:
            'await redis.set(key, value, "EX", 60);\n\n// or\nawait redis.setex(key, 60, value);',
        },
      }),
      makeReportClaim({
        id: "cache-007",
        subject: "cache/eviction_policy",
        verdict: "PASS",
        conflicts: 0,
      }),
      makeReportClaim({ id: "cache-008", subject: "cache/timeout" }),
      makeReportClaim({ id: "cache-010", subject: "cache/metrics/hit_miss", verdict: "MISSING" }),
      makeReportClaim({ id: "ours-1", subject: "app/naming", verdict: "UNKNOWN" }),
    ],
    findings: [
      makeFinding(),
      makeFinding({
        line: 40,
        column: 3,
        end_line: 44,
        end_column: 5,
        snippet:
          "\t\tpipeline\n\t\t\t.set(a, 1)\n\t\t\t.set(b, 2)\n\t\t\t.set(c, 3)\n\t\t\t.exec();",
        confidence: "medium",
        message: "a pipeline writes without an expiry",
      }),
      makeFinding({
        ...credentials,
        path: "src/config.ts",
        line: 7,
        column: 3,
        end_line: 7,
        end_column: 24,
        symbol: null,
        snippet: '  password: "••••••", // 値段 for the demo',
        observed: true,
        message: "`password` is a literal",
        evidence: [
          makeTrace({ line: 7, value: "••••••", note: "also a literal", extractor_id: "x" }),
        ],
      }),
      makeFinding({
        ...timeout,
        path: "src/config.ts",
        line: 9,
        column: 123,
        end_line: 9,
        end_column: 132,
        symbol: "connect",
        snippet: `  return connect({ name: "${"値".repeat(48)}", retries: 3, retryDelay: 100, maxDelay: 3000, timeout:0, keepAlive: 30000, family: 4 });`,
        observed: "0s",
        message: "`timeout` is 0",
        derivation: [
          makeTrace(),
          makeTrace({ path: "src/env.ts", line: 1, value: null, note: "read there" }),
        ],
      }),
      makeFinding({
        ...timeout,
        verdict: "UNKNOWN",
        path: "src/pool.ts",
        line: 3,
        column: 3,
        end_line: 3,
        end_column: 24,
        snippet: "  timeout: opts.timeout,",
        observed: null,
        observed_kind: "unknown",
        reason: "opts.timeout comes from the caller",
        message: "`timeout` is given",
      }),
      makeFinding({
        path: "src/warm.ts",
        suppressed: {
          reason: "warm-up keys live as long as the process",
          until: "2027-03-31",
          path: "src/warm.ts",
          line: 11,
        },
      }),
      makeFinding({
        path: "src/x.ts",
        baseline: { reason: "before the claim", created: "2026-01-01", expires: null },
      }),
      makeFinding({
        claim_id: "cache-007",
        verdict: "PASS",
        subject: "cache/eviction_policy",
        path: "src/x.ts",
        message: "All 2 places that were observed hold.",
        evidence: [makeTrace(), makeTrace({ line: 9 })],
      }),
      makeFinding({
        claim_id: "cache-010",
        verdict: "MISSING",
        reason: "no-site",
        subject: "cache/metrics/hit_miss",
        message: "Extractors looked, and the code has no such place.",
        confidence: null,
        observed: null,
        observed_kind: null,
        extractor_id: null,
        path: null,
        line: null,
        column: null,
        end_line: null,
        end_column: null,
        symbol: null,
        snippet: null,
      }),
    ],
    markers: [
      {
        category: "safety",
        invariant: "TTL MUST be set",
        consequence: "memory leak",
        claim_id: "cache-004",
        path: "src/client.ts",
        line: 10,
        detected: true,
        verdict: "CONFLICT",
        why_not: null,
      },
      {
        category: null,
        invariant: "Moons MUST be full",
        consequence: null,
        claim_id: null,
        path: "src/moon.ts",
        line: 1,
        detected: false,
        verdict: null,
        why_not: "no-claim",
      },
    ],
    skipped: { vendored: 10, minified: 4, test: 0 },
    diagnostics: [
      {
        code: "suppression-unused",
        severity: "warning",
        message: "the suppression of `cache-001` suppresses nothing here",
        path: "src/client.ts",
        line: 5,
        column: 4,
        help: "Remove it.",
      },
      { code: "claims-missing", severity: "info", message: "the `cache` corpus is used" },
    ],
    ...fields,
  };
}

/** Strings that try to drive the terminal, to hide, or to become markup. */
export const HOSTILE = [
  "\u001b[2J\u001b]0;owned\u0007 \u009b31m \u202egnp.exe",
  "```\n</details><script>alert(1)</script>\n# Title | cell | `code`",
  "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <b>www.evil.example</b> @someone",
].join("\n");

export function makeHostileReport(): Report {
  const place = { path: HOSTILE, line: 1, column: 1, end_line: 3, end_column: 2 };
  const trace = makeTrace({ ...place, note: HOSTILE, value: HOSTILE, extractor_id: HOSTILE });
  const words = { invariant: HOSTILE, consequence: HOSTILE };
  return makeReport({
    root: HOSTILE,
    claims: [
      makeReportClaim({
        id: HOSTILE,
        scenario: HOSTILE,
        impact: HOSTILE,
        testing: HOSTILE,
        fix: { typescript: HOSTILE, [HOSTILE]: HOSTILE },
      }),
    ],
    findings: [
      makeFinding({
        ...place,
        ...words,
        claim_id: HOSTILE,
        message: HOSTILE,
        symbol: HOSTILE,
        snippet: HOSTILE,
        observed: HOSTILE,
        expected: HOSTILE,
        provenance: { source: HOSTILE, url: `https://x/${HOSTILE}`, section: HOSTILE },
        derivation: [trace],
        evidence: [trace],
      }),
      makeFinding({
        ...place,
        claim_id: HOSTILE,
        suppressed: { reason: HOSTILE, until: HOSTILE, path: HOSTILE, line: 1 },
      }),
      makeFinding({ ...place, claim_id: HOSTILE, verdict: "PASS", subject: HOSTILE }),
      makeFinding({ ...place, claim_id: HOSTILE, verdict: "MISSING", reason: HOSTILE }),
    ],
    markers: [
      {
        ...words,
        category: HOSTILE,
        claim_id: HOSTILE,
        path: HOSTILE,
        line: 1,
        detected: false,
        verdict: null,
        why_not: HOSTILE,
      },
    ],
    skipped: { [HOSTILE]: 1 },
    diagnostics: [
      { code: HOSTILE, severity: "error", message: HOSTILE, path: HOSTILE, line: 1, help: HOSTILE },
    ],
  });
}
