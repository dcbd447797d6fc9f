/**
 * What a report says of the text of files: positions, shown lines, identities, and nothing of any secret. Answered from the
 * text itself here; the parts of a divided scan bring these answers along instead of the text.
 */
import type { Finding } from "../model/finding.ts";
import type { Observation } from "../model/observation.ts";
import type { Position } from "../model/source.ts";
import { fingerprint } from "./fingerprint.ts";
import { createLines, type Lines } from "./lines.ts";
import { findSecrets, isSecret, maskValue, type ReadSource } from "./mask.ts";
import type { FormatConstant } from "./values.ts";

export interface Texts {
  readonly position: (path: string, offset: number) => Position;
  /** The whole lines of the place, at most ten of them. */
  readonly snippet: (observation: Observation) => string;
  /** Identifies a CONFLICT or UNKNOWN; not yet told from its twins. */
  readonly print: (finding: Finding, observation: Observation) => string;
  /** The text without any secret in it. */
  readonly hide: (text: string) => string;
}

/** `findings`: all that may have seen a secret, and those that are left out for their confidence. */
export type OpenTexts = (findings: readonly Finding[]) => Texts;

const SNIPPET_LINES = 10;

/** `source` has the text of every file that an observation, a trace, a marker or a suppression stands in. */
export function textsFrom(source: ReadSource, formatConstant: FormatConstant): OpenTexts {
  return (findings) => {
    const known = new Map<string, Lines>();
    const secrets = findSecrets(findings, source);
    const linesOf = (path: string): Lines => {
      const lines = known.get(path) ?? createLines(source(path) ?? "");
      known.set(path, lines);
      return lines;
    };
    return {
      position: (path, offset) => linesOf(path).position(offset),
      snippet(observation) {
        const { path } = observation;
        const lines = linesOf(path).linesOf(observation, SNIPPET_LINES);
        return secrets.hideIn(path, lines).replaceAll("\r\n", "\n");
      },
      // Made of masked text where there is a secret: a short hash of one could be guessed.
      print(finding, observation) {
        const { path, start, end, symbol, observed } = observation;
        const value = observed.kind === "value" ? formatConstant(observed.value) : observed.kind;
        const isHidden = isSecret(finding);
        const code = isHidden
          ? secrets.hideIn(path, observation)
          : (source(path)?.slice(start, end) ?? "");
        const place = { symbol, path, code, observed: isHidden ? maskValue(value) : value };
        return fingerprint({ claimId: finding.claim.id, verdict: finding.verdict, place });
      },
      hide: (text) => secrets.hide(text),
    };
  };
}
