/** What a library is told of trying again. */
export const RETRY_POLICY: Readonly<Record<string, string>> = {
  TypeScript: `
//- a.ts
import axios from "axios";
import axiosRetry from "axios-retry";
import retry from "async-retry";
axiosRetry(axios, { retries: 3 }); //? delay=none said=false bounded=true few=true
axiosRetry(axios, { retries: 9, retryDelay: (n) => n * 100 }); //? delay=growing said=true few=false
retry(() => axios.get("https://x.com"), { forever: true }); //? delay=growing
retry(() => connect()); //? none
`,
  Python: `
//- a.py
import requests
from tenacity import retry, stop_after_attempt
@retry #? bounded=false delay=none said=false
def a():
    return requests.get("https://x.com")
@retry(stop=stop_after_attempt(2)) #? bounded=true few=true
def b():
    return requests.get("https://x.com")
@retry #? none
def c():
    return connect()
`,
};
