/** `retry-strategy`: the delays that a function can give. */
export const RETRY_STRATEGY: Readonly<Record<string, string>> = {
  "what a function can return": `
//- a.ts
import Redis from "ioredis";
import { backoff } from "somewhere";
const STEP = 50;
const a = new Redis({ retryStrategy: () => STEP });                          //? delay=constant ends=false
const b = new Redis({ retryStrategy: (n) => Math.min(n * STEP, 2000) });     //? delay=growing capped=true ends=false
const c = new Redis({ retryStrategy: (n) => { if (n < 4) return n * STEP; } }); //? delay=growing capped=false ends=true
const d = new Redis({ retryStrategy: (n) => backoff(n) });
const e = new Redis({ retryStrategy: () => backoff() });
const f = new Redis({ retryStrategy: () => 500 + Math.random() * 100 });     //? delay=constant ends=false
const own = (n: number) => Math.min(n * 100, 3000);
const i = new Redis({ retryStrategy: (n) => own(n) });                       //? delay=growing capped=true ends=false
const g = new Redis({ retryStrategy: null });
const h = new Redis({ retryStrategy: (n) => { if (n > 9) { throw new Error("no"); } return 10; } }); //? delay=constant ends=true
`,
};
