/** Field note 19. */
export const CREDENTIAL: Readonly<Record<string, string>> = {
  "TypeScript: options of clients": `
//- a.ts
import Redis from "ioredis";
import { createClient } from "redis";
import { PASSWORD } from "./secrets";
new Redis({ password: "hunter2" }); //? hardcoded=true name=password provides=shared-cache
new Redis({ password: PASSWORD }); //? hardcoded=true
new Redis({ password: process.env.REDIS_PASSWORD }); //? hardcoded=false
new Redis({ password: process.env.REDIS_PASSWORD || "dev123" }); //? hardcoded=true
new Redis({ password: process.env.REDIS_PASSWORD ?? "" }); //? hardcoded=false
new Redis({ password: "" }); //? none
new Redis({ password: undefined }); //? none
new Redis({ password: "changeme" }); //? none
new Redis({ password: "<password>" }); //? none
new Redis({ password: "REDIS_PASSWORD" }); //? none
new Redis({ password: "your password here" }); //? none
new Redis({ password: load() }); //? hardcoded=undefined
new Redis(); //? none
new Redis({ host: "localhost" }); //? none
createClient({ password: "s3cret" }); //? hardcoded=true
declare function load(): string;
//- secrets.ts
export const PASSWORD = "hunter2";
`,
  "TypeScript: URLs": `
//- a.ts
import Redis from "ioredis";
import { createClient } from "redis";
new Redis("redis://:hunter2@localhost:6379"); //? hardcoded=true
new Redis("redis://user:hunter2@localhost:6379"); //? hardcoded=true
new Redis("redis://localhost:6379"); //? none
new Redis("redis://user@localhost:6379"); //? none
new Redis(process.env.REDIS_URL); //? hardcoded=false
new Redis(process.env.REDIS_URL || "redis://:dev123@localhost"); //? hardcoded=true
new Redis("redis://:<password>@localhost"); //? none
createClient({ url: "rediss://default:hunter2@x.example" }); //? hardcoded=true
createClient({ url: \`redis://:\${process.env.P}@localhost\` }); //? none
`,
  "TypeScript: settings of what belongs to a cache": `
//- a.ts
import Redis, { type RedisOptions } from "ioredis";
const redisConfig = {
  host: "localhost",
  password: "hunter2", //? hardcoded=true
  passwordField: "password", //? none
  passwordMinLength: 8, //? none
  passwordHeader: "x-pass", //? none
};
const smtpConfig = {
  password: "hunter2", //? none
};
export const messages = {
  password: "hunter2", //? none
};
const options: RedisOptions = {
  keyPrefix: "x",
};
new Redis(options);
interface CacheOptions { password: string }
class CacheClient {
  constructor(private readonly options: CacheOptions) {
    new Redis({ password: this.options.password }); //? hardcoded=undefined
  }
}
new CacheClient({
  password: "hunter2", //? hardcoded=true
});
`,
  Rust: `
//- src/lib.rs
fn f() {
    let a = redis::Client::open("redis://:hunter2@localhost/"); //? hardcoded=true
    let b = redis::Client::open("redis://localhost/"); //? none
    let c = redis::Client::open(std::env::var("REDIS_URL").unwrap()); //? hardcoded=false
    let d = redis::Client::open(std::env::var("REDIS_URL").unwrap_or("redis://:dev123@localhost".into())); //? hardcoded=true
}
pub struct RedisConfig { pub host: String, pub password: String }
pub struct Cache { client: redis::Client }
impl Cache {
    pub fn new(config: &RedisConfig) -> Self {
        Self { client: redis::Client::open(config.host.as_str()).unwrap() }
    }
}
impl Default for RedisConfig {
    fn default() -> Self {
        Self {
            host: "localhost".into(),
            password: "hunter2".into(), //? hardcoded=true
        }
    }
}
`,
  Python: `
#- a.py
import os
import redis
redis.Redis(password="hunter2")  #? hardcoded=true
redis.Redis(password=os.environ["REDIS_PASSWORD"])  #? hardcoded=false
redis.Redis(password=os.environ.get("REDIS_PASSWORD", "dev123"))  #? hardcoded=true
redis.Redis(password=os.getenv("REDIS_PASSWORD") or "dev123")  #? hardcoded=true
redis.Redis(password=None)  #? none
redis.Redis(password="")  #? none
redis.Redis(host="x")  #? none
redis.from_url("redis://:hunter2@localhost/0")  #? hardcoded=true
redis.from_url("redis://localhost/0")  #? none
REDIS_PASSWORD = "hunter2"  #? hardcoded=true
REDIS_PASSWORD_FILE = "/run/secrets/x"  #? none
SMTP_PASSWORD = "hunter2"  #? none
`,
};
