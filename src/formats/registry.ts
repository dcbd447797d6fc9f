/** All output formats. Each is loaded when it is asked for; a new one is a file and a line here. */
import type { Format } from "./format.ts";

export const FORMATS = {
  text: { load: async () => (await import("./text.ts")).text },
  json: { load: async () => (await import("./json.ts")).json },
  markdown: { load: async () => (await import("./markdown.ts")).markdown },
  sarif: { load: async () => (await import("./sarif.ts")).sarif },
  "code-scanning": { load: async () => (await import("./code-scanning.ts")).codeScanning },
  github: { load: async () => (await import("./github.ts")).github },
  gitlab: { load: async () => (await import("./gitlab.ts")).gitlab },
  junit: { load: async () => (await import("./junit.ts")).junit },
  html: { load: async () => (await import("./html.ts")).html },
} as const satisfies Record<string, { readonly load: () => Promise<Format> }>;

export type FormatId = keyof typeof FORMATS;

export const FORMAT_IDS = Object.keys(FORMATS) as readonly FormatId[];

export function loadFormat(id: FormatId): Promise<Format> {
  return FORMATS[id].load();
}
