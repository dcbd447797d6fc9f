/** Stands between a client and a server on loopback, and does to their connection what networks do. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Proxy {
  readonly port: number;
  readonly url: string;
  /** Milliseconds that everything takes longer from now on. */
  delay(milliseconds: number): void;
  /** What is sent goes nowhere, and nobody is told: a partition. */
  drop(isDropping: boolean): void;
  /** Ends every connection that stands; new ones are let through. */
  cut(): void;
  close(): Promise<void>;
}

export async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let [delay, isDropping] = [0, false];
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    join(client, upstream);
    join(upstream, client);
  });
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on("data", (chunk) => {
      if (isDropping) return;
      if (delay === 0) to.write(chunk);
      else setTimeout(() => to.destroyed || to.write(chunk), delay);
    });
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port is free");
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: address.port,
    url: `redis://127.0.0.1:${address.port}`,
    delay: (milliseconds) => (delay = milliseconds),
    drop: (wanted) => (isDropping = wanted),
    cut,
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
