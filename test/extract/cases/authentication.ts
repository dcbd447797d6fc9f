/** `authentication`: is there anything to prove who the client is, and where is the server? */
export const AUTHENTICATION: Readonly<Record<string, string>> = {
  "an address with and without a password": `
//- a.ts
import Redis from "ioredis";
const host = "cache.prod";
export const a = new Redis(\`redis://\${host}:6379\`);           //? given=nothing host=remote
export const b = new Redis("redis://:pw@cache.prod:6379");      //? given=something host=remote
export const c = new Redis("redis://[::1]:6379");               //? given=nothing host=loopback
export const d = new Redis("redis://cache");                    //? given=nothing host=bare
export const e = new Redis({ host: process.env.HOST, password: "" }); //? given=empty host=unknown
export const f = new Redis({ host: "your-host.example" });      //? given=nothing host=unknown
`,
  "a user without a password, and an address from outside": `
//- a.py
import os
import redis
a = redis.from_url("redis://app@cache.prod")
b = redis.from_url(os.environ["REDIS_URL"])
c = redis.Redis(host="cache.prod", username="app", password=os.environ["PW"])  #? given=something host=remote
`,
};
