/** What is waited for while a connection is held. */
export const TRANSACTION_SCOPE: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { Sequelize } from "sequelize";
import { post } from "./http";
const db = new Sequelize("postgres://db/app");
async function unknownWork(f: () => Promise<void>) {
  await f();
}
export async function far() {
  await db.transaction(async (t) => {
    await db.query("select 1", { transaction: t });
    await post("x"); //? waits_for=http direct=false
  });
}
export async function pushed() {
  await db.transaction(async (t) => { //? waits_for=nothing
    setTimeout(() => fetch("https://x.example"), 0);
  });
}
export async function caught() {
  const t = await db.transaction(); //? waits_for=nothing
  try {
    await t.commit();
  } catch (error) {
    await fetch("https://x.example");
    await t.rollback();
  }
}
export async function open(f: () => Promise<void>) {
  await db.transaction(async () => { //? none
    await unknownWork(f);
  });
}
//- http.ts
export async function post(id: string) {
  const send = () => fetch("https://x.example/" + id);
  return send();
}
`,
  Python: `
#- a.py
import asyncio
from sqlalchemy.ext.asyncio import create_async_engine
engine = create_async_engine("postgresql+asyncpg://db/app")

async def waits():
    async with engine.begin() as conn:
        await conn.execute("select 1")
        await asyncio.sleep(1) #? waits_for=time

async def fine():
    async with engine.begin() as conn: #? waits_for=nothing
        await conn.execute("select 1")
    await asyncio.sleep(1)
`,
};
