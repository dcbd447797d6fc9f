/**
 * Writes a TypeScript project of any size, to see how time and memory grow with the number of files.
 *
 *   node bench/tree.mjs FOLDER COUNT [EVERY]
 *
 * Every EVERYth file (default 40) uses a cache; the others are the plain code that most of a repository is.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [folder, count, every = "40"] = process.argv.slice(2);
const PER_FOLDER = 100;

if (folder === undefined || !(Number(count) > 0) || !(Number(every) > 0)) {
  console.error("usage: node bench/tree.mjs FOLDER COUNT [EVERY]");
  process.exitCode = 2;
} else {
  write("package.json", '{ "name": "generated", "private": true }\n');
  write("src/settings.ts", "export const TTL_SECONDS = 3600;\n");
  write("src/redis.ts", 'import Redis from "ioredis";\nexport const redis = new Redis();\n');
  for (let index = 0; index < Number(count); index += 1) {
    const isUser = index % Number(every) === 0;
    const name = `src/part${Math.floor(index / PER_FOLDER)}/module${index}.ts`;
    write(name, isUser ? user(index) : plain(index));
  }
}

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  const at = join(folder ?? "", path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, text);
}

/** @param {number} index */
function user(index) {
  return `import { redis } from "../redis";
import { TTL_SECONDS } from "../settings";
import { load${index + 1} } from "./module${index + 1}";

export async function read${index}(id: string): Promise<string> {
  const kept = await redis.get("record:" + id);
  if (kept !== null) return kept;
  const value = String(load${index + 1}(Number(id)));
  await redis.set("record:" + id, value, "EX", TTL_SECONDS);
  return value;
}

export async function write${index}(id: string, value: string): Promise<void> {
  await redis.set("record:" + id, value${index % 3 === 0 ? "" : ', "EX", 2 * TTL_SECONDS'});
}
`;
}

/** @param {number} index */
function plain(index) {
  const parts = Array.from(
    { length: 6 },
    (_, part) => `
export interface Shape${index}x${part} {
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

export function area${index}x${part}({ width, height }: Shape${index}x${part}): number {
  if (width < 0 || height < 0) throw new RangeError("a side is negative");
  return width * height + ${index % 17};
}
`,
  );
  return `export function load${index}(seed: number): number {
  return seed * ${(index % 13) + 1};
}
${parts.join("")}`;
}
