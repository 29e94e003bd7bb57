import { scaleLinear, scaleLog } from "d3-scale";
import { isTimeOf } from "../explain/core/timing.js";
import { showSeconds } from "../explain/core/words.js";
import { idleTimers } from "../explain/tables.js";
import { drawChart, drawGrid, drawTick, PLOT, round, showCount } from "./chart.js";
import { addCounts, countUp } from "./groups.js";
import { drawTable, type Markup, markup } from "./markup.js";

/** Enough to tell 300 s from 350 s. */
const BINS_PER_DECADE = 20;
/** From 0.1 ms to 10 days; what is shorter or longer is counted in the first or the last. */
const FIRST_DECADE = -4;
const DECADES = 10;
/** Shorter timers are those of applications, and too many to tell apart. */
const SHORTEST_TIMER_SECONDS = 60;

let timers: readonly number[] | undefined;

function timerSeconds(): readonly number[] {
  const seconds = timers === undefined ? idleTimers().map((timer) => timer.seconds) : [];
  timers ??= [...new Set(seconds)].filter((one) => one >= SHORTEST_TIMER_SECONDS);
  return timers;
}

/** Histogram of the silence before resets, on a logarithmic scale. */
export class IdleGaps {
  /** By the place of the bin. */
  readonly #counts = new Map<number, number>();
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
    countUp(this.#counts, Math.min(Math.max(place, 0), BINS_PER_DECADE * DECADES - 1));
    for (const timer of timerSeconds()) {
      if (isTimeOf(timer, seconds)) countUp(this.#timers, timer);
    }
  }

  /** Adds what was counted elsewhere. */
  merge(other: IdleGaps): void {
    addCounts(this.#counts, other.#counts);
    addCounts(this.#timers, other.#timers);
    this.known += other.known;
    this.unknown += other.unknown;
  }

  /** Silences of like length; those that are not empty. */
  bins() {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([at, count]) => ({ fromSeconds: edge(at), toSeconds: edge(at + 1), count }));
  }

  /** After how many seconds systems give up silent connections, and how many resets fit that. */
  timers() {
    return timerSeconds().map((seconds) => {
      return { seconds, count: this.#timers.get(seconds) ?? 0 };
    });
  }
}

function edge(at: number): number {
  return 10 ** (at / BINS_PER_DECADE + FIRST_DECADE);
}

const HEIGHT = 280;
const TOP = 70;
/** All timers are to be seen, whatever was captured. */
const LONGEST_SECONDS = 10_000;
/** Names of timers that are near to each other stand above each other. */
const NAME_ROWS = 4;
const TIMERS = "Resets within 2 s of a known timer";

/** The silence before resets, with the known timers. */
export function drawGaps(gaps: IdleGaps): Markup {
  const unknown = gaps.unknown > 0 && ` For ${gaps.unknown} more the capture cannot show it.`;
  return markup`<p>How long a connection was silent before the RST, or before the segment that the RST answers.
The lines are timers after which load balancers, firewalls and hosts drop silent connections; a peak at a
line points to that timer.${unknown}</p>
${drawGapChart(gaps)}
<details><summary>${TIMERS}</summary>
${drawTable(TIMERS, gaps.timers(), {
  Timer: ({ seconds }) => showTimer(seconds),
  Resets: ({ count }) => count,
})}
</details>`;
}

function drawGapChart(gaps: IdleGaps): Markup {
  const bins = gaps.bins();
  if (bins.length === 0) return markup`<p>No silence could be measured.</p>`;
  const shortest = Math.min(1, ...bins.map(({ fromSeconds }) => fromSeconds));
  const longest = Math.max(LONGEST_SECONDS, ...bins.map(({ toSeconds }) => toSeconds));
  const x = scaleLog([shortest, longest], [PLOT.left, PLOT.width - 30]).nice();
  const most = Math.max(...bins.map(({ count }) => count));
  const y = scaleLinear([0, most], [HEIGHT - PLOT.bottom, TOP]).nice(4);
  const bars = bins.map(({ fromSeconds, toSeconds, count }) => {
    const [left, right, top] = [x(fromSeconds), x(toSeconds), y(count)];
    const text = `${showSeconds(fromSeconds)} to ${showSeconds(toSeconds)}: ${count}`;
    return markup`<rect class="gap" x="${round(left)}" y="${round(top)}" width="${round(Math.max(right - left - 0.5, 1))}" height="${round(y(0) - top)}"><title>${text}</title></rect>
`;
  });
  const decades = x.ticks().filter((tick) => Number.isInteger(Number(Math.log10(tick).toFixed(6))));
  const ticks = decades.map((tick) => drawTick(x(tick), HEIGHT, showTick(tick)));
  const shapes = [...drawGrid(y), ...drawTimers(x), ...bars, ...ticks];
  const chart = { id: "gaps", title: "Silence before the reset", width: PLOT.width };
  return drawChart({ ...chart, height: HEIGHT, description: describe(gaps), shapes });
}

/** The names behind the lines: no line crosses a name. */
function drawTimers(x: (seconds: number) => number): readonly Markup[] {
  const timers = timerSeconds().map((seconds, at) => ({
    name: showTimer(seconds),
    place: round(x(seconds)),
    height: 10 + (at % NAME_ROWS) * 15,
  }));
  const lines = timers.map(
    ({ place, height }) =>
      markup`<path class="timer" d="M${place} ${height}V${HEIGHT - PLOT.bottom}"/>`,
  );
  const names = timers.map(
    ({ name, place, height }) =>
      markup`<text class="timer-name" x="${place}" y="${height}">${name}</text>
`,
  );
  return [...lines, ...names];
}

function showTick(seconds: number): string {
  return seconds >= 1
    ? `${showCount(Math.round(seconds))} s`
    : `${Number((seconds * 1000).toPrecision(1))} ms`;
}

/** `350 s`, `2 h`. */
function showTimer(seconds: number): string {
  if (seconds >= 3600) return `${seconds / 3600} h`;
  return seconds >= 600 ? `${seconds / 60} min` : `${seconds} s`;
}

function describe(gaps: IdleGaps): string {
  const timers = gaps
    .timers()
    .filter(({ count }) => count > 0)
    .map(({ seconds, count }) => `${count} at ${showTimer(seconds)}`);
  const fitting =
    timers.length === 0 ? "None fits a known timer" : `Of the known timers: ${timers.join(", ")}`;
  return `Histogram of the silence before ${showCount(gaps.known)} resets, on a logarithmic scale. ${fitting}.`;
}
