/** Where a Redis is: what is understood, what is refused, and that nothing which lets one in is ever repeated. */
import { describe, expect, test } from "vitest";
import { readRedisAddress, shownAddress } from "../../src/io/redis-address.ts";

type Env = Readonly<Record<string, string>>;

const PEM = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
const FILES: Readonly<Record<string, string>> = { "/work/ca.pem": PEM, "/work/note.txt": "none" };

function read(typed: string | undefined, env: Env = {}) {
  const readFile = (path: string): Buffer => {
    const text = FILES[path];
    if (text === undefined) throw Object.assign(new Error(path), { code: "ENOENT" });
    return Buffer.from(text);
  };
  return readRedisAddress({ cwd: "/work", env, readFile }, "APHORIA_STORE", "store", typed);
}

const LOCAL = { host: "localhost", port: 6379, db: 0, isEncrypted: false };

describe("what is understood", () => {
  test.each<[string, string | undefined, Env, object | undefined]>([
    ["nothing given", undefined, {}, undefined],
    ["an empty variable", undefined, { APHORIA_STORE_URL: "" }, undefined],
    ["a host alone", "redis://localhost", {}, LOCAL],
    [
      "a port and a database",
      "redis://127.0.0.1:7000/3",
      {},
      { host: "127.0.0.1", port: 7000, db: 3, isEncrypted: false },
    ],
    [
      "an address of six parts",
      "redis://[::1]:7000",
      {},
      { host: "::1", port: 7000, db: 0, isEncrypted: false },
    ],
    [
      "encryption",
      "rediss://cache.example.com:6380",
      {},
      { host: "cache.example.com", port: 6380, db: 0, isEncrypted: true },
    ],
    ["the variable", undefined, { APHORIA_STORE_URL: "redis://localhost" }, LOCAL],
    [
      "a password in the variable",
      undefined,
      { APHORIA_STORE_URL: "redis://ci:p%40ss@localhost" },
      { ...LOCAL, username: "ci", password: "p@ss" },
    ],
    [
      "a password of its own",
      "redis://localhost",
      { APHORIA_STORE_USER: "ci", APHORIA_STORE_PASSWORD: "x" },
      { ...LOCAL, username: "ci", password: "x" },
    ],
    [
      "what was typed before the variable, and without its password",
      "redis://localhost",
      { APHORIA_STORE_URL: "redis://ci:pass@127.0.0.1" },
      LOCAL,
    ],
    [
      "an authority",
      "redis://localhost",
      { APHORIA_STORE_CA: "ca.pem" },
      { ...LOCAL, authority: PEM },
    ],
    [
      "a network of one's own",
      "redis://redis",
      { APHORIA_STORE_PLAINTEXT: "allow" },
      { ...LOCAL, host: "redis" },
    ],
  ])("%s", (_, typed, env, expected) => {
    expect(read(typed, env)).toEqual(expected);
  });
});

describe("what is refused, without a word of what was given", () => {
  test.each<[string, string | undefined, Env, RegExp]>([
    ["another protocol", "http://localhost", {}, /no address of a Redis/],
    ["no protocol", "localhost:6379", {}, /no address of a Redis/],
    ["no host", "redis://", {}, /no address of a Redis/],
    ["a host with an escape", "redis://a%1b[31m/", {}, /no address of a Redis/],
    ["a database that is none", "redis://localhost/secret-db", {}, /no address of a Redis/],
    ["options in the address", "redis://localhost?password=secret", {}, /no address of a Redis/],
    ["nothing after the flag", "", {}, /names no address/],
    [
      "a password on the command line",
      "redis://ci:secret@localhost",
      {},
      /`--store` holds a user or a password/,
    ],
    [
      "a user on the command line",
      "redis://secret@localhost",
      {},
      /`--store` holds a user or a password/,
    ],
    ["plain text to another machine", "redis://secret.example.com", {}, /without encryption/],
    [
      "a broken variable",
      undefined,
      { APHORIA_STORE_URL: "redis://ci:secret@localhost:99999" },
      /^APHORIA_STORE_URL is no address/,
    ],
    [
      "an escape that is none",
      undefined,
      { APHORIA_STORE_URL: "redis://ci:secret%zz@localhost" },
      /^APHORIA_STORE_URL is no address/,
    ],
    [
      "an authority that is not there",
      "redis://localhost",
      { APHORIA_STORE_CA: "secret.pem" },
      /cannot be read: there is no such file/,
    ],
    [
      "an authority that is none",
      "redis://localhost",
      { APHORIA_STORE_CA: "note.txt" },
      /without a certificate/,
    ],
  ])("%s", (_, typed, env, expected) => {
    const said = read(typed, env);
    expect(said).toHaveProperty("problem", expect.stringMatching(expected));
    expect(JSON.stringify(said)).not.toContain("secret");
  });
});

test.each([
  ["redis://localhost", "redis://localhost:6379"],
  ["rediss://[2001:db8::1]:6380/2", "rediss://[2001:db8::1]:6380/2"],
])("%s is shown as %s", (typed, shown) => {
  const address = read(typed, { APHORIA_STORE_PASSWORD: "secret" });
  expect(address !== undefined && "host" in address && shownAddress(address)).toBe(shown);
});
