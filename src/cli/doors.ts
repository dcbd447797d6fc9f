/** The executables beside `aphoria` are doors into it: the name that was typed stands for the first words. */

export interface Door {
  /** The executable's own name, for messages. */
  readonly name: string;
  /** The words that it stands for. */
  readonly words: readonly string[];
}

const DOORS: Readonly<Record<string, readonly string[]>> = {
  "aphoria-claims": ["claims"],
  "aphoria-suggest": ["suggest"],
  "aphoria-custom-extractor-creator": ["extractors", "new"],
};

/** By the path of the script, which is the link in `bin` that was called. */
export function findDoor(script: string | undefined): Door {
  const name =
    (script ?? "")
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.(?:[cm]?[jt]s|cmd|exe)$/, "") ?? "";
  const words = Object.hasOwn(DOORS, name) ? DOORS[name] : undefined;
  return words === undefined ? { name: "aphoria", words: [] } : { name, words };
}
