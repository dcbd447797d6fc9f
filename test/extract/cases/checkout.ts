/** Connections that are taken from a pool. */
export const CHECKOUT: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { Pool } from "pg";
import knex from "knex";
const pool = new Pool();
const db = knex({ client: "pg" });
const kept = await pool.connect(); //? none
export async function straight() {
  const c = await pool.connect(); //? returned=success
  await c.query("select 1");
  c.release();
}
export async function ended() {
  const c = await pool.connect(); //? returned=always
  await c.query("select 1").finally(() => c.release());
}
export async function nested(run: (f: () => void) => void) {
  const c = await pool.connect(); //? none
  run(() => c.release());
}
export async function half() {
  const c = await pool.connect(); //? returned=success
  try {
    await c.query("select 1");
    c.release();
  } catch (error) {
    console.error(error);
  }
}
export async function handed(use: (c: unknown) => Promise<void>) {
  const c = await pool.connect(); //? none
  await use(c);
}
export async function transaction() {
  const trx = await db.transaction(); //? returned=always
  try {
    await trx.raw("select 1");
    await trx.commit();
  } catch (error) {
    await trx.rollback(error);
    throw error;
  }
}
export class Holder {
  async open() {
    this.c = await pool.connect(); //? none
  }
}
`,
  Python: `
#- a.py
from psycopg2.pool import ThreadedConnectionPool
from contextlib import closing
pool = ThreadedConnectionPool(1, 10, "dbname=app")

def dropped():
    conn = pool.getconn() #? returned=success
    if conn.cursor().execute("select 1") is None:
        return None
    pool.putconn(conn)

def kept():
    with pool.getconn() as conn: #? returned=always
        conn.cursor().execute("select 1")

def stored(self):
    self.conn = pool.getconn() #? none
`,
};
