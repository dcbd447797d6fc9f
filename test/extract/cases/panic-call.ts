/** Errors of a cache that end the program, and those that are handed on. */
export const PANIC_CALL: Readonly<Record<string, string>> = {
  "Rust library": `
//- src/lib.rs
use redis::Commands;
pub struct Cache { lock: Mutex<u8> }
impl Cache {
    pub fn a(&self, c: &mut redis::Connection) -> R<()> {
        let b: String = c.get("k").unwrap(); //? form=unwrap library=true
        let d: String = c.get("k")?; //? form=none
        let e = self.lock.lock().unwrap(); //? form=lock
        std::process::exit(1); //? form=exit
        let g = "5".parse::<u8>().unwrap(); //? none
    }
}
`,
  "Rust program": `
//- src/main.rs
use redis::Commands;
fn a(c: &mut redis::Connection) {
    let b: String = c.get("k").unwrap(); //? none
}
`,
  Python: `
#- a.py
import redis, sys
class Cache:
    def read(self, key):
        sys.exit(1) #? form=exit
class Other:
    def read(self, key):
        sys.exit(1) #? none
`,
};
