/** Numbers that a shared cache alone holds, and that something is decided by. */
export const SOLE_COPY: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
import { Account } from "./models";
const redis = new Redis();
export async function pay(id: string, price: number) {
  const balance = Number(await redis.get(\`balance:\${id}\`)); //? origin=false provides=shared-cache
  if (balance < price) throw new Error("too little");
  await redis.set(\`balance:\${id}\`, String(balance - price), "EX", 60);
}
export async function both(id: string, price: number) {
  const balance = Number(await redis.get(\`balance:\${id}\`)); //? origin=true
  const row = await Account.findOne({ id });
  return Math.max(balance, row.balance) < price;
}
export async function shown(id: string) {
  return redis.get(\`balance:\${id}\`); //? none
}
`,
  Python: `
#- a.py
import redis
r = redis.Redis()
def reserve(sku, wanted):
    stock = int(r.get(f"stock:{sku}"))  #? origin=false
    if stock < wanted:
        raise ValueError(sku)
    r.decrby(f"stock:{sku}", wanted)
`,
};
