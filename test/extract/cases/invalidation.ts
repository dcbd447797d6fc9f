/** Removing an entry and changing its record: which comes last. */
export const INVALIDATION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { Pool } from "pg";
const redis = new Redis();
const pool = new Pool();
export async function early(id: string) {
  await redis.del(\`account:\${id}\`); //? order=first sure=true
  await pool.query("UPDATE accounts SET open = false WHERE id = $1", [id]);
}
export async function late(id: string) {
  await pool.query("UPDATE accounts SET open = false WHERE id = $1", [id]);
  await redis.del(\`account:\${id}\`); //? order=after
}
export async function refilled(id: string) {
  await redis.del(\`account:\${id}\`); //? none
  await pool.query("UPDATE accounts SET open = false WHERE id = $1", [id]);
  await redis.set(\`account:\${id}\`, "closed", "EX", 60);
}
`,
  Rust: `
//- src/lib.rs
use redis::AsyncCommands;
async fn early(con: &mut redis::aio::MultiplexedConnection, pool: &sqlx::PgPool, id: i64) {
    let _: () = con.del(format!("account:{id}")).await.unwrap(); //? order=first
    sqlx::query("DELETE FROM accounts WHERE id = $1").bind(id).execute(pool).await.unwrap();
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def uncommitted(session, account_id):
    session.execute("DELETE FROM accounts WHERE id = :id", {"id": account_id})
    r.delete(f"account:{account_id}")  #? order=uncommitted
    session.commit()
def alone(account_id):
    r.delete(f"account:{account_id}")  #? none
`,
};
