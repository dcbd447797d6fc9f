/** What a queue is said to be like. */
export const QUEUE_DECLARATION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import type { Channel } from "amqplib";
export const declare = async (ch: Channel, options: object) => {
  await ch.assertQueue("orders"); //? dead_letter=false bounded=false lasting=true
  await ch.assertQueue("orders", { maxLength: 10, deadLetterExchange: "dead" }); //? dead_letter=true bounded=true
  await ch.assertQueue("", { exclusive: true }); //? lasting=false
  await ch.assertQueue("orders.dlq"); //? lasting=false
  await ch.assertQueue("orders", options); //? provides=queue
};
`,
  Rust: `
//- src/lib.rs
use lapin::{options::QueueDeclareOptions, types::{AMQPValue, FieldTable}, Channel};
pub async fn declare(channel: &Channel) {
    let mut args = FieldTable::default();
    args.insert("x-max-length".into(), AMQPValue::LongInt(10));
    channel.queue_declare("orders", QueueDeclareOptions::default(), args).await.unwrap(); //? dead_letter=false bounded=true
}
`,
  Python: `
#- a.py
import pika
channel = pika.BlockingConnection(pika.ConnectionParameters("rabbit")).channel()
channel.queue_declare(queue="orders")  #? dead_letter=false lasting=true
channel.queue_declare(queue="orders", arguments={"x-message-ttl": 1000})  #? bounded=true
`,
};
