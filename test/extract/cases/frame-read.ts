/** Lengths from the wire, and what is reserved or read by them. */
export const FRAME_READ: Readonly<Record<string, string>> = {
  "Rust: where limits stand": `
//- src/lib.rs
use tokio::net::TcpStream;
async fn guarded(s: &mut TcpStream, max: usize) {
    let n = s.read_u32().await? as usize;
    if n <= max {
        let a = vec![0; n]; //? bounded=true sink=reserve peer=network
    }
}
async fn minimum(s: &mut TcpStream) {
    let n = s.read_u32().await? as usize;
    if n < 64 { return; }
    let a = vec![0; n]; //? bounded=false
}
async fn told(s: &mut TcpStream) {
    let n = s.read_u32().await? as usize;
    if n > MAX { log::warn("large"); }
    let a = vec![0; n]; //? bounded=false
}
async fn after(s: &mut TcpStream) {
    let n = s.read_u32().await? as usize;
    let a = vec![0; n]; //? bounded=false
    if n > MAX { return; }
}
async fn ranged(s: &mut TcpStream) {
    let n = s.read_u32().await? as usize;
    if !(1..=MAX).contains(&n) { return Err(Bad); }
    let a = BytesMut::with_capacity(n); //? bounded=true
}
async fn matched(s: &mut TcpStream) {
    match s.read_u64().await {
        Ok(n) if n > MAX => return,
        Ok(n) => { let a = Vec::with_capacity(n as usize); } //? bounded=true
        Err(_) => return,
    }
}
fn check_size(n: usize) -> Result<(), E> { if n > MAX { return Err(E) } Ok(()) }
fn look_at(n: usize) -> Result<(), E> { if n > MAX { return Err(E) } Ok(()) }
async fn by_call(s: &mut TcpStream) {
    let n = s.read_u32().await? as usize;
    look_at(n)?;
    let a = vec![0; n]; //? bounded=true
}
fn arrived(s: TcpStream, src: &[u8]) {
    let n = u32::from_be_bytes(src[0..4].try_into()?) as usize;
    if src.len() < n { return Err(Short); }
    let a = Vec::with_capacity(n); //? bounded=true
}
fn three(s: TcpStream, b: &[u8]) {
    let n = u32::from_be_bytes([0, b[0], b[1], b[2]]) as usize;
    let a = vec![0; n];
}
fn constant(s: TcpStream) { let a = vec![0; 4096]; }
struct Frame { len: usize }
impl Frame {
    async fn head(&mut self, s: &mut TcpStream) { self.len = s.read_u32().await? as usize; }
    async fn body(&mut self, s: &mut TcpStream) { let b = vec![0; self.len]; } //? bounded=false
}
`,
  TypeScript: `
//- a.ts
import net from "node:net";
export class Peer {
  private size = 0;
  header(head: Buffer) {
    this.size = (head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3];
  }
  body() {
    return Buffer.allocUnsafe(this.size); //? bounded=false sink=reserve
  }
  small(b: Buffer) {
    return Buffer.alloc(b.readUIntBE(0, 3));
  }
  large(b: Buffer) {
    const length = Math.min(b.readUIntBE(0, 6), 1024);
    return Buffer.alloc(length);
  }
}
`,
  Python: `
#- a.py
import socket, struct
FORMAT = "!BI"
def read(sock):
    kind, length = struct.unpack(FORMAT, sock.recv(5))
    assert length <= 1 << 20
    return sock.recv(length) #? bounded=true sink=read
def other(sock):
    kind, length = struct.unpack(FORMAT, sock.recv(5))
    return sock.recv(kind)
def clamp(sock):
    n = int.from_bytes(sock.recv(4), "big")
    n = min(n, 1024)
    return sock.recv(n) #? bounded=true
def two(sock):
    return sock.recv(int.from_bytes(sock.recv(2), "big"))
`,
};
