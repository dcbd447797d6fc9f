/** The `config` way: what deployment files say of servers and of the settings of their clients. */
import type { Asked, Extractor, Match } from "../model/extractor.ts";
import type { ServerSetting, ServerSite } from "../model/server.ts";
import type { Span } from "../model/source.ts";
import { namesMatch, wordsOf } from "./identifiers.ts";
import { isSecret } from "./secrets.ts";

export interface ConfigEntry {
  readonly extractor: Extractor;
  readonly match: Match;
  readonly asked: Readonly<Record<string, Asked>>;
}

export interface ConfigHit {
  readonly extractor: Extractor;
  readonly match: Match;
  readonly span: Span;
  readonly captures: Readonly<Record<string, { readonly text: string }>>;
}

export function configHits(
  entries: readonly ConfigEntry[],
  sites: readonly ServerSite[],
): readonly ConfigHit[] {
  return sites.flatMap((site) => entries.flatMap((entry) => hitsAt(site, entry)));
}

function hitsAt(site: ServerSite, entry: ConfigEntry): readonly ConfigHit[] {
  const { extractor, asked } = entry;
  // What only a developer's machine or a test runs is no reason to stop a build.
  const match: Match = site.local ? { ...entry.match, confidence: "low" } : entry.match;
  if (!fitsSite(asked, site)) return [];
  const wanted = site.settings.filter(({ directive }) => includes(asked.directive, directive));
  if (asked.is === "absent") {
    return wanted.length > 0 ? [] : [{ extractor, match, ...placed(site, site) }];
  }
  return wanted
    .filter(
      (setting) =>
        asked.is === undefined || statesOf(setting).some((state) => includes(asked.is, state)),
    )
    .filter(({ value }) => fitsValue(asked.value_is, value))
    .map((setting) => ({
      extractor,
      match: isForTests(setting.value) ? { ...match, confidence: "low" } : match,
      ...placed(setting, site, setting),
    }));
}

/** `testpassword`, `test-secret-1`: it says of itself that it protects nothing. */
function isForTests(value: string): boolean {
  return /^(test|testing|dummy|fake)[-_]?(password|passwd|pass|pw|secret|token|key)?[-_]?\d*$/i.test(
    value,
  );
}

function fitsSite(asked: ConfigEntry["asked"], site: ServerSite): boolean {
  return (
    includes(asked.server, site.dialect) &&
    includes(asked.role, site.role) &&
    includes(asked.file, site.file) &&
    includes(asked.complete, site.complete) &&
    includes(asked.local, site.local) &&
    (asked.named === undefined || fitsName(asked.named, site.name)) &&
    (asked.with === undefined || site.settings.some((one) => isOn(one, asked.with))) &&
    (asked.without === undefined || !site.settings.some((one) => isOn(one, asked.without)))
  );
}

function fitsName(patterns: Asked, name: string): boolean {
  const words = wordsOf(name);
  return [patterns].flat().some((pattern) => namesMatch(String(pattern), words));
}

const OFF = new Set(["", "no", "0", "false", "off", "disabled"]);

function isOn({ directive, value }: ServerSetting, wanted: Asked | undefined): boolean {
  return includes(wanted, directive) && !OFF.has(value.toLowerCase());
}

/** The words of `is`. */
function statesOf({ directive, value, form }: ServerSetting): readonly string[] {
  if (form === "reference") return ["given", "reference"];
  if (value === "") return ["given", "empty"];
  const states = ["given", "something", form];
  if (hasSecret(directive, value)) states.push(form === "literal" ? "secret" : "fallback-secret");
  if (/^\d+(\.\d+)?$/.test(value)) states.push("number");
  return states;
}

/** A password, or an address with one. `url: false` and `password: null` say that there is none. */
function hasSecret(directive: string, value: string): boolean {
  if (/^(?:true|false|null|none|nil|yes|no|~)$/i.test(value)) return false;
  if (!value.includes("://")) return directive !== "url" && isSecret(value);
  const secret = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s:]*:([^/?#@\s]+)@/i.exec(value)?.[1];
  return secret !== undefined && !/[${}<>]/.test(secret) && isSecret(secret);
}

/** `*` stands for anything. */
function fitsValue(wanted: Asked | undefined, value: string): boolean {
  if (wanted === undefined) return true;
  const lower = value.toLowerCase();
  return [wanted].flat().some((pattern) => {
    const parts = String(pattern).split("*");
    if (parts.length === 1) return lower === parts[0];
    let from = 0;
    for (const [index, part] of parts.entries()) {
      const found = index === 0 ? (lower.startsWith(part) ? 0 : -1) : lower.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return parts.at(-1) === "" || lower.endsWith(parts.at(-1) ?? "");
  });
}

function includes(wanted: Asked | undefined, property: string | boolean): boolean {
  return wanted === undefined || [wanted].flat().includes(property);
}

function placed(
  { start, end }: { readonly start: number; readonly end: number },
  site: ServerSite,
  setting?: ServerSetting,
): Pick<ConfigHit, "span" | "captures"> {
  return {
    span: { start, end },
    captures: {
      name: { text: site.name },
      server: { text: site.dialect },
      ...(setting !== undefined && {
        value: { text: setting.value },
        directive: { text: setting.directive },
      }),
    },
  };
}
