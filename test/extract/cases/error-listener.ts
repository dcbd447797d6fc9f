/** Clients whose errors come as events. */
export const ERROR_LISTENER: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { createClient } from "redis";
export const a = createClient(); //? heard=false
export const b = createClient().once("error", console.warn); //? heard=true
export function make() {
  const client = createClient(); //? heard=true
  client.addListener("error", console.warn);
  return client;
}
`,
  "heard in another file": `
//- a.ts
import { createClient } from "redis";
export const client = createClient(); //? heard=true
//- b.ts
import { client } from "./a";
client.on("error", console.warn);
`,
};
