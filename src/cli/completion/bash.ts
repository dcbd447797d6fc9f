/** The script for bash. */
import { EXECUTABLES, quote, type TypedCommand } from "./words.ts";

export function bashScript(commands: readonly TypedCommand[]): string {
  return `# aphoria's words for bash. In ~/.bashrc:  eval "$(aphoria completion bash)"
_aphoria() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" name="" next="" flags="" values="" word i
  [ "$COMP_CWORD" -gt 0 ] && prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  case "\${COMP_WORDS[0]##*/}" in
${EXECUTABLES.filter(({ words }) => words !== "")
  .map(({ name, words }) => `    ${name}) name=${quote(words)} ;;`)
  .join("\n")}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "\${name:+$name }$word" in
      ${commandPattern(commands)}) name="\${name:+$name }$word" ;;
    esac
  done
  case "$name" in
${commands.map(commandCase).join("\n")}
  esac
  case "$name $prev" in
${commands.flatMap(valueCases).join("\n")}
  esac
  COMPREPLY=()
  if [ -n "$values" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$cur")
  elif [[ "$cur" == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$cur")
  elif [ -n "$next" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$next" -- "$cur")
  fi
}
complete -o default -F _aphoria ${EXECUTABLES.map(({ name }) => name).join(" ")}
`;
}

function commandPattern(commands: readonly TypedCommand[]): string {
  return commands
    .filter(({ name }) => name !== "")
    .map(({ name }) => quote(name))
    .join(" | ");
}

function commandCase({ name, flags, next }: TypedCommand): string {
  const words = next.map(({ word }) => word).join(" ");
  const dashed = flags.map((flag) => `--${flag.name}`).join(" ");
  return `    ${quote(name)}) next=${quote(words)} flags=${quote(dashed)} ;;`;
}

function valueCases({ name, flags }: TypedCommand): readonly string[] {
  return flags.flatMap((flag) =>
    flag.values === undefined
      ? []
      : [`    ${quote(`${name} --${flag.name}`)}) values=${quote(flag.values.join(" "))} ;;`],
  );
}
