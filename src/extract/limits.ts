/** Whether a value given as a limit limits anything: a positive number does; nothing, zero and "the most there is" do not. */
import type { LibraryOption } from "../model/library.ts";
import type { Meaning, Reading } from "../model/meaning.ts";

/** `undefined` where that is decided when the program runs. */
export function limitOf(meaning: Meaning): boolean | undefined {
  switch (meaning.kind) {
    case "constant":
      return typeof meaning.value === "string" ? textLimit(meaning.value) : isLimit(meaning.value);
    case "environment":
      return meaning.fallback === undefined ? undefined : limitOf(meaning.fallback);
    case "either": {
      const options = meaning.options.map((option) => limitOf(option));
      if (options.includes(false)) return false;
      return options.every((option) => option === true) ? true : undefined;
    }
    case "external":
    case "global":
      return LARGEST.has(meaning.path.at(-1)?.toLowerCase() ?? "") ? false : undefined;
    case "parameter":
    case "typed":
      // Whoever brings it, a number is a limit.
      return INTEGERS.has(meaning.type?.name ?? "") ? true : undefined;
    default:
      return undefined;
  }
}

/** `"30000"`, `"10s"`: a text from the environment is read as a number when the program runs. */
function textLimit(text: string): boolean {
  const number = /^\s*(-?\d+(?:\.\d+)?)\s*[a-z]*\s*$/i.exec(text)?.[1];
  return number !== undefined && Number(number) > 0;
}

export function isLimit(value: unknown): boolean {
  if (isDuration(value)) return value.ms > 0 && Number.isFinite(value.ms);
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}

function isDuration(value: unknown): value is { readonly ms: number } {
  return typeof value === "object" && value !== null && "ms" in value;
}

/** Whether a capacity was given; `undefined` where that is not known here. */
export function boundedBy(reading: Reading): boolean | undefined {
  switch (reading.state) {
    case "absent":
      return false;
    case "default":
      return isLimit(reading.value);
    case "given":
      return limitOf(reading.meaning);
    case "unknown":
      return undefined;
  }
}

/** What an option says of a limit: the library's own words for its default (`processors`) are one. */
export function limitState(
  reading: Reading,
  model: LibraryOption | undefined,
): "limited" | "unlimited" | undefined {
  if (reading.state === "default") return isFalseLimit(reading.value) ? "unlimited" : "limited";
  if (reading.state !== "given") return undefined;
  const { meaning } = reading;
  // Where 0 means the default, or is no retry at all, it is as good as a number; no timeout at all is none.
  const isZero = meaning.kind === "constant" && meaning.value === 0;
  if (isZero && (model?.zero === "default" || (model?.zero === "disabled" && !isTimed(model))))
    return "limited";
  if (model?.unit === "count" && meaning.kind === "constant" && isHuge(meaning.value))
    return "unlimited";
  // A text that is no number may say anything; `-c statement_timeout=10s` says one.
  if (meaning.kind === "constant" && isProse(meaning.value)) {
    const said = /timeout\s*=\s*'?(\d+)/i.exec(meaning.value)?.[1];
    return said === undefined ? undefined : Number(said) > 0 ? "limited" : "unlimited";
  }
  const limited = limitOf(meaning);
  return limited === undefined ? undefined : limited ? "limited" : "unlimited";
}

function isProse(value: unknown): value is string {
  return typeof value === "string" && /[a-z_]{3,}/i.test(value);
}

function isTimed({ unit }: LibraryOption): boolean {
  return unit !== undefined && unit !== "count" && unit !== "byte";
}

function isFalseLimit(value: unknown): boolean {
  return (typeof value === "number" && !isLimit(value)) || isHuge(value);
}

/** The largest signed 32-bit number and above stand for "no limit" in counts of connections and attempts. */
function isHuge(value: unknown): boolean {
  return typeof value === "number" && value >= 2 ** 31 - 1;
}

/** `Infinity`, `usize::MAX`, `sys.maxsize`, `math.inf`. */
const LARGEST = new Set([
  "infinity",
  "positive_infinity",
  "max",
  "max_value",
  "max_safe_integer",
  "maxsize",
  "inf",
]);

const INTEGERS = new Set("u8 u16 u32 u64 usize i32 i64 NonZeroUsize number int".split(" "));
