import { type Kind, type KindCounts, noKinds } from "./kind.js";

/** Resets that began within one step of time. */
export interface TimeStep {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly counts: Readonly<KindCounts>;
}

/** More are too narrow to be seen. */
const MOST_STEPS = 96;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Each a multiple of the one before, so that steps can be joined. */
const WIDTHS = [
  ...[1, 2, 10, 20, 100, 200, SECOND, 2 * SECOND, 10 * SECOND, 20 * SECOND],
  ...[MINUTE, 2 * MINUTE, 10 * MINUTE, 20 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR],
  ...[DAY, 7 * DAY, 28 * DAY],
];

/** Counts over time in steps that grow wider with the span, so that their number is bounded. */
export class TimeLine {
  #steps = new Map<number, KindCounts>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  /** Width of a step in milliseconds. */
  width = WIDTHS[0] ?? 1;
  /** Resets whose frames have no time. */
  withoutTime = 0;

  add(time: string | undefined, kind: Kind): void {
    const moment = time === undefined ? Number.NaN : Date.parse(time);
    if (Number.isNaN(moment)) {
      this.withoutTime += 1;
      return;
    }
    this.#first = Math.min(this.#first, moment);
    this.#last = Math.max(this.#last, moment);
    while (this.#stepOf(this.#last) - this.#stepOf(this.#first) >= MOST_STEPS) this.#widen();
    this.#countsAt(this.#stepOf(moment))[kind] += 1;
  }

  /** From the first to the last, empty ones among them. */
  steps(): readonly TimeStep[] {
    if (this.#first > this.#last) return [];
    const from = this.#stepOf(this.#first);
    return Array.from({ length: this.#stepOf(this.#last) - from + 1 }, (_, at) => ({
      start: (from + at) * this.width,
      counts: this.#steps.get(from + at) ?? noKinds(),
    }));
  }

  #stepOf(moment: number): number {
    return Math.floor(moment / this.width);
  }

  #countsAt(step: number): KindCounts {
    const found = this.#steps.get(step) ?? noKinds();
    this.#steps.set(step, found);
    return found;
  }

  #widen(): void {
    const before = this.#steps;
    const factor = (WIDTHS.find((width) => width > this.width) ?? this.width * 2) / this.width;
    this.width *= factor;
    this.#steps = new Map();
    for (const [step, counts] of before) {
      const joined = this.#countsAt(Math.floor(step / factor));
      for (const kind of Object.keys(counts) as readonly Kind[]) joined[kind] += counts[kind];
    }
  }
}
