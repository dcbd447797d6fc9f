/** What is done with the answer to a request. */
export const HTTP_RESPONSE: Readonly<Record<string, string>> = {
  "the status and the body": `
//- a.ts
import axios from "axios";
import { check } from "./check.ts";
declare const url: string;
export const a = async () => (await fetch(url)).json(); //? status=ignored
export const b = async () => (await axios.get(url)).data; //? status=rejected
export async function c() {
  const response = await fetch(url); //? status=checked
  check(response);
  return response.json();
}
export async function d() {
  const response = await fetch(url); //? status=unknown
  elsewhere(response);
  return response.json();
}
export const e = async () => (await axios.get(url, { validateStatus: () => true })).data; //? status=ignored
export const e2 = async () => (await axios.get(url, { validateStatus: (status) => status < 500 })).data; //? status=checked
export async function f() {
  await fetch(url); //? none
}
//- check.ts
export function check(answer: Response) {
  if (!answer.ok) throw new Error(answer.statusText);
}
`,
  "a body that says whether it failed": `
//- a.ts
import axios from "axios";
declare const url: string;
export async function a() {
  const said = await (await fetch(url)).json(); //? status=ignored told=true
  if (!said.ok) throw new Error(said.reason);
  return said;
}
export const b = () =>
  fetch(url) //? status=ignored told=true
    .then((answer) => answer.json())
    .then(({ errors, items }) => (errors === undefined ? items : []));
export async function c() {
  const answer = await axios.get(url, { validateStatus: () => true }); //? status=ignored told=true
  if (answer.data.error) throw new Error("failed");
}
export async function d() {
  const said = await (await fetch(url)).json(); //? status=ignored told=false
  return [said.error, said.items];
}
//- b.py
import requests
def a():
    said = requests.get("https://x.com").json() #? status=ignored told=true
    if "error" in said or said.get("error"):
        return None
    return said
`,
  "through helpers, lists and names that are given anew": `
//- a.ts
import { ask } from "./ask.ts";
declare const url: string;
export const a = async () => (await ask(url)).json(); //? status=ignored
export async function b() {
  const [x, y] = await Promise.all([
    fetch(url), //? status=checked
    fetch(url), //? status=ignored
  ]);
  if (!x.ok) throw new Error("failed");
  return [await x.json(), await y.json()];
}
//- ask.ts
export function ask(url: string) {
  return fetch(url); //? none
}
//- b.py
import httpx
async def a():
    async with httpx.AsyncClient() as client:
        data = await client.get("https://x.com") #? status=ignored
    await keep(data.json())
    data = await others()
    give(data)
//- c.py
import requests
def b():
    session = requests.Session()
    session.hooks["response"].append(check)
    return session.get("https://x.com").json() #? status=unknown
`,
  Rust: `
//- src/lib.rs
pub async fn a(client: reqwest::Client) -> Option<String> {
    if let Ok(res) = client.get("https://x.com").send().await { //? status=ignored
        return res.text().await.ok();
    }
    None
}
`,
  Python: `
//- a.py
import requests
def a():
    r = requests.get(url) #? status=checked
    if r.ok:
        return r.json()
def b():
    r = requests.get(url) #? status=ignored
    data = r.json()
    r = requests.get(url) #? status=checked
    r.raise_for_status()
`,
};
