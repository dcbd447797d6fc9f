/** Whether bytes come from a peer, or from a file that the program itself wrote: told by types, imports and words. */
import { ancestors, lastName } from "../model/ancestry.ts";
import { walk } from "../model/children.ts";
import type { Resolver } from "../model/meaning.ts";
import type { Node, TypeRef } from "../model/syntax.ts";
import { symbolOf } from "./context.ts";
import { wordsOf } from "./identifiers.ts";

/** `network`: types or calls say so; `named`: only words do; `file`: it is a file's; `open`: nothing tells. */
export type Peer = "network" | "named" | "file" | "open";

const SOCKET_TYPES =
  /^(TcpStream|UnixStream|TlsStream|AsyncRead|AsyncReadExt|OwnedReadHalf|ReadHalf|RecvStream|SendStream|Framed|FramedRead|Decoder|Socket|TLSSocket|Duplex|StreamReader|AsyncBufRead|UdpSocket|NamedPipeServer|WebSocket|IncomingMessage|Connection)$/;
const FILE_TYPES =
  /^(File|Path|PathBuf|Mmap|Seek|MmapMut|BinaryIO|FileHandle|SeekFrom|OpenOptions|RandomAccessFile|BufferedReader|ReadStream)$/;
const SOCKET_CALLS =
  /^(recv|recv_into|recvfrom|sendall|accept|readexactly|data_received|create_connection|open_connection)$/;
const FILE_CALLS =
  /^(open|openSync|fopen|readFileSync|readFile|seek|mmap|read_at|pread|readSync|stat|metadata)$/;
const SOCKET_WORDS =
  /^(socket|sock|conn|connection|peer|packet|frame|client|server|protocol|handshake|wire|rpc|tcp|message|msg|ipc|request|response|remote|net|network|codec|proxy|transport|session|broker)$/;
const FILE_WORDS =
  /^(file|fs|disk|path|archive|snapshot|wal|image|font|db|database|sst|segment|journal|zip|tar|png|exif|elf|wasm|index|block|bam|vcf|dataset|model|checkpoint|page|store|storage|dump|backup|log|parquet|bitmap|asset|texture|audio|wav|metadata|rdb|aof|tensor)$/;
const SOCKET_MODULES =
  /^(node:)?(net|tls|dgram)$|^(tokio|std|async_std|smol)\.(net|os\.unix\.net)|^(socket|socketserver|asyncio|ssl|twisted|trio|anyio|gevent|quinn|tokio_util\.codec|tokio_rustls|ws|websockets)(\.|$)/;

const known = new WeakMap<Node, Peer>();

export function peerOf(node: Node, resolver: Resolver): Peer {
  const region = [node, ...ancestors(node)].filter((up) => up.kind === "function").at(-1) ?? node;
  const before = known.get(region);
  if (before !== undefined) return before;
  const found = judge(region, resolver);
  known.set(region, found);
  return found;
}

function judge(region: Node, resolver: Resolver): Peer {
  const seen = { socket: false, file: false };
  const byType = (type: TypeRef): void => {
    const name = type.name.split(".").at(-1) ?? "";
    if (SOCKET_TYPES.test(name)) seen.socket = true;
    if (FILE_TYPES.test(name)) seen.file = true;
    for (const arg of type.args) byType(arg);
  };
  const words: string[] = [];
  for (const up of [region, ...ancestors(region)]) {
    if (up.kind === "function")
      for (const types of Object.values(up.bounds)) for (const type of types) byType(type);
    if (up.kind === "class") {
      for (const base of up.bases) byType(base);
      for (const field of up.fields) if (field.type !== undefined) byType(field.type);
    }
  }
  walk(region, (node) => {
    if (node.kind === "param" || node.kind === "declare") {
      if (node.type !== undefined) byType(node.type);
      if (node.kind === "param" && node.name !== undefined) words.push(...wordsOf(node.name));
    }
    if (node.kind === "function")
      for (const types of Object.values(node.bounds)) for (const type of types) byType(type);
    if (node.kind === "call") {
      const { callee } = node;
      const name = lastName(callee) ?? "";
      if (SOCKET_CALLS.test(name)) seen.socket = true;
      if (FILE_CALLS.test(name)) seen.file = true;
      const owner =
        callee.kind === "member" && callee.object.kind === "name" ? callee.object.name : "";
      if (FILE_TYPES.test(owner)) seen.file = true;
      if (SOCKET_TYPES.test(owner)) seen.socket = true;
      if (owner !== "") words.push(...wordsOf(owner));
    }
  });
  if (seen.socket) return "network";
  if (seen.file) return "file";
  const module = resolver.moduleOf(region);
  const imports = [...resolver.importsOf(module)];
  if (imports.some((source) => SOCKET_MODULES.test(source))) return "network";
  words.push(...wordsOf(symbolOf(region)), ...wordsOf(module.path));
  if (words.some((word) => FILE_WORDS.test(word))) return "file";
  return words.some((word) => SOCKET_WORDS.test(word)) ? "named" : "open";
}
