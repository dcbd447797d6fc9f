/** The one place where markup is made: text is escaped here, and only what was made here passes as it is. */
import { escapeMarkup } from "../markup/escape.ts";

declare const made: unique symbol;

/** Markup that is safe to put on the page. */
export type Html = (string & { readonly [made]: true }) | "";

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A string is text; a list holds elements. An attribute that is false or undefined is left out. */
export function element(
  name: string,
  attributes: Attributes,
  content?: string | readonly Html[],
): Html {
  const open = `<${name}${attributesOf(attributes)}>`;
  if (content === undefined) return `${open}${VOID.has(name) ? "" : `</${name}>`}` as Html;
  const inner = typeof content === "string" ? escapeMarkup(content) : content.join("");
  return `${open}${inner}</${name}>` as Html;
}

/** Text beside elements. */
export function text(said: string): Html {
  return escapeMarkup(said) as Html;
}

/** A link where the address is one of the web; else the words alone. */
export function link(words: string, url: string | undefined): Html {
  const isWeb = url !== undefined && /^https?:\/\/[^\s"'<>]+$/.test(url);
  return isWeb ? element("a", { href: url, rel: "noreferrer noopener" }, words) : text(words);
}

function attributesOf(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      if (value === undefined || value === false) return "";
      return value === true
        ? ` ${name}`
        : ` ${name}="${escapeMarkup(String(value)).replace(/\s+/g, " ")}"`;
    })
    .join("");
}

const VOID: ReadonlySet<string> = new Set(["input", "br", "hr", "rect", "path"]);
