/** The executables beside `aphoria` are doors into it: the name that was typed stands for the first words. */

export interface Door {
  /** The executable's own name, for messages. */
  readonly name: string;
  /** The words that it stands for. */
  readonly words: readonly string[];
}

interface Words {
  readonly words: readonly string[];
  /** For the help. */
  readonly says: string;
}

export const DOORS: Readonly<Record<string, Words>> = {
  "aphoria-claims": { words: ["claims"], says: "author, edit and verify claims" },
  "aphoria-suggest": { words: ["suggest"], says: "reuse claims of other domains" },
  "aphoria-custom-extractor-creator": { words: ["extractors", "new"], says: "close a gap" },
};

/** By the path of the script, which is the link in `bin` that was called. */
export function findDoor(script: string | undefined): Door {
  const name =
    (script ?? "")
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.(?:[cm]?[jt]s|cmd|exe)$/, "") ?? "";
  const door = Object.hasOwn(DOORS, name) ? DOORS[name] : undefined;
  return door === undefined ? { name: "aphoria", words: [] } : { name, words: door.words };
}
