/** Timers and sleeping tasks that writes start for their entries. */
export const KEY_TIMER: Readonly<Record<string, string>> = {
  TypeScript: `
//- cache.ts
import Redis from "ioredis";
const redis = new Redis();
const timers = new Map<string, NodeJS.Timeout>();
declare function reload(key: string): Promise<void>;
export async function write(key: string) {
  await redis.set(key, "x", "EX", 60);
  setTimeout(reload, 50_000, key); //? form=setTimeout kept=false on_miss=false
  setTimeout(() => console.log(key), 10); //? none
}
export async function fill(key: string) {
  if ((await redis.get(key)) !== null) return;
  await redis.set(key, "x", "EX", 60);
  setInterval(() => void reload(key), 50_000); //? form=setInterval kept=false on_miss=true
}
export async function replace(key: string) {
  await redis.set(key, "x", "EX", 60);
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => redis.del(key), 50_000)); //? kept=true
}
setInterval(() => redis.flushdb(), 60_000);
`,
  "Rust: a task that sleeps, not one that goes round": `
//- src/cache.rs
pub async fn write(cache: Arc<Mutex<HashMap<String, String>>>, key: String) {
    cache.lock().unwrap().insert(key.clone(), String::new());
    tokio::spawn(async move { //? form=spawn kept=false
        tokio::time::sleep(TTL).await;
        cache.lock().unwrap().remove(&key);
    });
    tokio::spawn(async move { //? none
        loop {
            tokio::time::sleep(TTL).await;
            cache.lock().unwrap().remove(&key);
        }
    });
}
`,
  "Python: a map is a cache by its name": `
#- a.py
import threading
cache = {}
pending = {}
def write(key, value):
    cache[key] = value
    threading.Timer(60, cache.pop, [key]).start()  #? form=Timer kept=false
def ask(key, value):
    pending[key] = value
    threading.Timer(60, pending.pop, [key]).start()  #? none
`,
};
