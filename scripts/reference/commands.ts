/** docs/commands.md: every command with its flags and examples, from the same data as its `--help`. */
import { CATALOGUE } from "../../src/cli/catalogue.ts";
import type { Command } from "../../src/cli/command.ts";
import { escaped } from "../detection.ts";

const COMMANDS = await Promise.all(
  Object.entries(CATALOGUE).map(async ([name, { summary, load }]) => ({
    name,
    summary,
    command: (await load()).default,
  })),
);

export function commandsPage(): string {
  const named = COMMANDS.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return `# Commands

\`aphoria <command> --help\` prints the same. Three more executables are doors into it: \`aphoria-claims\` is \`aphoria claims\`,
\`aphoria-suggest\` is \`aphoria suggest\`, \`aphoria-custom-extractor-creator\` is \`aphoria extractors new\`. Lists are separated by
commas, or the flag is repeated. Data goes to stdout, everything else to stderr. Written by \`npm run docs\` from
\`src/cli/commands/\`.

| command | does |
| --- | --- |
${named.map(({ name, summary }) => `| [\`aphoria ${name}\`](#aphoria-${name.replaceAll(" ", "-")}) | ${escaped(summary)} |`).join("\n")}

${named.map(({ name, command }) => section(name, command)).join("\n\n")}
`;
}

function section(name: string, { summary, words, flags, examples, notes }: Command): string {
  const rows = flags.map(({ name: flag, short, takes, isOptional, help }) => {
    const dashed = `${short === undefined ? "" : `-${short}, `}--${flag}`;
    const hole = takes === undefined ? "" : isOptional === true ? ` [${takes}]` : ` ${takes}`;
    return `| \`${dashed}${hole}\` | ${escaped(help)} |`;
  });
  return [
    `## aphoria ${name}`,
    escaped(summary),
    ...(words === undefined ? [] : [`\`${words.spec}\`: ${escaped(words.help)}`]),
    ...(rows.length === 0 ? [] : [["| flag | says |", "| --- | --- |", ...rows].join("\n")]),
    examples.map(({ line, says }) => `- \`${line}\`: ${escaped(says)}`).join("\n"),
    ...(notes === undefined ? [] : [notesText(notes)]),
  ].join("\n\n");
}

/** What is indented is to be copied. */
function notesText(notes: string): string {
  return notes
    .split(/\n{2,}/)
    .map((part) => (/^ {2}/m.test(part) ? `\`\`\`text\n${part}\n\`\`\`` : escaped(part)))
    .join("\n\n");
}
