/**
 * The checklist of the cache coherence report: each question answered by the claims whose subject begins with one of its
 * aspects. A subject is `domain/aspect…`; the domain does not matter, and the longest aspect wins. A claim's own keys
 * `checklist` and `issue_type` go before that.
 */
import type { Category } from "../../model/claim.ts";
import type { Verdict } from "../../model/finding.ts";
import type { ReportClaim } from "../../model/report.ts";
import { claimText } from "../claim-words.ts";
import { OTHERS, QUESTIONS, TOPICS, type Question } from "./questions.ts";

/** The questions that a subject answers; never none. */
export function questionsOf(subject: string, category: Category): readonly Question[] {
  const aspect = subject.split("/").slice(1).join("/");
  let [best, length]: [readonly Question[], number] = [[OTHERS[category]], 0];
  for (const question of QUESTIONS) {
    for (const candidate of question.aspects) {
      const fits = aspect === candidate || aspect.startsWith(`${candidate}/`);
      if (!fits || candidate.length < length) continue;
      best = candidate.length > length ? [question] : [...best, question];
      length = candidate.length;
    }
  }
  return best;
}

/** The kind of trouble that a finding of this subject is, unless its claim says another. */
export function issueOf(subject: string, category: Category): string {
  return (questionsOf(subject, category)[0] ?? OTHERS[category]).issue;
}

export interface Answer {
  readonly question: Question;
  readonly claims: readonly ReportClaim[];
  /** The worst of what was observed; MISSING when nothing was; absent without a claim. */
  readonly verdict?: Verdict;
}

/** Every question in order, and behind those of its topic the ones that claims bring along. */
export function answers(claims: readonly ReportClaim[]): readonly Answer[] {
  const byText = new Map<string, { readonly question: Question; readonly own: ReportClaim[] }>();
  const add = (question: Question, claim?: ReportClaim): void => {
    const key = `${question.topic} ${plain(question.text)}`;
    const entry = byText.get(key) ?? { question, own: [] };
    byText.set(key, entry);
    if (claim !== undefined) entry.own.push(claim);
  };
  for (const question of QUESTIONS) add(question);
  for (const claim of claims) for (const question of askedBy(claim)) add(question, claim);
  const all = [...byText.values()].map(({ question, own }) => answer(question, own));
  return TOPICS.flatMap((topic) => all.filter(({ question }) => question.topic === topic));
}

/** `checklist` is a question of the list, one of the claim's own, or either behind its topic: `Keys: is …?`. */
function askedBy(claim: ReportClaim): readonly Question[] {
  const category = claim["category"] as Category;
  const own = claimText(claim, "checklist").trim();
  if (own === "") return questionsOf(claimText(claim, "subject"), category);
  const [, before = "", after = ""] = /^(\w+)\s*:\s*(.+)$/s.exec(own) ?? [];
  const topic = TOPICS.find((one) => plain(one) === plain(before));
  const text = topic === undefined ? own : after;
  const known = QUESTIONS.find(
    (question) =>
      plain(question.text) === plain(text) && (topic === undefined || question.topic === topic),
  );
  return [known ?? { ...OTHERS[category], topic: topic ?? OTHERS[category].topic, text }];
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** What was looked for and not found does not spoil what was found to hold. */
function answer(question: Question, claims: readonly ReportClaim[]): Answer {
  const order: readonly Verdict[] = ["CONFLICT", "UNKNOWN", "PASS", "MISSING"];
  const verdict = order.find((one) => claims.some((claim) => claim.verdict === one));
  return { question, claims, ...(verdict !== undefined && { verdict }) };
}
