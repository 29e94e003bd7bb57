import { KNOWN_TIMERS_SECONDS, TIMER_TOLERANCE_SECONDS } from "../explain/timing.js";

/** Silences of like length. */
export interface GapBin {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly count: number;
}

/** A timer after which systems give up silent connections, and how many resets fit it. */
export interface TimerCount {
  readonly seconds: number;
  readonly count: number;
}

/** Enough to tell 300 s from 350 s. */
const BINS_PER_DECADE = 20;
/** From 0.1 ms to 10 days; what is shorter or longer is counted in the first or the last. */
const FIRST_DECADE = -4;
const DECADES = 10;

/** Histogram of the silence before resets, on a logarithmic scale. */
export class IdleGaps {
  readonly #counts = new Array<number>(BINS_PER_DECADE * DECADES).fill(0);
  readonly #timers = new Map<number, number>();
  known = 0;
  unknown = 0;

  add(seconds: number | undefined): void {
    if (seconds === undefined) {
      this.unknown += 1;
      return;
    }
    this.known += 1;
    const place = Math.floor((Math.log10(seconds) - FIRST_DECADE) * BINS_PER_DECADE);
    const bin = Math.min(Math.max(place, 0), this.#counts.length - 1);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    for (const timer of KNOWN_TIMERS_SECONDS) {
      if (Math.abs(seconds - timer) > TIMER_TOLERANCE_SECONDS) continue;
      this.#timers.set(timer, (this.#timers.get(timer) ?? 0) + 1);
    }
  }

  /** Those that are not empty. */
  bins(): readonly GapBin[] {
    return this.#counts.flatMap((count, at) =>
      count === 0 ? [] : [{ fromSeconds: edge(at), toSeconds: edge(at + 1), count }],
    );
  }

  timers(): readonly TimerCount[] {
    return KNOWN_TIMERS_SECONDS.map((seconds) => ({
      seconds,
      count: this.#timers.get(seconds) ?? 0,
    }));
  }
}

function edge(at: number): number {
  return 10 ** (at / BINS_PER_DECADE + FIRST_DECADE);
}
