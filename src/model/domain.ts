/** What a corpus says about the code that it is for: the `[domain]` table of its file. */

export interface Domain {
  /** The first word of its subjects: `cache`. */
  readonly name: string;
  /** What code of the domain is: `network-client`, `pooled` … */
  readonly traits: readonly string[];
  /** What it calls things, by role; the first word is written, all are recognised. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

export interface Corpus<Claim> {
  /** As it was named: `httpclient`, or the path of a file. */
  readonly name: string;
  readonly domain?: Domain;
  readonly claims: readonly Claim[];
}
