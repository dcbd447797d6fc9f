/** Raw connections, and what limits their silence. */
export const SOCKET_DEADLINE: Readonly<Record<string, string>> = {
  Rust: `
//- src/lib.rs
use tokio::net::TcpStream;
use tokio::time::timeout;
pub async fn bare(address: &str) {
    let a = TcpStream::connect(address).await?; //? made=connect timed=false kept=true
    let b = timeout(LIMIT, TcpStream::connect(address)).await??; //? timed=true
    let c = TcpStream::connect("127.0.0.1:80").await?; //? none
    let d = mio::net::TcpStream::connect(address)?; //? none
}
`,
  TypeScript: `
//- a.ts
import net from "node:net";
export function a(host: string) {
  const s = net.connect(80, host); //? timed=false kept=true
  s.setTimeout(0);
}
export function b(host: string) {
  return net.connect(80, host); //? timed=false kept=false
}
export function c(host: string) {
  const s = net.connect({ host, timeout: 100 }); //? timed=true
}
net.createServer(handler); //? none
`,
  Python: `
#- a.py
import socket
def a(host):
    s = socket.create_connection((host, 80), None) #? timed=false
    s.close()
def b(host):
    return socket.create_connection((host, 80), 5) #? timed=true
def c():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM) #? none
    s.sendto(b"x", ("a", 1))
`,
};
