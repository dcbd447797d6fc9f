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
  "a cache of the project's own": `
//- page-cache/Cargo.toml
[package]
name = "pages"
//- page-cache/src/lib.rs
pub mod wire;
//- page-cache/src/wire.rs
pub fn read(stream: &mut TcpStream, body: &[u8]) -> Result<(), Error> {
    stream.write_all(body).unwrap(); //? form=io library=true
    stream.flush()?; //? form=none
    let text = std::str::from_utf8(body).unwrap(); //? form=decode
    let port: u16 = "80".parse().unwrap(); //? none
}
//- other/src/lib.rs
pub fn read(stream: &mut TcpStream, body: &[u8]) {
    stream.write_all(body).unwrap(); //? none
}
`,
};
