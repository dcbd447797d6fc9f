/** Questions to a person at a terminal. The only owner of the prompt library, which is loaded when one is asked. */
import { UsageError } from "./usage.ts";

export interface Question {
  readonly message: string;
  /** Shown where nothing is typed yet. */
  readonly example?: string;
  /** What Enter alone gives. */
  readonly initial?: string;
  /** What is wrong with an answer. */
  readonly check?: (answer: string) => string | undefined;
}

export interface Choice<Word extends string> {
  readonly message: string;
  readonly options: readonly { readonly value: Word; readonly hint?: string }[];
  readonly initial?: Word;
}

export interface Prompts {
  start(title: string): void;
  text(question: Question): Promise<string>;
  choose<Word extends string>(choice: Choice<Word>): Promise<Word>;
  confirm(message: string): Promise<boolean>;
  show(title: string, text: string): void;
}

/** `isPlain`: line by line without colour or redrawing, for screen readers and simple terminals. */
export async function openPrompts(isPlain: boolean): Promise<Prompts> {
  const clack = await import("@clack/prompts");
  clack.updateSettings({ accessible: isPlain, withGuide: !isPlain });
  const answered = <T>(answer: T | typeof clack.CANCEL_SYMBOL): T => {
    if (clack.isCancel(answer)) throw new UsageError("stopped, so nothing was written");
    return answer;
  };
  return {
    start: (title) => clack.intro(title),
    text: async ({ message, example, initial, check }) => {
      const hint = initial ?? example;
      const answer = await clack.text({
        message: isPlain && initial !== undefined ? `${message} (Enter for: ${initial})` : message,
        ...(hint !== undefined && { placeholder: hint }),
        ...(initial !== undefined && { defaultValue: initial }),
        validate: (typed) => {
          const given = typed === undefined || typed.trim() === "" ? (initial ?? "") : typed;
          return check?.(given.trim());
        },
      });
      return answered(answer).trim();
    },
    choose: async <Word extends string>({ message, options, initial }: Choice<Word>) => {
      const answer = await clack.select<string>({
        message,
        options: options.map(({ value, hint }) => ({
          value,
          label: value,
          ...(hint !== undefined && { hint }),
        })),
        ...(initial !== undefined && { initialValue: initial }),
      });
      return answered(answer) as Word;
    },
    confirm: async (message) => answered(await clack.confirm({ message })),
    show: (title, text) => {
      if (isPlain) clack.log.message(`${title}\n${text}`);
      else clack.note(text, title, { format: (line) => line });
    },
  };
}
