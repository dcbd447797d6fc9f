/** Identifiers as words, and what may be asked of them. */
import { describe, expect, test } from "vitest";
import { namesMatch, wordsOf } from "../../src/extract/identifiers.ts";

test.each([
  ["verifyTls", "verify tls"],
  ["verify_tls", "verify tls"],
  ["VERIFY_TLS", "verify tls"],
  ["verify-tls", "verify tls"],
  ["TLSVerify", "tls verify"],
  ["rejectUnauthorized", "reject unauthorized"],
  ["HTTPServerURL", "http server url"],
  ["cacheKeys", "cache key"],
  ["entries", "entry"],
  ["caches", "cach"],
  ["boxes", "box"],
  ["class", "class"],
  ["status", "status"],
  ["https", "https"],
  ["dns", "dns"],
  ["redis", "redis"],
  ["ids", "ids"],
  ["md5", "md5"],
  ["sha256Hash", "sha256 hash"],
  ["x", "x"],
  ["__init__", "init"],
  ["$value", "value"],
  ["", ""],
])("wordsOf(%j) is %j", (identifier, words) => {
  expect(wordsOf(identifier).join(" ")).toBe(words);
});

describe("namesMatch", () => {
  test.each([
    ["verify", "verifyTls", true],
    ["tls verify", "verifyTls", true],
    ["verify|check tls|cert", "checkCert", true],
    ["verify|check tls|cert", "checkHost", false],
    ["tls !skip", "skipTls", false],
    ["tls !skip", "tlsOn", true],
    ["^skip tls", "skipTls", true],
    ["^tls skip", "skipTls", false],
    ["^skip|no", "noTls", true],
    ["=timeout", "timeout", true],
    ["=timeout", "timeoutMs", false],
    ["=command timeout", "timeoutCommand", true],
    ["=command|socket timeout", "socket_timeout", true],
    ["=command timeout", "commandTimeoutMs", false],
    ["key", "keys", true],
    ["tls", "TLSOptions", true],
    ["tls", "titles", false],
  ])("%j of %j: %j", (wanted, identifier, matches) => {
    expect(namesMatch(wanted, wordsOf(identifier))).toBe(matches);
  });
});
