import { describe, expect, test } from "vitest";
import { loadDialect, loadLibrary } from "../../src/load/library.ts";
import { shown } from "./shown.ts";

const HEAD = `id = "ioredis"
title = "ioredis"
language = "typescript"
packages = ["ioredis"]
provides = "shared-cache"
`;

const load = (text: string) => loadLibrary(text, "ioredis.toml", "built-in");

test("a model, with what it leaves out filled in", () => {
  const text = `${HEAD}dialect = "redis"
[[type]]
name = "client"
construct = ["default", "Redis", ""]
opens = true
[[type]]
name = "pipeline"
provides = "none"
derives = ["client.pipeline"]

[[operation]]
on = ["client", "pipeline"]
methods = ["set"]
operation = "write"
key = 0
value = "value"
ttl = [{ after = "EX", unit = "s" }, { arg = 2, wraps = { EX = "s", KEEPTTL = "kept" }, zero = "error", null = "never" }]
[[operation]]
on = ["*"]
operation = "flush"
ttl_default = "5m"
raw = "args"

[[option]]
on = ["client"]
name = "command-timeout"
keys = ["commandTimeout"]
unit = "ms"
default = 0
`;
  const { value, diagnostics } = load(text);
  expect(diagnostics).toEqual([]);
  const flags = {
    opens: false,
    blocking: false,
    buffered: false,
    fluent: false,
    errors_as_events: false,
    pooled: false,
    sends: false,
    embedded: false,
  };
  const lists = { construct: [], types: [], derives: [], values: [], same: [] };
  expect(value).toEqual({
    id: "ioredis",
    title: "ioredis",
    language: "typescript",
    packages: ["ioredis"],
    installed_as: ["ioredis"],
    globals: [],
    dialect: "redis",
    origin: "built-in",
    types: [
      {
        ...flags,
        ...lists,
        name: "client",
        provides: "shared-cache",
        construct: ["default", "Redis", ""],
        opens: true,
      },
      { ...flags, ...lists, name: "pipeline", provides: "none", derives: ["client.pipeline"] },
    ],
    operations: [
      {
        on: ["client", "pipeline"],
        methods: ["set"],
        operation: "write",
        key: 0,
        value: "value",
        ttl: [
          { after: "EX", unit: "s" },
          { arg: 2, wraps: { EX: "s", KEEPTTL: "kept" }, zero: "error", null: "never" },
        ],
        ttl_default: "absent",
        waits: false,
      },
      {
        on: ["*"],
        methods: [],
        operation: "flush",
        ttl: [],
        ttl_default: { ms: 300_000 },
        waits: false,
        raw: "args",
      },
    ],
    options: [
      {
        on: ["client"],
        name: "command-timeout",
        keys: ["commandTimeout"],
        methods: [],
        pairs: [],
        params: [],
        unit: "ms",
        default: 0,
        defaults: [],
        negated: false,
      },
    ],
  });
});

describe("a broken model is left out, with a diagnostic", () => {
  const TYPE = `${HEAD}[[type]]\nname = "client"\n`;
  test.each([
    [`${HEAD}[[type]]\nopens = true`, "6:1 missing-key: a type must have `name`"],
    [`${TYPE}provides = "cache"`, '8:12 wrong-value: `provides` cannot be "cache"'],
    [`${TYPE}[[type]]\nname = "client"`, "9:8 duplicate-id: the type `client` is there twice"],
    [
      TYPE.replace(/provides.*\n/, ""),
      "5:1 missing-key: a type must have `provides`, or the file must have it at the top",
    ],
    [
      `${TYPE}[[operation]]\non = ["cleint"]\noperation = "read"`,
      "9:7 wrong-value: there is no [[type]] with the name `cleint`; did you mean `client`?",
    ],
    [
      `${TYPE}[[operation]]\noperation = "write"\nttl = [{ unit = "s" }]`,
      "10:8 missing-key: a way to give a TTL must say where: arg, named, option, after, keeps, wraps",
    ],
    [
      `${TYPE}[[operation]]\noperation = "write"\nttl = [{ arg = -1, unit = "sec" }]`,
      "10:16 wrong-value: `arg` must be a whole number of at least 0",
      '10:27 wrong-value: `unit` cannot be "sec"',
    ],
    [
      `${TYPE}[[option]]\non = ["x"]\nname = "ttl"`,
      "9:7 wrong-value: there is no [[type]] with the name `x`",
    ],
    [
      `${TYPE}[[opton]]`,
      "8:3 unknown-key: a library model has no key `opton`; did you mean `option`?",
    ],
  ])("%s", (text, ...expected) => {
    const result = load(text);
    expect(shown(result)).toEqual(expected);
    expect(result.value).toBeUndefined();
  });
});

test("a dialect", () => {
  const text = `[[command]]
name = ["set", "getset"]
operation = "write"
key = 0
[[command]]
name = "BLPOP"
operation = "read"
key = "each"
waits = true
`;
  const { value, diagnostics } = loadDialect(text, "extractors/libraries/redis.commands.toml");
  expect(diagnostics).toEqual([]);
  const common = { on: ["*"], ttl: [], ttl_default: "absent" };
  expect(value).toEqual({
    id: "redis",
    commands: [
      { ...common, methods: ["SET", "GETSET"], operation: "write", key: 0, waits: false },
      { ...common, methods: ["BLPOP"], operation: "read", key: "each", waits: true },
    ],
  });
  expect(shown(loadDialect("[[command]]\nnme = 'x'\noperation = 'read'", "x.toml"))).toEqual([
    "2:1 unknown-key: a command has no key `nme`; did you mean `name`?",
  ]);
});
