/** What deployment files say: places, aliases, broken and hostile files. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { builtinsOfFolders } from "../../src/io/builtins.ts";
import { nodeHost } from "../../src/io/node-host.ts";
import { createServerReader } from "../../src/servers/read.ts";
import { settingsTree } from "../../src/look/settings-tree.ts";
import { tries } from "../runs.ts";

const { dialects } = builtinsOfFolders(nodeHost()).models().value;
const reader = createServerReader(dialects, false, settingsTree);

/** Files of each kind, for what breaks them. */
const YAML: readonly (readonly [string, string])[] = [
  [
    "compose.yml",
    "x: &b\n  image: redis:7\n  environment: { REDIS_ARGS: --maxmemory 1gb }\nservices:\n  a:\n    <<: *b\n    command: [redis-server, --requirepass, x]\n    env_file: .env\n",
  ],
  [
    "k8s/redis.yaml",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: redis }\ndata:\n  redis.conf: |\n    maxmemory 1gb\n    maxmemory-policy allkeys-lru\n---\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: redis\n          image: redis\n          args: [--save, '']\n",
  ],
  [
    "values.yaml",
    "redis:\n  auth: { enabled: false }\n  master:\n    resources:\n      limits: { memory: 1Gi }\n",
  ],
  ["redis.conf", 'maxmemory 1gb\nmaxmemory-policy noeviction # why\nrequirepass "a b"\n'],
  [".env.production", "REDIS_URL=redis://h:6379/0\nexport REDIS_PASSWORD='x'\n"],
];

function read(path: string, text: string) {
  const { sites, diagnostics } = reader.read(path, text);
  return {
    codes: diagnostics.map(({ code }) => code),
    sites: sites.map((site) => ({
      name: site.name,
      role: site.role,
      complete: site.complete,
      settings: site.settings.map((one) => [
        one.directive,
        one.value,
        text.slice(one.start, one.end),
      ]),
    })),
  };
}

test("a command line keeps its places, folded, quoted, in a shell or as a list", () => {
  const folded =
    "services:\n  a:\n    image: redis\n    command: >\n      redis-server\n      --maxmemory 1gb\n";
  expect(read("compose.yml", folded).sites[0]?.settings).toEqual([
    ["maxmemory", "1gb", "--maxmemory 1gb"],
  ]);
  const shell = `services:\n  a:\n    image: x\n    command: sh -c "redis-server --requirepass $$PW && echo"\n`;
  expect(read("compose.yml", shell).sites[0]?.settings).toEqual([
    ["requirepass", "$$PW", "--requirepass $$PW"],
  ]);
  const list = `services:\n  a:\n    image: redis\n    command: ["redis-server", '--requirepass', ""]\n`;
  expect(read("compose.yml", list).sites[0]?.settings[0]?.slice(0, 2)).toEqual(["requirepass", ""]);
});

test("a file of its own, an environment from elsewhere: what is not here may be there", () => {
  const sites = (rest: string) =>
    read("compose.yml", `services:\n  a:\n    image: redis:7\n${rest}`).sites;
  expect(sites("")[0]?.complete).toBe(true);
  expect(sites("    command: redis-server /etc/redis.conf\n")[0]?.complete).toBe(false);
  expect(sites("    env_file: .env\n")[0]?.complete).toBe(false);
  expect(sites("    volumes: ['./redis.conf:/etc/redis.conf']\n")[0]?.complete).toBe(false);
  expect(sites("    volumes: ['data:/data']\n")[0]?.complete).toBe(true);
  expect(sites("    command: redis-cli ping\n")).toEqual([]);
});

test("an image is known by its last part", () => {
  const names = (image: string) =>
    read("compose.yml", `services:\n  a:\n    image: ${image}\n`).sites.length;
  expect(names("ghcr.io:443/x/redis:7@sha256:00")).toBe(1);
  expect(names("docker.io/bitnami/valkey")).toBe(1);
  expect(names("redis:${VERSION}")).toBe(1);
  expect(names("oliver006/redis_exporter")).toBe(0);
  expect(names("redis/redisinsight")).toBe(0);
});

test("aliases and merge keys are followed", () => {
  const text =
    "x: &b\n  image: redis\n  environment: { REDIS_ARGS: --maxmemory 1gb }\nservices:\n  a:\n    <<: *b\n";
  expect(read("compose.yml", text).sites.at(-1)?.settings).toHaveLength(1);
});

test("a laugh a billion times over is read once", () => {
  const lines = ["a0: &a0 [redis, redis]"];
  for (let level = 1; level < 40; level += 1) {
    lines.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}, *a${level - 1}]`);
  }
  const started = performance.now();
  expect(read("compose.yml", lines.join("\n")).sites).toEqual([]);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("as many aliases as a file may hold", () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `  k${at}: *image\n`);
  const text = `x: &image redis\nservices:\n  a:\n    image: *image\n${lines.join("")}`;
  expect(read("compose.yml", text).sites).toHaveLength(1);
});

test("an alias means what its name stood for last", () => {
  const text =
    "x: &v 1gb\ny: &v 2gb\nservices:\n  a:\n    image: redis\n    command: [redis-server, --maxmemory, *v]\n";
  expect(read("compose.yml", text).sites[0]?.settings[0]?.[1]).toBe("2gb");
});

test("whatever is cut, doubled or put between, YAML is read or refused", () => {
  const edit = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(12),
    fc.constantFrom(
      "",
      "&a ",
      "*a",
      "<<: *a",
      "[",
      "{",
      "\n",
      "  ",
      "- ",
      "? ",
      ": ",
      "|",
      "!!binary ",
      "%YAML 9\n",
      "---\n",
      "\t",
      "\u0000",
      '"',
      "'",
      "#",
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...YAML),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      ([path, text], edits) => {
        const now = edits.reduce((before, [share, remove, insert]) => {
          const at = Math.floor(share * before.length);
          return before.slice(0, at) + insert + before.slice(at + remove);
        }, text);
        const { sites } = reader.read(path, now);
        for (const { start, end } of sites)
          expect(start >= 0 && start <= end && end <= now.length).toBe(true);
      },
    ),
    tries(1000),
  );
});

test("deep nesting, and what refers to itself, end", () => {
  expect(read("compose.yml", `redis: ${"[".repeat(20_000)}`).codes).toHaveLength(1);
  expect(read("compose.yml", "redis: &a { image: redis, env: *a }").sites).toHaveLength(1);
});

test("broken YAML is said, a template too, and neither is read", () => {
  expect(read("deploy.yml", "redis: [1\nimage: redis")).toEqual({
    codes: ["config-parse-error"],
    sites: [],
  });
  expect(read("templates/redis.yaml", "{{- if .Values.redis }}\nimage: redis\n{{- end }}")).toEqual(
    {
      codes: ["config-template"],
      sites: [],
    },
  );
  expect(read("values.yaml", `a: "redis${" ".repeat(500_000)}"`).codes).toEqual([
    "config-too-long",
  ]);
});

test("tests and CI are not read, nor files to be filled in", () => {
  const text = "services:\n  a:\n    image: redis\n";
  expect(read(".github/workflows/ci.yml", text).sites).toEqual([]);
  expect(
    createServerReader(dialects, true, settingsTree).read("tests/compose.yml", text).sites,
  ).toHaveLength(1);
  expect(reader.reads(".env.example")).toBe(false);
  expect(reader.reads(".env.production")).toBe(true);
});

test("variables of clients, in every way to write them", () => {
  const text =
    "REDIS_URL=redis://h\nexport APP_REDIS_PASSWORD='a b' # c\n#REDIS_PASSWORD=x\nMYREDISURL=1\n";
  expect(read(".env", text).sites[0]?.settings.map((one) => one.slice(0, 2))).toEqual([
    ["url", "redis://h"],
    ["password", "a b"],
  ]);
});
