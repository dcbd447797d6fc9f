/** Changes of records that a function of the same file reads through a cache. */
export const STORE_MUTATION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { Pool } from "pg";
const redis = new Redis();
const pool = new Pool();
export async function account(id: string) {
  const hit = await redis.get(\`account:\${id}\`);
  if (hit !== null) return JSON.parse(hit);
  const { rows } = await pool.query("SELECT * FROM accounts WHERE id = $1", [id]);
  await redis.set(\`account:\${id}\`, JSON.stringify(rows[0]), "EX", 60);
  return rows[0];
}
export async function close(id: string) {
  await pool.query("UPDATE accounts SET open = false WHERE id = $1", [id]); //? renewed=false sure=true
}
export async function closeAndForget(id: string) {
  await pool.query("UPDATE accounts SET open = false WHERE id = $1", [id]); //? renewed=true
  await redis.del(\`account:\${id}\`);
}
export async function bill(id: string) {
  await pool.query("UPDATE invoices SET sent = true WHERE id = $1", [id]); //? none
}
`,
  "TypeScript: a port without a body, and a class with one": `
//- ports.ts
export interface SqlAccountRepository {
  find(id: string): Promise<object>;
  update(id: string, change: object): Promise<void>;
}
export interface Registry {
  updateAccount(id: string, change: object): Promise<void>;
}
//- a.ts
import Redis from "ioredis";
import type { Registry, SqlAccountRepository } from "./ports";
import { Dao } from "./dao";
export class Accounts {
  constructor(
    private readonly redis: Redis,
    private readonly rows: SqlAccountRepository,
    private readonly registry: Registry,
    private readonly db: Registry,
    private readonly dao: Dao,
  ) {}
  async account(id: string) {
    const hit = await this.redis.get(\`account:\${id}\`);
    if (hit !== null) return JSON.parse(hit);
    const row = await this.rows.find(id);
    await this.redis.set(\`account:\${id}\`, JSON.stringify(row), "EX", 60);
    return row;
  }
  async close(id: string) {
    await this.rows.update(id, { open: false }); //? renewed=false sure=true
  }
  async closeByName(id: string) {
    await this.db.updateAccount(id, { open: false }); //? renewed=false sure=false
  }
  async announce(id: string) {
    await this.registry.updateAccount(id, { open: false }); //? none
    await this.dao.updateAccount(id); //? none
  }
}
//- dao.ts
export class Dao {
  readonly seen: string[] = [];
  async updateAccount(id: string) {
    this.seen.push(id);
  }
}
`,
  "Rust: a map behind a guard, and a repository by its trait": `
//- src/lib.rs
use std::collections::HashMap;
use std::sync::Mutex;
pub trait AccountRepository {
    fn find_account(&self, id: u64) -> String;
    fn update_account(&self, id: u64, name: &str);
}
pub struct Accounts<R: AccountRepository> { repository: R, known: Mutex<HashMap<u64, String>> }
impl<R: AccountRepository> Accounts<R> {
    pub fn account(&self, id: u64) -> String {
        let mut known = self.known.lock().unwrap();
        if let Some(hit) = known.get(&id) { return hit.clone(); }
        let account = self.repository.find_account(id);
        known.insert(id, account.clone());
        account
    }
    pub fn rename(&self, id: u64, name: &str) {
        self.repository.update_account(id, name); //? renewed=false
    }
    pub fn rename_well(&self, id: u64, name: &str) {
        self.repository.update_account(id, name); //? renewed=true
        self.known.lock().unwrap().remove(&id);
    }
}
`,
  "Python: a record that is only stamped": `
#- a.py
from django.core.cache import cache
from django.db import models
class Paper(models.Model):
    title = models.TextField()
    modified = models.DateTimeField()
def paper(paper_id):
    found = cache.get(f"paper:{paper_id}")
    if found is None:
        found = Paper.objects.get(id=paper_id)
        cache.set(f"paper:{paper_id}", found, 60)
    return found
def rename(paper_id, title):
    Paper.objects.filter(id=paper_id).update(title=title)  #? renewed=false
def touch(paper_id, now):
    Paper.objects.filter(id=paper_id).update(modified=now)  #? none
def rename_and_touch(paper_id, title, now):
    Paper.objects.filter(id=paper_id).update(title=title, modified=now)  #? renewed=false
def touch_one(paper_id, now):
    one = Paper.objects.get(id=paper_id)
    one.modified = now
    one.save(update_fields=["modified"])  #? none
`,
  "Python: a memoised reader": `
#- a.py
import functools
@functools.lru_cache(maxsize=10)
def account(db, account_id):
    return db.execute("SELECT * FROM accounts WHERE id = ?", (account_id,)).fetchone()
def close(db, account_id):
    db.execute("UPDATE accounts SET open = 0 WHERE id = ?", (account_id,))  #? renewed=false
def close_and_forget(db, account_id):
    db.execute("UPDATE accounts SET open = 0 WHERE id = ?", (account_id,))  #? renewed=true
    account.cache_clear()
`,
};

/** What a writer gives back. */
export const READ_AFTER_WRITE: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { PrismaClient } from "@prisma/client";
const redis = new Redis();
const prisma = new PrismaClient();
export async function account(id: string, fresh = false) {
  const hit = fresh ? null : await redis.get(\`account:\${id}\`);
  if (hit !== null) return JSON.parse(hit);
  const row = await prisma.account.findUnique({ where: { id } });
  await redis.set(\`account:\${id}\`, JSON.stringify(row), "EX", 60);
  return row;
}
export async function close(id: string) {
  await prisma.account.update({ where: { id }, data: { open: false } });
  await redis.del(\`account:\${id}\`);
  return account(id); //? fresh=false
}
export async function closeFresh(id: string) {
  await prisma.account.update({ where: { id }, data: { open: false } });
  await redis.del(\`account:\${id}\`);
  return account(id, true); //? fresh=true
}
export async function closeAndGive(id: string) {
  const row = await prisma.account.update({ where: { id }, data: { open: false } }); //? fresh=true
  await redis.del(\`account:\${id}\`);
  return row;
}
export const show = (id: string) => account(id); //? none
`,
};
