import { describeCause } from "../explain/finding-words.js";
import type { Certainty, Finding, Resetter } from "../model/finding.js";
import { BoundedGroups } from "./bounded-groups.js";
import { type Kind, kindOf } from "./kind.js";

/** A finding, and the capture that it is from. */
export interface Located {
  readonly finding: Finding;
  /** Index of the capture, from 0. */
  readonly file: number;
}

/** Resets for one cause; of a stated one, with the same code and words. */
export interface CauseGroup {
  example: Located | undefined;
  kind: Kind;
  count: number;
  lostOctets: number;
  /** Of which the evidence speaks against what is stated. */
  contradicted: number;
  readonly by: Map<Resetter, number>;
  readonly certainty: Map<Certainty, number>;
}

/** Payloads may state anything; what is inferred has a closed set of names. */
const CAUSE_LIMIT = 1024;

/** Resets by their cause. */
export class CauseGroups {
  readonly #groups = new BoundedGroups<CauseGroup>(CAUSE_LIMIT, () => ({
    example: undefined,
    kind: "unknown",
    count: 0,
    lostOctets: 0,
    contradicted: 0,
    by: new Map(),
    certainty: new Map(),
  }));

  add(located: Located): void {
    const { finding } = located;
    const kind = kindOf(finding);
    const name = finding.stated ? describeStated(finding) : finding.cause;
    const group = this.#groups.at(`${kind} ${finding.format ?? ""} ${name}`);
    if (group === undefined) return;
    group.example ??= located;
    group.kind = kind;
    group.count += 1;
    group.lostOctets += finding.unackedOctets;
    if (finding.contradictions.length > 0) group.contradicted += 1;
    group.by.set(finding.by, (group.by.get(finding.by) ?? 0) + 1);
    group.certainty.set(finding.certainty, (group.certainty.get(finding.certainty) ?? 0) + 1);
  }

  /** Resets that nobody could count by their cause any more. */
  get refused(): number {
    return this.#groups.refused;
  }

  /** The frequent ones first. */
  list(isStated: boolean): readonly CauseGroup[] {
    return this.#groups
      .entries()
      .map(([, group]) => group)
      .filter(({ example }) => example?.finding.stated === isStated)
      .sort((a, b) => b.count - a.count);
  }
}

/** What an RST states, in one line. */
export function describeStated(finding: Finding): string {
  const { cause, reason, reasonCode, pen } = finding;
  if (reason !== undefined) {
    const words = describeCause(finding);
    return words.startsWith(`${cause}: `) ? words.slice(cause.length + 2) : words;
  }
  const owner = pen === undefined || pen === 0 ? "" : `, pen ${pen}`;
  return reasonCode === undefined ? "nothing readable" : `unknown code ${reasonCode}${owner}`;
}
