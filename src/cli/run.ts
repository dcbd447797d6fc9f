/** From the command line to the exit code. Finds the command, loads it, and turns whatever is thrown into words. */
import type { Host } from "../io/host.ts";
import { plainText } from "../report/plain.ts";
import { version } from "../io/version.ts";
import { didYouMean } from "../load/closest.ts";
import { CATALOGUE, subcommands } from "./catalogue.ts";
import { DOORS, findDoor } from "./doors.ts";
import type { Door } from "./doors.ts";
import { helpWidth, reflow, sideBySide } from "./help-text.ts";
import { loadPipeline } from "./pipeline.ts";
import type { Pipeline } from "./pipeline.ts";
import { UsageError } from "./usage.ts";

/** `argv` as Node has it: the runtime, the script, then what was typed. */
export async function run(
  argv: readonly string[],
  host: Host,
  pipeline: () => Promise<Pipeline> = loadPipeline,
): Promise<void> {
  const door = findDoor(argv[1]);
  try {
    await dispatch(door, argv.slice(2), host, pipeline);
  } catch (error) {
    host.stderr.write(error instanceof UsageError ? usageText(error) : internalText(error));
    host.setExitCode(2);
  }
}

async function dispatch(
  door: Door,
  typed: readonly string[],
  host: Host,
  pipeline: () => Promise<Pipeline>,
): Promise<void> {
  const words = [...door.words, ...typed];
  const name = findCommand(words);
  const entry = name === undefined ? undefined : CATALOGUE[name];
  if (name === undefined || entry === undefined) {
    explainChoice(door, words, host);
    return;
  }
  const [{ default: command }, { parse }] = await Promise.all([
    entry.load(),
    import("./program.ts"),
  ]);
  const rest = words.slice(name.split(" ").length);
  const parsed = parse(`aphoria ${name}`, command, rest, host);
  if (parsed !== "help") await command.run(parsed, { host, pipeline, catalogue: CATALOGUE });
}

function findCommand(words: readonly string[]): string | undefined {
  return [words.slice(0, 2).join(" "), words[0] ?? ""].find((name) =>
    Object.hasOwn(CATALOGUE, name),
  );
}

/** No command was found: help was asked for, or a word is missing, unknown, or not there yet. */
function explainChoice(door: Door, words: readonly string[], host: Host): void {
  const [first = "", second = ""] = words;
  const isGroup = subcommands(first).length > 0;
  const last = words.at(door.words.length) ?? "";
  const asksHelp = ["-h", "--help", "help"].includes(
    isGroup && door.words.length < 2 ? second : last,
  );
  const width = helpWidth(host.stdout);
  const help = isGroup ? groupHelp(first, width) : topHelp(width);
  if (asksHelp) {
    host.stdout.write(help);
    return;
  }
  if (first === "" || (isGroup && second === "")) {
    host.stderr.write(help);
    host.setExitCode(2);
    return;
  }
  throw unknownWord(isGroup ? second : first, isGroup ? first : undefined);
}

function unknownWord(word: string, group: string | undefined): UsageError {
  const known = group === undefined ? topWords() : subcommands(group);
  const command = group === undefined ? "aphoria" : `aphoria ${group}`;
  const hint = `\`${command} --help\` lists the commands.`;
  if (word.startsWith("-")) {
    return new UsageError(
      `flags stand behind the command: \`${command} ${known[0]} ${word}\``,
      hint,
    );
  }
  return new UsageError(`unknown command \`${command} ${word}\`${didYouMean(word, known)}`, hint);
}

function topWords(): readonly string[] {
  return [...new Set(Object.keys(CATALOGUE).map((name) => name.split(" ")[0] ?? ""))];
}

function topHelp(width: number): string {
  const head = `aphoria checks what a team claims about its code, cache safety first, against the code itself.

Usage: aphoria <command> [flags]

Commands:
${sideBySide(commandRows(Object.keys(CATALOGUE)), width)}

Three of them have names of their own, as have the agent skills that call them:
${sideBySide(doorRows(), width)}

Examples:
${sideBySide(EXAMPLES, width)}

-V, --version prints the version. NO_COLOR, FORCE_COLOR and --no-color are honoured.

Exit codes: 0 nothing to report · 1 the code breaks a claim · 2 aphoria could not do its job.
`;
  return reflow(head, width);
}

const EXAMPLES = [
  ["aphoria scan", "the whole project; no set-up is needed"],
  ["aphoria scan src --format json", "one folder, for a program to read"],
  ["aphoria <command> --help", "the flags of a command, with examples"],
] as const;

function groupHelp(group: string, width: number): string {
  const names = Object.keys(CATALOGUE).filter((name) => name.startsWith(`${group} `));
  const text = `Usage: aphoria ${group} <command> [flags]

Commands:
${sideBySide(commandRows(names), width)}

\`aphoria ${group} <command> --help\` shows the flags of a command, with examples.
`;
  return reflow(text, width);
}

type Row = readonly [string, string];

function commandRows(names: readonly string[]): readonly Row[] {
  return names.map((name) => [name, CATALOGUE[name]?.summary ?? ""]);
}

function doorRows(): readonly Row[] {
  return Object.entries(DOORS).map(([name, { words, says }]) => [
    name,
    `${words.join(" ")}: ${says}`,
  ]);
}

function usageText({ message, hint }: UsageError): string {
  return plainText(`aphoria: ${message}\n${hint === undefined ? "" : `  ${hint}\n`}`);
}

function internalText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return plainText(
    `aphoria: internal error: this is a bug in aphoria, not in your code\n` +
      `${stack.split("\n").slice(0, 8).join("\n")}\n` +
      `  Please report it with the lines above, the command you ran, aphoria ${version()}, and \`node --version\`.\n`,
  );
}
