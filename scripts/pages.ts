/** The pages of docs/ that are written from what the code and the TOML that ships say, by their names. */
import { claimsCatalogue } from "./claims-catalogue.ts";
import { detectionPage, extractorsPage } from "./detection.ts";
import { claimPages } from "./reference/claim-page.ts";
import { commandsPage } from "./reference/commands.ts";
import { configurationPage } from "./reference/configuration.ts";

export const PAGES: Readonly<Record<string, () => string>> = {
  "claims-catalogue.md": claimsCatalogue,
  "commands.md": commandsPage,
  "configuration.md": configurationPage,
  "detection.md": detectionPage,
  "extractors.md": extractorsPage,
  ...claimPages(),
};
