/** What JSON that another machine wrote must look like before anything is made of it: one check for each kind of value. */

/** The path of the first part that is not as it should be, as in `files[3].path`; undefined when all is. */
export type Check = (value: unknown, at: string) => string | undefined;

export const anyText: Check = (value, at) => (typeof value === "string" ? undefined : at);
export const flag: Check = (value, at) => (typeof value === "boolean" ? undefined : at);

/** Any, also without an end, and none at all. */
export const anyNumber: Check = (value, at) => (typeof value === "number" ? undefined : at);

export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
  return (value, at) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most ? undefined : at;
}

export function matching(pattern: RegExp): Check {
  return (value, at) => (typeof value === "string" && pattern.test(value) ? undefined : at);
}

export function oneOf(words: readonly unknown[]): Check {
  return (value, at) => (words.includes(value) ? undefined : at);
}

export function list(of: Check, most = Number.MAX_SAFE_INTEGER): Check {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > most) return at;
    for (const [index, item] of value.entries()) {
      const wrong = of(item, `${at}[${index}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

/** Any names, one kind of value. */
export function map(of: Check, name: Check = anyText): Check {
  return (value, at) => {
    if (!isRecord(value)) return at;
    for (const [key, item] of Object.entries(value)) {
      const wrong = name(key, at) ?? of(item, `${at}.${key.slice(0, 40)}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

/** These names and no others; `optional` ones may be left out. */
export function record(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value, at) => {
    if (!isRecord(value)) return at;
    for (const [key, check] of Object.entries(required)) {
      const wrong = Object.hasOwn(value, key) ? check(value[key], `${at}.${key}`) : `${at}.${key}`;
      if (wrong !== undefined) return wrong;
    }
    for (const [key, item] of Object.entries(value)) {
      if (Object.hasOwn(required, key)) continue;
      const check = Object.hasOwn(optional, key) ? optional[key] : undefined;
      const wrong = check === undefined ? `${at}.${key.slice(0, 40)}` : check(item, `${at}.${key}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
}

export function either(...checks: readonly Check[]): Check {
  return (value, at) => (checks.some((check) => check(value, at) === undefined) ? undefined : at);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
