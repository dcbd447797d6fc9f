/** The colours by what they mean; without colour each gives its text back. */
import type { Verdict } from "../../model/finding.ts";

export interface Paint {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  /** The underline below a range. */
  readonly mark: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly verdict: (verdict: Verdict) => string;
}
