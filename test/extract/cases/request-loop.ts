/** Requests that keep no connection, sent for each of many items. */
export const REQUEST_LOOP: Readonly<Record<string, string>> = {
  Python: `
//- a.py
import requests
def a(urls):
    for url in urls:
        requests.get(url) #? library=requests
    return [requests.get(f"https://x.com/{one}") for one in urls] #? library=requests
def b(url):
    for attempt in range(3):
        requests.get(url) #? none
def c(session: requests.Session, urls):
    for url in urls:
        session.get(url) #? none
`,
};
