/** Text from elsewhere inside XML and HTML, elements and attributes alike. */
import { plainText } from "../../report/plain.ts";

/** Characters that XML cannot hold are spelt out. */
export function escapeMarkup(text: string): string {
  return plainText(text)
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (found) => ENTITIES[found] ?? found);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
