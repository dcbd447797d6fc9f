/** What several options of a pool say together. */
import type { Instance, Reading, Resolver } from "../model/meaning.ts";

export interface PoolProperties {
  /** It is to keep more connections than it may have. */
  readonly crossed: boolean;
  /** It keeps as many as it may have: the size is fixed. */
  readonly fixed: boolean;
  /** Its user checks connections before use, whatever the pool does. */
  readonly checked: boolean;
  /** Callers wait in a queue when it is empty. */
  readonly waits: boolean;
  /** It is told to keep no connection at all. */
  readonly unpooled: boolean;
}

export function poolProperties(instance: Instance, resolver: Resolver): PoolProperties {
  const read = (name: string): Reading => resolver.option(instance, name);
  const least = numberIn(read("min-connections"));
  const most = numberIn(read("max-connections"));
  const waits = read("wait");
  const kind = read("pool-class");
  return {
    crossed: least !== undefined && most !== undefined && most > 0 && least > most,
    fixed: least !== undefined && least === most,
    checked: read("before-acquire").state === "given",
    waits: !(
      waits.state === "given" &&
      waits.meaning.kind === "constant" &&
      waits.meaning.value === false
    ),
    unpooled: kind.state === "given" && nameOf(kind).includes("NullPool"),
  };
}

function numberIn(reading: Reading): number | undefined {
  const value =
    reading.state === "default"
      ? reading.value
      : reading.state === "given" && reading.meaning.kind === "constant"
        ? reading.meaning.value
        : undefined;
  return typeof value === "number" ? value : undefined;
}

function nameOf({ meaning, value }: Extract<Reading, { state: "given" }>): readonly string[] {
  if ("path" in meaning) return meaning.path;
  return value.kind === "name" || value.kind === "member" ? [value.name] : [];
}
