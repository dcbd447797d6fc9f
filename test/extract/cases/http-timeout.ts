/** Where it is decided how long a request may take. */
export const HTTP_TIMEOUT: Readonly<Record<string, string>> = {
  "requests and clients": `
//- a.ts
import axios from "axios";
declare const url: string;
axios.get(url); //? of=request is=absent
axios.get(url, { timeout: 5 }); //? of=request is=given
const api = axios.create({ timeout: 5 }); //? of=client is=given
api.get(url); //? none
globalThis.fetch("/users"); //? is=absent address=relative
fetch("http://localhost:3000/x"); //? is=absent address=loopback
fetch("http://orders.internal/x"); //? is=absent address=internal
const limited = withTimeout(fetch(url), 100); //? is=around
function own(fetch: (url: string) => unknown) {
  fetch("/users"); //? none
}
`,
  "a builder that another module gives out": `
//- src/main.rs
mod http;
mod user;
//- src/http.rs
use std::time::Duration;
pub fn bounded() -> reqwest::ClientBuilder {
    let policy = reqwest::redirect::Policy::custom(|attempt| { return attempt.stop(); });
    reqwest::Client::builder().redirect(policy).timeout(Duration::from_secs(10))
}
pub fn open() -> reqwest::ClientBuilder { reqwest::Client::builder() }
//- src/user.rs
use crate::http;
pub fn a() -> reqwest::Result<reqwest::Client> { http::bounded().gzip(true).build() } //? is=given
pub fn b() -> reqwest::Result<reqwest::Client> { http::open().gzip(true).build() } //? is=absent
`,
  "stand-ins and limits one by one": `
//- a.ts
const BASE = process.env.BASE ?? "http://localhost:3000";
fetch(\`\${BASE}/x\`); //? is=absent address=unknown
//- src/lib.rs
use std::time::Duration;
pub async fn a() {
    let client = reqwest::Client::new(); //? none
    client.get("https://x.com").timeout(Duration::from_secs(3)).send().await;
    let other = reqwest::Client::new(); //? of=client is=absent
    other.get("https://x.com").send().await;
}
`,
  Rust: `
//- src/lib.rs
pub async fn a() {
    let client = reqwest::Client::new(); //? of=client is=absent
    tokio::time::timeout(LIMIT, reqwest::get("https://x.com")).await; //? of=request is=around
}
`,
  Python: `
//- a.py
import asyncio
import httpx, requests
session = requests.Session() #? none
session.get(url) #? of=request is=absent
async def a(client: httpx.AsyncClient):
    async with asyncio.timeout(5):
        requests.get(url) #? is=around
`,
};
