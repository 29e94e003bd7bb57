import { scaleLinear, scaleLog } from "d3-scale";
import { showSeconds } from "../explain/finding-words.js";
import { showCount } from "./bar-chart.js";
import { drawChart, round } from "./chart.js";
import type { IdleGaps } from "./idle-gaps.js";
import { type Markup, markup } from "./markup.js";
import { drawGrid } from "./time-chart.js";

const WIDTH = 720;
const HEIGHT = 280;
const LEFT = 48;
const RIGHT = WIDTH - 30;
const TOP = 70;
const BOTTOM = 28;
/** All timers are to be seen, whatever was captured. */
const LONGEST_SECONDS = 10_000;
/** Names of timers that are near to each other stand above each other. */
const NAME_ROWS = 4;

/** Histogram of the silence before resets, with the known timers. */
export function drawGapChart(gaps: IdleGaps): Markup {
  const bins = gaps.bins();
  if (bins.length === 0) return markup`<p>No silence could be measured.</p>`;
  const shortest = Math.min(1, ...bins.map(({ fromSeconds }) => fromSeconds));
  const longest = Math.max(LONGEST_SECONDS, ...bins.map(({ toSeconds }) => toSeconds));
  const x = scaleLog([shortest, longest], [LEFT, RIGHT]).nice();
  const most = Math.max(...bins.map(({ count }) => count));
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(4);
  const bars = bins.map(({ fromSeconds, toSeconds, count }) => {
    const [left, right, top] = [x(fromSeconds), x(toSeconds), y(count)];
    const text = `${showSeconds(fromSeconds)} to ${showSeconds(toSeconds)}: ${count}`;
    return markup`<rect class="gap" x="${round(left)}" y="${round(top)}" width="${round(Math.max(right - left - 0.5, 1))}" height="${round(y(0) - top)}"><title>${text}</title></rect>
`;
  });
  const shapes = [...drawGrid(y), ...drawTimers(gaps, x), ...bars, ...drawDecades(x)];
  const chart = { id: "gaps", title: "Silence before the reset", width: WIDTH, height: HEIGHT };
  return drawChart({ ...chart, description: describe(gaps), shapes });
}

type LogScale = ReturnType<typeof scaleLog<number, number>>;

function drawTimers(gaps: IdleGaps, x: LogScale): readonly Markup[] {
  const timers = gaps.timers().map(({ seconds }, at) => ({
    name: showTimer(seconds),
    place: round(x(seconds)),
    height: 10 + (at % NAME_ROWS) * 15,
  }));
  const lines = timers.map(
    ({ place, height }) => markup`<path class="timer" d="M${place} ${height}V${HEIGHT - BOTTOM}"/>`,
  );
  const names = timers.map(
    ({ name, place, height }) =>
      markup`<text class="timer-name" x="${place}" y="${height}">${name}</text>
`,
  );
  // No line crosses a name.
  return [...lines, ...names];
}

function drawDecades(x: LogScale): readonly Markup[] {
  const decades = x.ticks().filter((tick) => Number.isInteger(Number(Math.log10(tick).toFixed(6))));
  return decades.map(
    (tick) =>
      markup`<path class="tick" d="M${round(x(tick))} ${HEIGHT - BOTTOM}v5"/><text class="below" x="${round(x(tick))}" y="${HEIGHT - 10}">${showTick(tick)}</text>
`,
  );
}

function showTick(seconds: number): string {
  return seconds >= 1
    ? `${showCount(Math.round(seconds))} s`
    : `${Number((seconds * 1000).toPrecision(1))} ms`;
}

/** `350 s`, `2 h`. */
export function showTimer(seconds: number): string {
  if (seconds >= 3600) return `${seconds / 3600} h`;
  return seconds >= 600 ? `${seconds / 60} min` : `${seconds} s`;
}

function describe(gaps: IdleGaps): string {
  const timers = gaps
    .timers()
    .filter(({ count }) => count > 0)
    .map(({ seconds, count }) => `${count} at ${showTimer(seconds)}`);
  const fitting = timers.length === 0 ? "none fits a known timer" : timers.join(", ");
  return `Histogram of the silence before ${showCount(gaps.known)} resets, on a logarithmic scale. Of the known timers: ${fitting}.`;
}
