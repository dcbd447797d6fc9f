/** Consumers without a limit, heartbeats, the Redis behind a queue, and streams that grow. */
export const CONSUMPTION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import amqp, { type Channel } from "amqplib";
const channel = await (await amqp.connect("amqps://rabbit")).createChannel();
await channel.consume("a", console.log); //? limited=false
await channel.consume("a", console.log, { noAck: true }); //? provides=queue
export const on = (other: Channel) => other.consume("a", console.log); //? provides=queue
`,
};

export const CONSUMER: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { Worker } from "bullmq";
export const worker = new Worker("mail", run); //? closed=no reports=false
async function run() {}
export const heard = new Worker("text", run).on("failed", console.error); //? reports=true
`,
  "a loop that reads": `
//- a.rs
use rdkafka::consumer::StreamConsumer;
pub async fn run(consumer: StreamConsumer) {
    loop { //? closed=maybe
        let message = consumer.recv().await;
    }
}
`,
  "what a project closes": `
//- a.py
from kafka import KafkaConsumer
consumer = KafkaConsumer("orders")
for message in consumer: #? closed=yes
    print(message)
consumer.close()
`,
};

export const DROPPED_MESSAGE: Readonly<Record<string, string>> = {
  Python: `
#- a.py
from kafka import KafkaConsumer
for message in KafkaConsumer("orders"):
    try:
        handle(message)
    except ValueError as error: #? library=kafka-python
        print(error)
    except KeyError as error: #? none
        keep(message)
`,
};

export const INSERTION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { Worker } from "bullmq";
export const a = new Worker("a", async (job) => {
  await db.query("insert into a values ($1)", [job.data]); //? guarded=false
  await db.query("insert into a values ($1) on conflict do nothing", [job.data]); //? guarded=true
  await db.query("delete from a"); //? none
});
declare const db: any;
`,
};

export const LIVENESS: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import amqp from "amqplib";
export const a = amqp.connect("amqps://rabbit?heartbeat=0"); //? alive=false
export const b = amqp.connect({ hostname: "rabbit", heartbeat: 20 }); //? alive=true
export const c = amqp.connect("amqps://rabbit");
`,
};

export const QUEUE_BACKEND: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import { Queue } from "bullmq";
import Redis from "ioredis";
const cache = new Redis();
const jobs = new Redis();
export const put = (id: string, user: string) => cache.set("user:" + id, user, "EX", 60);
export const a = new Queue("a", { connection: cache }); //? shared=true
export const b = new Queue("b", { connection: jobs }); //? shared=false
export const c = new Queue("c");
`,
};

export const STREAM_APPEND: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import Redis from "ioredis";
const redis = new Redis();
await redis.xadd("events", "*", "a", "1"); //? bounded=false
await redis.xadd("events", "MAXLEN", "~", 1000, "*", "a", "1"); //? bounded=true
`,
};
