/** Shapes that several kinds of file share: ids, subjects, languages. */
import { LANGUAGES } from "../model/source.ts";
import { list, oneOf, textLike } from "./shape.ts";

export const id = textLike(
  "^[a-z0-9]+(?:-[a-z0-9]+)*$",
  "kebab-case: lower-case letters and digits joined by single hyphens, such as cache-004",
);
export const subject = textLike(
  "^[a-z0-9]+(?:[_-][a-z0-9]+)*(?:/[a-z0-9]+(?:[_-][a-z0-9]+)*)+$",
  "a slash path of lower-case words, from the domain to the aspect, such as cache/ttl",
);
export const predicate = textLike(
  "^[a-z0-9]+(?:[_-][a-z0-9]+)*$",
  "one lower-case word, such as required or max_size",
);
export const languages = list(oneOf(LANGUAGES));
