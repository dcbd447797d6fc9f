/** Giving a broker a message: who waits until it is there. */
export const PUBLICATION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import amqp from "amqplib";
import { Queue } from "bullmq";
const connection = await amqp.connect("amqps://rabbit");
const plain = await connection.createChannel();
const queue = new Queue("mail");
export const place = async (order: Buffer) => {
  plain.sendToQueue("orders", order); //? confirmed=false by=channel matters=true
  plain.sendToQueue("logs", order); //? matters=false
  queue.add("a", {}); //? confirmed=false by=answer
  await queue.add("a", {}); //? confirmed=true
  return queue.add("a", {}); //? by=answer
};
`,
  Rust: `
//- src/lib.rs
use lapin::{options::*, BasicProperties, Channel};
pub async fn place(channel: &Channel, body: &[u8]) -> lapin::Result<()> {
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let _ = channel.basic_publish("", "a", BasicPublishOptions::default(), body, BasicProperties::default()).await?; //? confirmed=false
    channel.basic_publish("", "a", BasicPublishOptions::default(), body, BasicProperties::default()).await?.await?; //? confirmed=true
    Ok(())
}
`,
  Python: `
#- a.py
from aiokafka import AIOKafkaProducer
async def place(producer: AIOKafkaProducer, order):
    await producer.send("orders", order)  #? confirmed=true
    await producer.flush()
async def lose(producer: AIOKafkaProducer, order):
    await producer.send("orders", order)  #? confirmed=false
`,
};
