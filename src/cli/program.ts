/** The only owner of commander: turns a command's flags into a parser and its help. */
import { Command as Parser, CommanderError, Option } from "commander";
import type { Host } from "../io/host.ts";
import { didYouMean } from "../load/closest.ts";
import type { Command, Flag, Typed } from "./command.ts";
import { helpWidth, reflow, sideBySide } from "./help-text.ts";
import { splitList } from "./options.ts";
import { UsageError } from "./usage.ts";

/** What was typed behind the command's name; `help` when that was all that was asked for. */
export function parse(
  name: string,
  command: Command,
  words: readonly string[],
  host: Host,
): Typed | "help" {
  const parser = createParser(name, command, host);
  try {
    parser.parse([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return "help";
    throw new UsageError(explain(error, command), `\`${name} --help\` lists the flags.`);
  }
  return { words: parser.args, flags: typedFlags(command.flags, parser.opts()) };
}

function createParser(name: string, command: Command, host: Host): Parser {
  const parser = new Parser(name)
    .description(command.summary)
    .helpOption("-h, --help", "show this help")
    .showSuggestionAfterError(false)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      outputError: () => {},
      getOutHelpWidth: () => helpWidth(host.stdout),
      getOutHasColors: () => false,
    });
  if (command.words !== undefined) parser.argument(command.words.spec, command.words.help);
  for (const flag of command.flags) parser.addOption(toOption(flag));
  return parser.addHelpText("after", helpTail(command, helpWidth(host.stdout)));
}

function toOption({ name, short, takes, isOptional, isList, keepsCommas, help }: Flag): Option {
  const dashed = `${short === undefined ? "" : `-${short}, `}--${name}`;
  const hole = isOptional === true ? `[${takes}]` : `<${takes}>`;
  const option = new Option(takes === undefined ? dashed : `${dashed} ${hole}`, help);
  if (isList !== true) return option;
  // commander hands in what it has so far: nothing at first, then what this returned.
  return option.argParser((value, before: readonly string[] | undefined) => [
    ...(before ?? []),
    ...(keepsCommas === true ? [value] : splitList(value)),
  ]);
}

function typedFlags(flags: readonly Flag[], options: Record<string, unknown>): Typed["flags"] {
  const typed: Record<string, string | true | readonly string[]> = {};
  for (const { name } of flags) {
    const isNegative = name.startsWith("no-");
    const key = (isNegative ? name.slice(3) : name).replaceAll(/-(\w)/g, (_, letter: string) =>
      letter.toUpperCase(),
    );
    const value = options[key];
    if (isNegative ? value === false : value === true) typed[name] = true;
    else if (typeof value === "string") typed[name] = value;
    else if (Array.isArray(value)) typed[name] = value as readonly string[];
  }
  return typed;
}

function explain(error: CommanderError, { flags }: Command): string {
  const message = error.message.replace(/^error: /, "");
  const flag = /unknown option '(-[^'=]*)/.exec(message)?.[1];
  if (flag !== undefined) {
    const known = flags.map(({ name }) => `--${name}`);
    return `unknown flag \`${flag}\`${didYouMean(flag, [...known, "--help"])}`;
  }
  const missing = /option '(?:-\w, )?(--[\w-]+) <(.+)>' argument missing/.exec(message);
  if (missing !== null) return `\`${missing[1]}\` needs a value: ${missing[2]}`;
  return message;
}

function helpTail({ examples, notes }: Command, width: number): string {
  const rows = examples.map(({ line, says }) => [line, says] as const);
  return [
    ...(rows.length === 0 ? [] : ["", "Examples:", sideBySide(rows, width)]),
    ...(notes === undefined ? [] : ["", reflow(notes, width)]),
  ].join("\n");
}
