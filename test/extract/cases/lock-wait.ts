/** How long a locked file is waited for. */
export const LOCK_WAIT: Readonly<Record<string, string>> = {
  Python: `
#- cache.py
import fcntl, sqlite3
sqlite3.connect("a.db") #? form=open is=default
sqlite3.connect("a.db", timeout=0) #? form=open is=given
sqlite3.connect(":memory:")
db.execute("PRAGMA busy_timeout = 100") #? form=pragma is=given
log.info("PRAGMA busy_timeout = 100")
fcntl.flock(f, fcntl.LOCK_EX) #? form=file is=endless
fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
fcntl.flock(f, fcntl.LOCK_UN)
`,
  Rust: `
//- src/lib.rs
use rusqlite::Connection;
fn f(path: &str) {
    let db = Connection::open(path)?; //? form=open is=default
    db.busy_timeout(LIMIT)?; //? form=method is=given
}
`,
  TypeScript: `
//- a.ts
import sqlite3 from "sqlite3";
const db = new sqlite3.Database("a.db"); //? form=open is=default
db.configure("busyTimeout", 0); //? form=pragma is=given
`,
};
