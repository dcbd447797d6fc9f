/** `aphoria completion bash|zsh|fish`: a script for the shell, made of the commands as they are. */
import type { Command, Context, Typed } from "../command.ts";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { typedCommands, type TypedCommand } from "../completion/words.ts";
import { zshScript } from "../completion/zsh.ts";
import { didYouMean } from "../../load/closest.ts";
import { UsageError } from "../usage.ts";

const SHELLS: Readonly<Record<string, (commands: readonly TypedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export default {
  summary: "Print a script that lets the shell complete commands, flags and their values.",
  words: { spec: "<shell>", help: "bash, zsh or fish" },
  flags: [],
  examples: [
    { line: "aphoria completion bash >> ~/.bashrc", says: "bash 4 and newer" },
    { line: "aphoria completion zsh >> ~/.zshrc", says: "zsh, below its compinit" },
    { line: "aphoria completion fish > ~/.config/fish/completions/aphoria.fish", says: "fish" },
  ],
  run,
} satisfies Command;

async function run(typed: Typed, { host, catalogue }: Context): Promise<void> {
  const [shell = ""] = typed.words;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (script === undefined) {
    throw new UsageError(
      `there is no completion for \`${shell}\`${didYouMean(shell, Object.keys(SHELLS))}`,
      "It is one of bash, zsh, fish.",
    );
  }
  host.stdout.write(script(await typedCommands(catalogue)));
}
