import { scaleLinear, scaleUtc } from "d3-scale";
import { countOf } from "../explain/core/words.js";
import { drawChart, drawGrid, drawLegend, drawTick, PLOT, round, showCount } from "./chart.js";
import { valueAt } from "./groups.js";
import { KINDS, type Kind, type KindCounts, noKinds, pileUp, sumOf } from "./kind.js";
import { type Markup, markup } from "./markup.js";

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
  width = 1;

  add(time: string | undefined, kind: Kind): void {
    const moment = Date.parse(time ?? "");
    if (Number.isNaN(moment)) return;
    this.#first = Math.min(this.#first, moment);
    this.#last = Math.max(this.#last, moment);
    while (this.#stepOf(this.#last) - this.#stepOf(this.#first) >= MOST_STEPS) this.#widen();
    valueAt(this.#steps, this.#stepOf(moment), noKinds)[kind] += 1;
  }

  /** From the first to the last, empty ones among them; they start so many ms after 1970. */
  steps() {
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

  #widen(): void {
    const before = this.#steps;
    const factor = (WIDTHS.find((width) => width > this.width) ?? this.width * 2) / this.width;
    this.width *= factor;
    this.#steps = new Map();
    for (const [step, counts] of before) {
      const joined = valueAt(this.#steps, Math.floor(step / factor), noKinds);
      for (const kind of KINDS) joined[kind] += counts[kind];
    }
  }
}

const HEIGHT = 220;
const TOP = 10;

/** Resets over time, stacked by kind. */
export function drawTimeChart(timeLine: TimeLine): Markup {
  const steps = timeLine.steps();
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return markup`<p>No frame has a time.</p>`;
  const most = Math.max(...steps.map(({ counts }) => sumOf(counts)));
  const end = last.start + timeLine.width;
  const x = scaleUtc([first.start, end], [PLOT.left, PLOT.width - 8]);
  const y = scaleLinear([0, most], [HEIGHT - PLOT.bottom, TOP]).nice(4);
  const showTick = x.tickFormat(6, tickFormatFor(end - first.start));
  const ticks = x.ticks(6).map((tick) => drawTick(x(tick), HEIGHT, showTick(tick)));
  const piles = steps.map(({ start, counts }) => {
    const width = Math.max(round(x(start + timeLine.width) - x(start)) - 1, 1);
    const parts = pileUp(counts).map(
      ({ kind, from, to }) =>
        markup`<rect class="kind-${kind}" x="${round(x(start))}" y="${round(y(to))}" width="${width}" height="${round(y(from) - y(to))}"/>`,
    );
    if (parts.length === 0) return markup``;
    return markup`<g><title>${showTime(start)}: ${sumOf(counts)}</title>${parts}</g>
`;
  });
  const shapes = [...drawGrid(y), ...ticks, ...piles];
  const kinds = KINDS.filter((kind) => steps.some(({ counts }) => counts[kind] > 0));
  const busiest = steps.find(({ counts }) => sumOf(counts) === most) ?? first;
  const description = `From ${showTime(first.start)} to ${showTime(end)}, in steps of ${showWidth(timeLine.width)}. The most resets, ${showCount(most)}, were in the step from ${showTime(busiest.start)}.`;
  const chart = { id: "time", title: "Resets over time", width: PLOT.width, height: HEIGHT };
  return markup`${drawLegend(kinds)}${drawChart({ ...chart, description, shapes })}
<p class="note">${description} Times are UTC.</p>`;
}

/** How the axis names its times: as fine as the span, and no finer. */
function tickFormatFor(milliseconds: number): string {
  if (milliseconds < 10 * SECOND) return "%H:%M:%S.%L";
  if (milliseconds < 10 * MINUTE) return "%H:%M:%S";
  if (milliseconds < DAY) return "%H:%M";
  return milliseconds < 30 * DAY ? "%d %b %H:%M" : "%Y-%m-%d";
}

/** `2026-11-20 08:12:04`, with the milliseconds where there are any. */
export function showTime(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}

const UNITS = [
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
  [SECOND, "second"],
] as const;

function showWidth(milliseconds: number): string {
  const [size, unit] = UNITS.find(([one]) => milliseconds >= one) ?? [1, "millisecond"];
  return countOf(milliseconds / size, unit);
}
