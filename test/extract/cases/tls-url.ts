/** The catalogue's off-switches that stand in an address. */
export const TLS_URL: Readonly<Record<string, string>> = {
  "addresses of clients": `
//- a.ts
import Redis from "ioredis";
import { createClient } from "redis";
declare const host: string;
new Redis("rediss://cache.internal:6379"); //? verified=true
new Redis("redis://cache.internal:6379"); //? none
createClient({ url: \`rediss://\${host}:6379\` }); //? verified=true
new Redis(process.env.REDIS_URL); //? none
new Redis({ host }); //? none
`,
  Rust: `
//- src/lib.rs
pub fn a(host: &str) {
    redis::Client::open("rediss://h/#insecure"); //? verified=false
    redis::Client::open(format!("rediss://{host}/#insecure")); //? verified=false
    redis::Client::open(format!("{}#insecure", host)); //? verified=false
    redis::Client::open("rediss://h/"); //? verified=true
    redis::Client::open(host); //? none
}
`,
};
