/** Clients that a program hangs on its framework's objects, and types that stand for several. */
export const ATTACHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "hung on a framework's objects": {
    "in TypeScript": `
//- app.ts
import express from "express";
import Fastify from "fastify";
import Redis from "ioredis";
const app = express();
app.locals.kv = new Redis();
app.set("store", new Redis());
const server = Fastify();
server.decorate("redis", new Redis());
app.use((req, res, next) => {
  req.cache = new Redis();
  next();
});
//- a.ts
export function handler(req: Request, fastify: FastifyInstance) {
  req.app.locals.kv; //= instance ioredis.client
  req.app.get("store"); //= instance ioredis.client
  fastify.redis; //= instance ioredis.client
  req.server.redis; //= instance ioredis.client
  req.cache; //= instance ioredis.client
  req.body.redis; //= input
  req.other; //= input
}
`,
    "in Python": `
#- main.py
from fastapi import FastAPI
from redis import asyncio as aioredis
app = FastAPI()
async def start(app):
    app.state.redis = await aioredis.from_url("redis://cache")
    app["kv"] = aioredis.Redis()
#- a.py
async def handler(request):
    request.app.state.redis #= instance redis-py.async-client
    request.app["kv"] #= instance redis-py.async-client
    request.json.redis #= input
`,
  },
  "types that stand for several": {
    "unions and aliases in Python": `
#- types_.py
from typing import Optional, TypeAlias, Union
from redis import Redis
from redis.cluster import RedisCluster
Client: TypeAlias = Redis | RedisCluster
Either = Union[Redis, RedisCluster]
Maybe = Optional["Redis"]
Bytes = Redis[bytes]
#- a.py
from typing import Union
from redis.asyncio.client import Redis
from redis.asyncio.cluster import RedisCluster
from types_ import Bytes, Client, Either, Maybe
class Store:
    def __init__(self, one: Client, two: Either, three: Bytes, four: Union["Redis[bytes]", "RedisCluster[bytes]"]):
        self.one = one
        self.two = two
        self.three = three
        self.four = four
    def all(self):
        self.one #= instance redis-py.client | instance redis-py.cluster
        self.two #= instance redis-py.client | instance redis-py.cluster
        self.three #= instance redis-py.client
        self.four #= instance redis-py.async-client | instance redis-py.async-cluster
`,
    "one of Django's caches, chosen by a setting": `
#- a.py
from django.conf import settings
from django.core.cache import caches
cache = caches[settings.NAME]
cache #= instance django-cache.cache
caches["default"] #= instance django-cache.cache
`,
  },
};
