/** The script for fish. */
import { EXECUTABLES, quote, type Executable, type TypedCommand } from "./words.ts";

export function fishScript(commands: readonly TypedCommand[]): string {
  const named = commands.filter(({ name }) => name !== "").map(({ name }) => quote(name));
  return `# aphoria's words for fish:  aphoria completion fish > ~/.config/fish/completions/aphoria.fish
function __aphoria_at --argument-names start wanted
    set -l name $start
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim -- "$name $word")
        if contains -- "$longer" ${named.join(" ")}
            set name $longer
        end
    end
    test "$name" = "$wanted"
end
${EXECUTABLES.flatMap((executable) =>
  commands.flatMap((command) => linesOf(executable, command)),
).join("\n")}
`;
}

function linesOf({ name, words }: Executable, command: TypedCommand): readonly string[] {
  // An executable that stands for some words has no others.
  const isReachable = command.name === words || command.name.startsWith(`${words} `);
  if (words !== "" && !isReachable) return [];
  const at = `-n ${quote(`__aphoria_at "${words}" "${command.name}"`)}`;
  return [
    ...command.next.map(
      ({ word, summary }) => `complete -c ${name} -f ${at} -a ${word} -d ${quote(summary)}`,
    ),
    ...command.flags.map((flag) => {
      const short = flag.short === undefined ? "" : ` -s ${flag.short}`;
      const takes =
        flag.values === undefined
          ? flag.takes === undefined
            ? ""
            : " -r"
          : ` -x -a ${quote(flag.values.join(" "))}`;
      return `complete -c ${name} ${at} -l ${flag.name}${short}${takes} -d ${quote(flag.help)}`;
    }),
  ];
}
