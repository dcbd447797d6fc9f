/** Where it is decided how long opening a connection may take. */
export const CONNECT_TIMEOUT: Readonly<Record<string, string>> = {
  Rust: `
//- src/lib.rs
use std::time::Duration;
pub fn a() -> reqwest::Client { reqwest::Client::new() } //? connect=absent total=none
pub fn b() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().connect_timeout(Duration::from_secs(3)).build() //? connect=given
}
pub async fn c() {
    let client = reqwest::Client::new(); //? none
    client.get("https://x.com").timeout(Duration::from_secs(3)).send().await;
}
`,
  Python: `
//- a.py
import httpx, requests
requests.get("https://x.com", timeout=(3, 30)) #? connect=given total=long
requests.get("https://x.com", timeout=5) #? connect=absent total=short
httpx.Client() #? connect=default
httpx.get("https://x.com") #? none
`,
};
