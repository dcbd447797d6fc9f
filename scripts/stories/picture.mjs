/** docs/scan.svg: a scan in a terminal, with what it really prints, for the README. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openShell } from "../loop/shell.mjs";

const COMMAND = "aphoria scan";
const FILES = {
  ".aphoria/claims.toml": `[[claim]]
id = "shop-001"
subject = "cache/ttl/value"
predicate = "value"
operator = "lte"
value = "1h"
invariant = "Cached prices MUST be gone after an hour"
consequence = "Customers pay yesterday's price"
provenance = { source = "Pricing handbook", section = "3.2" }
tier = "expert"
category = "correctness"
`,
  "src/limits.ts": "const MINUTES = 60;\nexport const PRICES = 24 * MINUTES * 60;\n",
  "src/prices.ts": `import { createClient } from "redis";
import { PRICES } from "./limits.ts";

const cache = createClient({ url: process.env.REDIS_URL });

export async function keepPrice(id: string, price: number): Promise<void> {
  await cache.set(\`price:\${id}\`, String(price), { EX: PRICES });
}
`,
};

/** The claim, as the README shows it. */
export const CLAIM = FILES[".aphoria/claims.toml"];

/** What the picture shows, coloured; times are masked, or each run would give another picture. */
export async function scanForPicture() {
  const shell = await openShell(() => ({ PATH: process.env["PATH"], FORCE_COLOR: "1" }));
  try {
    const project = join(shell.root, "shop");
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const { out, code } = shell.run(`unset NO_COLOR; ${COMMAND} -q --no-cache`, project);
    if (code !== 1) throw new Error(`the picture's scan exits with ${code}:\n${out}`);
    return out.trimEnd().replaceAll(/\(\d+(?:\.\d+)? m?s\)/g, "(41 ms)");
  } finally {
    shell.remove();
  }
}

const COLORS = /** @type {Record<string, string>} */ ({
  1: "font-weight:bold",
  2: "fill:#8b949e",
  31: "fill:#ff7b72",
  32: "fill:#7ee787",
  33: "fill:#e3b341",
  34: "fill:#79c0ff",
  35: "fill:#d2a8ff",
  36: "fill:#56d4dd",
  90: "fill:#8b949e",
});
const WIDTH = 8.4;
const HEIGHT = 20;
const MARGIN = 16;

/** @param {string} printed With the terminal's own colour codes. */
export function picture(printed) {
  const lines = [`\u001B[1m$ ${COMMAND}\u001B[0m`, "", ...printed.split("\n")];
  const plain = lines.map((line) => line.replaceAll(CODE, ""));
  const width = Math.max(...plain.map((line) => line.length)) * WIDTH + 2 * MARGIN;
  const height = lines.length * HEIGHT + 2 * MARGIN;
  const rows = lines.map(
    (line, at) =>
      `  <text x="${MARGIN}" y="${MARGIN + HEIGHT * (at + 0.75)}" xml:space="preserve">${spans(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${height}" role="img" aria-labelledby="title desc">
  <title id="title">A scan in a terminal</title>
  <desc id="desc">${escape(plain.filter((line) => line !== "").join("; "))}</desc>
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${rows.join("\n")}
  </g>
</svg>
`;
}

// eslint-disable-next-line no-control-regex -- these are the terminal's own.
const CODE = /\u001B\[([\d;]*)m/g;

/** @param {string} line */
function spans(line) {
  /** @type {Set<string>} */
  const on = new Set();
  return line
    .split(CODE)
    .map((part, at) => {
      if (at % 2 === 0) {
        const style = [...on].map((code) => COLORS[code] ?? "").filter((one) => one !== "");
        if (part === "") return "";
        return style.length === 0
          ? escape(part)
          : `<tspan style="${style.join(";")}">${escape(part)}</tspan>`;
      }
      for (const code of part.split(";")) {
        if (code === "" || code === "0") on.clear();
        else if (code === "22") for (const one of ["1", "2"]) on.delete(one);
        else if (code === "39") for (const one of on) if (Number(one) >= 30) on.delete(one);
        if (Object.hasOwn(COLORS, code)) on.add(code);
      }
      return "";
    })
    .join("");
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
