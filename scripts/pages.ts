/** The pages of docs/ that are written from the TOML that ships, by their names. */
import { claimsCatalogue } from "./claims-catalogue.ts";
import { detectionPage, extractorsPage } from "./detection.ts";
import { claimPages } from "./reference/claim-page.ts";

export const PAGES: Readonly<Record<string, () => string>> = {
  "claims-catalogue.md": claimsCatalogue,
  "detection.md": detectionPage,
  "extractors.md": extractorsPage,
  ...claimPages(),
};
