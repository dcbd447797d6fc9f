/** `npm run docs`: puts what the commands of the pages really print into them. A command that does not do as it says is an error. */
import { readFileSync, writeFileSync } from "node:fs";
import { play } from "./stories/play.mjs";
import { STORIES } from "./stories/pages.mjs";
import { picture, scanForPicture } from "./stories/picture.mjs";

const texts = new Map(STORIES.map((page) => [page, readFileSync(page, "utf8")]));
for (const { page, text, problems } of await play(texts)) {
  const broken = problems.filter((problem) => !problem.includes("prints something else"));
  for (const problem of broken) console.error(problem);
  if (broken.length > 0) process.exitCode = 1;
  if (text !== texts.get(page)) writeFileSync(page, text);
}
writeFileSync("docs/scan.svg", picture(await scanForPicture()));
