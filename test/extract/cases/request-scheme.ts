/** The schemes of requests, and whether these carry secrets. */
export const REQUEST_SCHEME: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
const headers = { "X-Api-Key": process.env.KEY };
fetch("http://api.vendor.com", { headers }); //? scheme=http address=remote secret=true
fetch("http://api.vendor.com"); //? scheme=http secret=false
fetch("http://orders.internal/x", { headers }); //? scheme=http address=internal
fetch("https://api.vendor.com/?token=abc"); //? scheme=https secret=true
fetch("/users"); //? none
`,
  Rust: `
//- src/lib.rs
pub async fn a(client: &reqwest::Client, token: &str) {
    client.get("http://api.vendor.com").bearer_auth(token).send().await; //? scheme=http secret=true
}
`,
};
