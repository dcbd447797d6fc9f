/** How much of an answer is read, and who says where it comes from. */
export const RESPONSE_SIZE: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import axios from "axios";
export async function a(url: string) {
  return (await axios.get(url, { responseType: "arraybuffer" })).data; //? from=handed bytes=true bounded=false
}
export async function b(message: { media: string }) {
  const answer = await fetch(message.media); //? from=handed bytes=false bounded=false
  return answer.text();
}
export async function c(id: string) {
  const answer = await fetch(\`https://x.com/\${id}\`); //? from=fixed
  return answer.text();
}
export async function d(url: string) {
  const answer = await fetch(url); //? from=handed bounded=true
  if (Number(answer.headers.get("content-length")) > 1000) throw new Error("too large");
  return answer.arrayBuffer();
}
export async function e(url: string) {
  return (await axios.get(url, { responseType: "stream" })).data; //? none
}
`,
  Python: `
//- a.py
import requests
def load(url):
    return requests.get(url).content #? from=fixed bytes=true
def all():
    return load("https://x.com/logo.png")
`,
};
