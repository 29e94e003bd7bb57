import { describeCause } from "../explain/core/words.js";
import type { Certainty, Finding, Resetter } from "../model/finding.js";
import { BoundedGroups, type Kind, kindOf } from "./kind.js";

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
    group.by.set(finding.resetBy, (group.by.get(finding.resetBy) ?? 0) + 1);
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

/** A page with more rows is slow to open. */
const ROOM = 1000;
/** So many of each cause have room even then: no flood can hide what is rare. */
const ROOM_OF_EACH = 50;
const KEPT_LIMIT = 64;

/** The findings that are listed one by one: all, or where there are too many, some of each cause. */
export class KeptFindings {
  readonly #kept: Located[] = [];
  readonly #ofEach = new BoundedGroups<{ count: number }>(KEPT_LIMIT, () => ({ count: 0 }));

  add(located: Located): void {
    const { finding } = located;
    const group = this.#ofEach.at(`${kindOf(finding)} ${finding.cause}`);
    const isRare = group !== undefined && group.count < ROOM_OF_EACH;
    if (this.#kept.length >= ROOM && !isRare) return;
    if (group !== undefined) group.count += 1;
    this.#kept.push(located);
  }

  /** What is not benign first; else in the order of the captures. */
  list(): readonly Located[] {
    return this.#kept.toSorted(
      (a, b) => Number(a.finding.benign) - Number(b.finding.benign) || a.file - b.file,
    );
  }
}
