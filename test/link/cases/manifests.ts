/** Names in imports that only the project's manifests can explain. */
export const MANIFESTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  manifests: {
    "paths of a tsconfig": `
//- tsconfig.json
{
  // as people write it
  "compilerOptions": { "baseUrl": "./", "paths": { "@server/*": ["./server/*"], "kv": ["server/storage/redis"], }, },
}
//- server/storage/redis.ts
import Redis from "ioredis";
export const redis = new Redis();
//- server/a.ts
import { redis } from "@server/storage/redis";
import { redis as kv } from "kv";
import { redis as based } from "server/storage/redis";
redis; //= instance ioredis.client
kv; //= instance ioredis.client
based; //= instance ioredis.client
`,
    "paths that are inherited, and the longest pattern": `
//- tsconfig.base.json
{ "compilerOptions": { "paths": { "@acme/*": ["./libs/*/src/index.ts"], "@acme/kv/*": ["./libs/kv/src/*"] } } }
//- apps/web/tsconfig.json
{ "extends": "../../tsconfig.base.json" }
//- libs/kv/src/index.ts
export { redis } from "./client";
//- libs/kv/src/client.ts
import Redis from "ioredis";
export const redis = new Redis();
//- apps/web/a.ts
import { redis } from "@acme/kv";
import { redis as inner } from "@acme/kv/client";
redis; //= instance ioredis.client
inner; //= instance ioredis.client
`,
    "packages of a workspace": `
//- packages/cache/package.json
{ "name": "@acme/cache", "main": "dist/index.js", "exports": { ".": { "types": "./dist/index.d.ts", "default": "./dist/index.js" }, "./raw": "./dist/raw.js" } }
//- packages/cache/src/index.ts
export * from "./raw";
//- packages/cache/src/raw.ts
import Redis from "ioredis";
export const redis = new Redis();
//- packages/plain/package.json
{ "name": "plain" }
//- packages/plain/lib/kv.ts
import { redis } from "@acme/cache";
export { redis };
//- apps/web/a.ts
import { redis } from "@acme/cache";
import { redis as raw } from "@acme/cache/raw";
import { redis as plain } from "plain/lib/kv";
import { none } from "@acme/other";
redis; //= instance ioredis.client
raw; //= instance ioredis.client
plain; //= instance ioredis.client
none; //= external @acme/other.none
`,
    "imports of a package itself": `
//- package.json
{ "name": "shop", "imports": { "#kv": "./src/kv.ts", "#lib/*": { "default": "./dist/lib/*.js" } } }
//- src/kv.ts
import Redis from "ioredis";
export const redis = new Redis();
//- src/lib/other.ts
export { redis } from "#kv";
//- src/a.ts
import { redis } from "#kv";
import { redis as other } from "#lib/other";
redis; //= instance ioredis.client
other; //= instance ioredis.client
`,
    "crates of a workspace": `
#- crates/storage/Cargo.toml
[package]
name = "acme-cache"
#- crates/storage/src/lib.rs
pub mod limits;
#- crates/storage/src/limits.rs
pub const TTL: u64 = 60;
#- crates/named/Cargo.toml
[package]
name = "x"
[lib]
name = "shorter"
path = "lib.rs"
#- crates/named/lib.rs
pub const MAX: u64 = 5;
#- crates/web/Cargo.toml
[package]
name = "web"
#- crates/web/src/main.rs
use acme_cache::limits::TTL;
use shorter::MAX;
pub const A: u64 = TTL; //= constant 60
pub const B: u64 = MAX; //= constant 5
`,
    "manifests that say nothing or nonsense": `
//- tsconfig.json
{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "@/*": 5, "*": ["../../../etc/*"], "a*b*c": ["*/*"] } } }
//- package.json
[1, 2
//- src/kv.ts
export const A = 1;
//- src/a.ts
import { A } from "@/kv";
import { B } from "ab";
A; //= constant 1
B; //= external ab.B
`,
  },
  "static members": {
    "a getter of a class that extends a client": `
//- redis.ts
import Base from "ioredis";
export default class Adapter extends Base {
  private static client: Adapter;
  static get shared(): Adapter {
    return this.client ?? (this.client = new this("x"));
  }
  static get plain() {
    return new Base();
  }
}
//- a.ts
import Redis from "./redis";
Redis.shared; //= object Adapter
Redis.shared.get; //= bound ioredis.client.get
Redis.plain; //= instance ioredis.client
`,
  },
};
