/** What stands before and after the word to the broker. */
export const ACKNOWLEDGEMENT: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import type { Channel, ConsumeMessage } from "amqplib";
declare function work(m: unknown): Promise<void>;
export const early = async (ch: Channel, m: ConsumeMessage) => {
  ch.ack(m); //? order=before
  await work(m);
};
export const late = async (ch: Channel, m: ConsumeMessage) => {
  if (await work(m)) {
    ch.ack(m); //? order=after
  }
};
export const alone = async (ch: Channel, m: ConsumeMessage) => {
  console.log(m);
  ch.ack(m); //? provides=queue
};
export const other = (bell: { ack(m: unknown): void }, m: unknown) => {
  bell.ack(m);
};
`,
  Rust: `
//- src/lib.rs
use lapin::{message::Delivery, options::BasicAckOptions};
async fn work(data: &[u8]) {}
pub async fn early(delivery: Delivery) {
    delivery.ack(BasicAckOptions::default()).await.unwrap(); //? order=before
    work(&delivery.data).await;
}
pub async fn late(delivery: Delivery) {
    work(&delivery.data).await;
    delivery.ack(BasicAckOptions::default()).await.unwrap(); //? order=after
}
`,
  Python: `
#- a.py
import pika
def early(ch, method, properties, body):
    ch.basic_ack(method.delivery_tag)  #? order=before
    store(body)
def late(ch, method, properties, body):
    store(body)
    ch.basic_ack(method.delivery_tag)  #? order=after
`,
};
