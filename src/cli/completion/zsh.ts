/** The script for zsh. */
import { EXECUTABLES, quote, type TypedCommand } from "./words.ts";

export function zshScript(commands: readonly TypedCommand[]): string {
  return `#compdef ${EXECUTABLES.map(({ name }) => name).join(" ")}
# aphoria's words for zsh. In ~/.zshrc, after compinit:  eval "$(aphoria completion zsh)"
_aphoria() {
  local name="" word i
  local -a next flags values
  case "\${words[1]:t}" in
${EXECUTABLES.filter(({ words }) => words !== "")
  .map(({ name, words }) => `    ${name}) name=${quote(words)} ;;`)
  .join("\n")}
  esac
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    case "\${name:+$name }$word" in
      (${commands
        .filter(({ name }) => name !== "")
        .map(({ name }) => quote(name))
        .join("|")}) name="\${name:+$name }$word" ;;
    esac
  done
  case "$name" in
${commands.map(commandCase).join("\n")}
  esac
  case "$name \${words[CURRENT-1]}" in
${commands.flatMap(valueCases).join("\n")}
  esac
  if (( \${#values} )); then
    compadd -a values
  elif [[ "\${words[CURRENT]}" == -* ]]; then
    _describe 'flag' flags
  elif (( \${#next} )); then
    _describe 'command' next
  else
    _files
  fi
}
compdef _aphoria ${EXECUTABLES.map(({ name }) => name).join(" ")}
`;
}

function commandCase({ name, flags, next }: TypedCommand): string {
  const words = next.map(({ word, summary }) => described(word, summary)).join(" ");
  const dashed = flags.map((flag) => described(`--${flag.name}`, flag.help)).join(" ");
  return `    (${quote(name)}) next=(${words}) flags=(${dashed}) ;;`;
}

/** A colon ends the word, so the description may have one and the word none. */
function described(word: string, says: string): string {
  return quote(`${word}:${says}`);
}

function valueCases({ name, flags }: TypedCommand): readonly string[] {
  return flags.flatMap((flag) =>
    flag.values === undefined
      ? []
      : [
          `    (${quote(`${name} --${flag.name}`)}) values=(${flag.values.map(quote).join(" ")}) ;;`,
        ],
  );
}
