import { BoundedGroups } from "./bounded-groups.js";
import type { Located } from "./cause-groups.js";
import { kindOf } from "./kind.js";

/** A page with more rows is slow to open. */
const ROOM = 1000;
/** So many of each cause have room even then: no flood can hide what is rare. */
const ROOM_OF_EACH = 50;
const CAUSE_LIMIT = 64;

/** The findings that are listed one by one: all, or where there are too many, some of each cause. */
export class KeptFindings {
  readonly #kept: Located[] = [];
  readonly #ofEach = new BoundedGroups<{ count: number }>(CAUSE_LIMIT, () => ({ count: 0 }));

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
