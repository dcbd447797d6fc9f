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
  "Rust: taken": `
//- src/lib.rs
use tokio::net::{TcpListener, TcpStream};
use tokio::io::AsyncReadExt;
pub async fn run(listener: TcpListener) {
    match listener.accept().await {
        Ok((stream, _)) => serve_one(stream).await,
        Err(error) => log(error),
    }
}
async fn serve_one(stream: TcpStream) {
    let (mut half, _) = stream.into_split();
    half.read_u32().await; //? made=accept timed=false kept=true
}
async fn ask(stream: &mut TcpStream) {
    stream.read_u32().await; //? none
}
`,
  "Python: taken": `
#- a.py
import socket
def run(server):
    peer, _ = server.accept()
    peer.settimeout(3)
    talk(peer)
def talk(peer):
    peer.recv(4) #? made=accept timed=true
def ask(peer):
    peer.recv(4) #? none
`,
};
