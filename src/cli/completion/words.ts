/** What can be typed, as data: made of the commands themselves, so that no script lags behind them. */
import { DOORS } from "../doors.ts";
import type { Catalogue, Flag } from "../command.ts";

export interface TypedCommand {
  /** `scan`, `claims create`; `claims` alone for a word that only stands before others. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** The words that may follow. */
  readonly next: readonly { readonly word: string; readonly summary: string }[];
}

export interface Executable {
  readonly name: string;
  /** The words that it stands for. */
  readonly words: string;
}

const HELP: Flag = { name: "help", short: "h", help: "show the help" };

/** Every command, the empty name first: what follows the executable itself. */
export async function typedCommands(catalogue: Catalogue): Promise<readonly TypedCommand[]> {
  const names = Object.keys(catalogue);
  const groups = [...new Set(names.flatMap((name) => name.split(" ").slice(0, -1)))];
  const commands = await Promise.all(
    Object.entries(catalogue).map(async ([name, { summary, load }]) => {
      const { default: command } = await load();
      return { name, summary, flags: [...command.flags, HELP], next: [] };
    }),
  );
  const isOpen = (name: string): boolean => !name.includes(" ");
  return [
    {
      name: "",
      summary: "",
      flags: [HELP, { name: "version", short: "V", help: "print the version" }],
      next: [
        ...names.filter(isOpen).map((word) => ({ word, summary: catalogue[word]?.summary ?? "" })),
        ...groups.map((word) => ({ word, summary: groupSummary(names, word) })),
      ],
    },
    ...groups.map((group) => ({
      name: group,
      summary: groupSummary(names, group),
      flags: [HELP],
      next: names
        .filter((name) => name.startsWith(`${group} `))
        .map((name) => ({
          word: name.slice(group.length + 1),
          summary: catalogue[name]?.summary ?? "",
        })),
    })),
    ...commands,
  ];
}

export const EXECUTABLES: readonly Executable[] = [
  { name: "aphoria", words: "" },
  ...Object.entries(DOORS).map(([name, { words }]) => ({ name, words: words.join(" ") })),
];

function groupSummary(names: readonly string[], group: string): string {
  const words = names.filter((name) => name.startsWith(`${group} `));
  return words.map((name) => name.slice(group.length + 1)).join(", ");
}

/** Inside single quotes, for all three shells: theirs end where ours would. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "’").replaceAll("\\", "/")}'`;
}
