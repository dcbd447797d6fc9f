/** Requests that are sent again when they failed. */
export const REQUEST_RETRY: Readonly<Record<string, string>> = {
  "loops and recursion": `
//- a.ts
declare const url: string;
declare const sleep: (ms: number) => Promise<void>;
export async function a() {
  for (let i = 0; i < 5; i++) { //? form=loop bounded=true delay=growing method=safe
    const res = await fetch(url);
    if (res.ok) return res;
    await sleep(i * 100);
  }
}
export async function b(): Promise<Response> {
  return fetch(url).catch(() => b()); //? form=recursion bounded=false delay=none
}
export async function c(useOther = false): Promise<Response> {
  try {
    return await fetch(url); //? none
  } catch {
    return c(true);
  }
}
export async function d() {
  try {
    return await fetch(url); //? none
  } catch {
    button.addEventListener("click", () => d());
  }
}
export async function waitUntilReady() {
  while (true) { //? none
    try {
      return await fetch(url);
    } catch {
      await sleep(100);
    }
  }
}
export async function f() {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) { //? none
    const res = await fetch(url);
    if (res.ok) return res;
    await sleep(100);
  }
}
export async function follow(at: string): Promise<Response> {
  const res = await fetch(at); //? none
  if (res.status === 302) return follow(res.headers.get("location"));
  return res;
}
export async function g(): Promise<Response> {
  const res = await fetch(url); //? none
  if (res.status === 401) {
    await logIn();
    return g();
  }
  return res;
}
`,
  Rust: `
//- src/lib.rs
pub async fn wait_for_tasks(client: &reqwest::Client) -> anyhow::Result<()> {
    loop { //? none
        let response = client.get(URL).send().await?;
        let found: Value = response.json().await?;
        match found.get("total") {
            Some(0) => break,
            _ => tokio::time::sleep(WAIT).await,
        }
    }
    Ok(())
}
pub async fn pages(client: &reqwest::Client) -> anyhow::Result<()> {
    let mut token = None;
    loop { //? none
        let response: Page = client.get(URL).query(&token).send().await?.json().await?;
        match response.next {
            Some(next) => token = Some(next),
            None => break,
        }
    }
    Ok(())
}
`,
  Python: `
//- a.py
import time, requests
def a(url):
    done = False
    tries = 0
    while not done and tries < 5: #? form=loop bounded=true delay=constant
        try:
            r = requests.post(url)
            r.raise_for_status()
            done = True
        except requests.RequestException:
            tries += 1
            time.sleep(5)
def b(url):
    for i in range(3): #? waits_told=true delay=told
        r = requests.get(url)
        if r.status_code == 503:
            time.sleep(int(r.headers["Retry-After"]))
            continue
        return r
`,
};
