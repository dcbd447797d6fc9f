/** Clients that come by way of something else: a container of dependencies, a map, a promise. */
export const GIVEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "given by a container of dependencies": {
    "by the names of tokens": `
//- module.ts
import Redis from "ioredis";
export const REDIS = "REDIS";
export const TYPES = { Cache: Symbol.for("Cache") };
export class KeyService {
  private readonly redis = new Redis();
  raw() { return this.redis; }
}
export const providers = [
  { provide: REDIS, useFactory: () => new Redis() },
  { provide: "KEYS", useClass: KeyService },
];
container.register("Shared", { useValue: new Redis() });
container.registerInstance("Other", new Redis());
container.bind(TYPES.Cache).toConstantValue(new Redis());
Container.set("plain", new Redis());
settings.set("none", new Redis());
//- use.ts
import { Inject } from "@nestjs/common";
import { REDIS, TYPES } from "./module.ts";
export class A {
  @Inject("REDIS") private field;
  constructor(
    @Inject(REDIS) private readonly redis,
    @Inject("KEYS") private readonly keys: any,
    @inject("Shared") private readonly shared,
    @inject("Other") private readonly other,
    @inject(TYPES.Cache) private readonly cache,
    @inject("none") private readonly nothing,
    private readonly bare,
  ) {}
  all() {
    this.field.get("a"); //> read
    this.redis.get("a"); //> read
    this.keys.raw().get("a"); //> read
    this.shared.get("a"); //> read
    this.other.get("a"); //> read
    this.cache.get("a"); //> read
    this.nothing.get("a");
    this.bare.get("a");
    Container.get("plain").get("a"); //> read
    container.resolve("Shared").get("a"); //> read
  }
}
`,
  },
  "kept in a container of the language": {
    "of a declared type": `
//- a.ts
import Redis from "ioredis";
const pools = new Map<string, Redis>();
const byName: Record<string, Redis> = {};
const list: Redis[] = [];
const other = new Map<string, string[]>();
export class Pools {
  private readonly own = new Map<string, Redis>();
  all(name: string) {
    this.own.get(name).get("a"); //> read
    pools.get(name).get("a"); //> read
    byName[name].get("a"); //> read
    byName["x"].get("a"); //> read
    list[0].get("a"); //> read
    for (const client of list) client.get("a"); //> read
    for (const client of this.own.values()) client.get("a"); //> read
    other.get(name).get("a");
  }
}
`,
  },
  "turned into promises": {
    "one method, and all": `
//- a.js
const redis = require("redis");
const util = require("util");
const { promisify } = require("util");
const client = redis.createClient();
const getAsync = promisify(client.get).bind(client);
const put = util.promisify(client.set).bind(client);
const wait = promisify(setTimeout);
getAsync("a"); //> read
put("a", "b"); //> write
client.getAsync("a"); //> read
wait(5);
getAsync2("a");
`,
  },
  "taken out of a framework's object": {
    "by destructuring": `
//- plugin.ts
import Redis from "ioredis";
app.decorate("redis", new Redis());
//- routes.ts
export default async function routes(fastify) {
  const { redis, log } = fastify;
  redis.get("a"); //> read
  log.get("a");
}
`,
  },
};
