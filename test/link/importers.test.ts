/** Which files use a client of another one, though their own words say nothing of it. */
import { expect, test } from "vitest";
import { indexFiles } from "../../src/link/files.ts";
import { clientHolders, clientImporters } from "../../src/link/importers.ts";
import { readManifests } from "../../src/load/manifests.ts";
import { openProject, splitFiles } from "./project.ts";

const PROJECT = `
//- src/http.ts
import axios from "axios";
export const api = axios.create({ baseURL: "https://api.example.com" });
//- src/ask.ts
import axios from "axios";
export const ask = async (url: string) => (await axios.get(url)).data;
//- src/raw.ts
export async function raw(url: string) {
  const answer = await fetch(url);
  return answer;
}
//- src/state.py
import httpx
class State:
    def __init__(self):
        self.http = httpx.AsyncClient()
//- src/users.ts
import { api } from "./http";
export const users = () => api.get("/users");
//- src/answers.ts
import { ask } from "./ask";
export const answers = () => ask("/answers");
//- src/page.ts
import { raw } from "./raw";
export const page = async () => (await raw("/page")).text();
//- src/view.py
from .state import State
`;

const OTHERS = ["src/users.ts", "src/answers.ts", "src/page.ts", "src/view.py"];

function importers(asked: readonly string[]): readonly string[] {
  const texts = splitFiles(PROJECT);
  const kept = [...texts].filter(([path]) => !OTHERS.includes(path));
  const { resolver } = openProject(kept.map(([path, text]) => `//- ${path}\n${text}`).join("\n"));
  const files = indexFiles(
    [...texts.keys()],
    readManifests([], () => undefined),
  );
  const clients = clientHolders(resolver, files, new Set(asked));
  return clientImporters(clients, files, OTHERS, (path) => texts.get(path));
}

test("a client that is kept and a raw answer lead to those who import them, a value that was read does not", () => {
  expect(importers(["http-client"])).toEqual(["src/users.ts", "src/page.ts", "src/view.py"]);
});

test("clients that nobody asks about lead nowhere", () => {
  expect(importers(["shared-cache"])).toEqual([]);
});
