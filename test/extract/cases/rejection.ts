/** Giving a message back: again or not, after a failure or for another reason. */
export const REJECTION: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import type { Channel, ConsumeMessage } from "amqplib";
declare function work(m: unknown): Promise<void>;
export const on = async (ch: Channel, m: ConsumeMessage, last: boolean) => {
  try {
    await work(m);
  } catch (error) {
    ch.nack(m, false, false); //? requeue=false on_failure=true
    ch.nack(m, false, true); //? requeue=true on_failure=true bounded=false paced=false written=true
    ch.reject(m); //? requeue=true written=false
    ch.nack(m, false, last); //? on_failure=true
  }
};
export const stop = (ch: Channel, m: ConsumeMessage, stopping: boolean) => {
  if (stopping) ch.nack(m); //? on_failure=false ending=true
  else setTimeout(() => ch.nack(m), 1000); //? paced=true
};
`,
  Rust: `
//- src/lib.rs
use lapin::{message::Delivery, options::*};
pub async fn on(delivery: Delivery, outcome: Result<(), String>) {
    match outcome {
        Ok(()) => {}
        Err(_) => { delivery.nack(BasicNackOptions { requeue: true, ..Default::default() }).await.unwrap(); } //? requeue=true on_failure=true
    }
    if delivery.redelivered { delivery.reject(BasicRejectOptions { requeue: false }).await.unwrap(); } //? requeue=false bounded=true
}
`,
  Python: `
#- a.py
import pika
def on(ch, method, properties, body):
    try:
        work(body)
    except ValueError:
        ch.basic_nack(method.delivery_tag)  #? requeue=true on_failure=true written=false
`,
};
