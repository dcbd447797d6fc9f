/** Named values of what belongs to a cache; field notes 20 and 21. */
export const SETTING: Readonly<Record<string, string>> = {
  "TypeScript: by where the value flows": `
//- a.ts
import Redis from "ioredis";
interface Options { timeout: number; tls: boolean }
export class Client {
  constructor(private readonly options: Options) {
    new Redis({ commandTimeout: options.timeout });
  }
}
new Client({
  timeout: 0, //? named=timeout owner=flow form=entry value_is=0
  tls: false, //? named=tls value_is=false
});
export const page = {
  timeout: 0, //? none
};
new Redis({
  commandTimeout: 0, //? none
});
`,
  "TypeScript: by name": `
//- a.ts
export const redisConfig = { //? named=redisConfig names_something=true
  verifyTls: false, //? named=verifyTls owner=name value_is=false
  port: Number(process.env.PORT), //? value_is=undefined
};
export const CACHE_TIMEOUT = 0; //? named=CACHE_TIMEOUT owner=name form=constant
export const SMTP_TIMEOUT = 0; //? none
export const HTTP_CACHE_MAX = 5; //? form=constant
const uiConfig = { verifyTls: false }; //? none
function f() {
  const cacheTimeout = 5; //? none
}
`,
  Rust: `
//- src/lib.rs
pub struct RedisConfig { pub timeout_ms: u64, pub verify: bool }
pub struct Cache { client: redis::Client }
impl Cache {
    pub fn new(config: &RedisConfig) -> Self {
        Self { client: redis::Client::open("redis://x").unwrap() } //? named=client owner=flow
    }
}
impl Default for RedisConfig {
    fn default() -> Self {
        Self {
            timeout_ms: 0, //? named=timeout_ms value_is=0
            verify: false, //? named=verify value_is=false
        }
    }
}
pub struct PageConfig { pub timeout_ms: u64 }
impl Default for PageConfig {
    fn default() -> Self {
        Self { timeout_ms: 0 } //? none
    }
}
`,
  Python: `
#- a.py
import redis
class CacheSettings:
    timeout: int = 0  #? named=timeout form=field value_is=0
class PageSettings:
    timeout: int = 0  #? none
class Client:
    def __init__(self, timeout=0):  #? named=timeout form=parameter value_is=0
        self.client = redis.Redis(socket_timeout=timeout)
def unrelated(timeout=0):  #? none
    return timeout
Client(
    timeout=5,  #? named=timeout form=entry value_is=5
)
REDIS_TLS = False  #? named=REDIS_TLS form=constant value_is=false
`,
};
