import { scaleLinear, scaleUtc } from "d3-scale";
import { countOf } from "../explain/core/words.js";
import {
  addKinds,
  drawChart,
  drawGrid,
  drawLegend,
  drawTick,
  KINDS,
  type Kind,
  type KindCounts,
  noKinds,
  PLOT,
  pileUp,
  round,
  showCount,
  sumOf,
} from "./chart.js";
import { valueAt } from "./groups.js";
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

/** So many moments are told apart, however far from each other they are. */
const MOMENT_LIMIT = 4096;

/** What was reset in one step of the finest width. */
interface Moment {
  readonly counts: KindCounts;
  first: number;
  last: number;
}

/** Counts over time in steps that grow wider with the span, so that their number is bounded. */
export class TimeLine {
  #moments = new Map<number, Moment>();
  /** Width of a moment in milliseconds. */
  #width = 1;

  add(time: string | undefined, kind: Kind): void {
    const at = Date.parse(time ?? "");
    if (Number.isNaN(at)) return;
    const moment = this.#moments.get(Math.floor(at / this.#width));
    if (moment === undefined) {
      this.#addAt(at, { first: at, last: at, counts: { ...noKinds(), [kind]: 1 } });
      return;
    }
    moment.first = Math.min(moment.first, at);
    moment.last = Math.max(moment.last, at);
    moment.counts[kind] += 1;
  }

  /** Adds what was counted elsewhere. */
  merge(other: TimeLine): void {
    while (this.#width < other.#width) this.#widen();
    for (const moment of other.#moments.values()) this.#addAt(moment.first, moment);
  }

  /** When the first and the last reset were, in ms after 1970; undefined without any time. */
  get period(): Period | undefined {
    return periodOf([...this.#moments.values()]);
  }

  /** Width of a step in milliseconds. */
  get width(): number {
    return widthOf(this.period, this.#width);
  }

  /** From the first to the last, empty ones among them; they start so many ms after 1970. */
  steps() {
    return stepsOf([...this.#moments.values()], this.#width).steps;
  }

  /**
   * What is worth a look: all, but of years of which nearly all resets are in a small part, that
   * part alone. A clock that was wrong once would else make one bar of all the others.
   */
  focus(): Focus {
    const moments = [...this.#moments.values()].sort((a, b) => a.first - b.first);
    const shown = densestOf(moments);
    const total = totalOf(moments);
    const period = periodOf(shown);
    return { ...stepsOf(shown, this.#width), period, outside: total - totalOf(shown) };
  }

  #addAt(at: number, { counts, first, last }: Moment): void {
    const moment = valueAt(this.#moments, Math.floor(at / this.#width), () => {
      return { counts: noKinds(), first, last };
    });
    moment.first = Math.min(moment.first, first);
    moment.last = Math.max(moment.last, last);
    addKinds(moment.counts, counts);
    while (this.#moments.size > MOMENT_LIMIT) this.#widen();
  }

  #widen(): void {
    const before = this.#moments;
    this.#width = nextWidth(this.#width);
    this.#moments = new Map();
    for (const moment of before.values()) this.#addAt(moment.first, moment);
  }
}

/** In milliseconds after 1970. */
interface Period {
  readonly first: number;
  readonly last: number;
}

interface Step {
  readonly start: number;
  readonly counts: KindCounts;
}

interface Focus {
  readonly period: Period | undefined;
  readonly width: number;
  readonly steps: readonly Step[];
  /** Resets at other times. */
  readonly outside: number;
}

function nextWidth(width: number): number {
  return WIDTHS.find((one) => one > width) ?? width * 2;
}

function totalOf(moments: readonly Moment[]): number {
  return moments.reduce((sum, { counts }) => sum + sumOf(counts), 0);
}

function periodOf(moments: readonly Moment[]): Period | undefined {
  if (moments.length === 0) return undefined;
  return {
    first: moments.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY),
    last: moments.reduce((most, { last }) => Math.max(most, last), Number.NEGATIVE_INFINITY),
  };
}

function widthOf(period: Period | undefined, least: number): number {
  if (period === undefined) return least;
  const { first, last } = period;
  let width = least;
  while (Math.floor(last / width) - Math.floor(first / width) >= MOST_STEPS) {
    width = nextWidth(width);
  }
  return width;
}

function stepsOf(
  moments: readonly Moment[],
  least: number,
): { readonly width: number; readonly steps: readonly Step[] } {
  const period = periodOf(moments);
  const width = widthOf(period, least);
  if (period === undefined) return { width, steps: [] };
  const from = Math.floor(period.first / width);
  const count = Math.floor(period.last / width) - from + 1;
  const steps = Array.from({ length: count }, (_, at) => {
    return { start: (from + at) * width, counts: noKinds() };
  });
  for (const { first, counts } of moments) {
    const step = steps[Math.floor(first / width) - from];
    if (step !== undefined) addKinds(step.counts, counts);
  }
  return { width, steps };
}

/** Captures of an archive may be from several years; few are from more. */
const LONG_SPAN = 1000 * DAY;
const OUTLIERS = 0.05;
const MUCH_SHORTER = 10;

/** The shortest part that has nearly all resets, where it is much shorter than a long whole. */
function densestOf(sorted: readonly Moment[]): readonly Moment[] {
  const total = totalOf(sorted);
  const wanted = total - Math.max(1, Math.floor(total * OUTLIERS));
  const span = spanOf(sorted);
  if (span <= LONG_SPAN || wanted < 2) return sorted;
  const best = partsWith(sorted, wanted).reduce<readonly Moment[]>(
    (shortest, part) => (spanOf(part) < spanOf(shortest) ? part : shortest),
    sorted,
  );
  if (spanOf(best) * MUCH_SHORTER >= span) return sorted;
  const margin = Math.max(DAY, spanOf(best));
  const [from, to] = [(best[0]?.first ?? 0) - margin, (best.at(-1)?.last ?? 0) + margin];
  return sorted.filter(({ first, last }) => first >= from && last <= to);
}

function spanOf(sorted: readonly Moment[]): number {
  return (sorted.at(-1)?.last ?? 0) - (sorted[0]?.first ?? 0);
}

/** For each moment that can be the last of a part with so many resets, the shortest such part. */
function partsWith(sorted: readonly Moment[], wanted: number): readonly (readonly Moment[])[] {
  let [from, inside] = [0, 0];
  return sorted.flatMap((moment, at) => {
    inside += sumOf(moment.counts);
    for (let start = sorted[from]; start !== undefined; start = sorted[from]) {
      if (inside - sumOf(start.counts) < wanted) break;
      inside -= sumOf(start.counts);
      from += 1;
    }
    return inside < wanted ? [] : [sorted.slice(from, at + 1)];
  });
}

const HEIGHT = 220;
const TOP = 10;

/** Resets over time, stacked by kind. */
export function drawTimeChart(timeLine: TimeLine): Markup {
  const { steps, width, outside } = timeLine.focus();
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return markup`<p>No frame has a time.</p>`;
  const most = Math.max(...steps.map(({ counts }) => sumOf(counts)));
  const end = last.start + width;
  const x = scaleUtc([first.start, end], [PLOT.left, PLOT.width - 8]);
  const y = scaleLinear([0, most], [HEIGHT - PLOT.bottom, TOP]).nice(4);
  const showTick = x.tickFormat(6, tickFormatFor(end - first.start));
  const ticks = x.ticks(6).map((tick) => drawTick(x(tick), HEIGHT, showTick(tick)));
  const piles = steps.map(({ start, counts }) => {
    const pixels = Math.max(round(x(start + width) - x(start)) - 1, 1);
    const parts = pileUp(counts).map(
      ({ kind, from, to }) =>
        markup`<rect class="kind-${kind}" x="${round(x(start))}" y="${round(y(to))}" width="${pixels}" height="${round(y(from) - y(to))}"/>`,
    );
    if (parts.length === 0) return markup``;
    return markup`<g><title>${showTime(start)}: ${sumOf(counts)}</title>${parts}</g>
`;
  });
  const shapes = [...drawGrid(y), ...ticks, ...piles];
  const kinds = KINDS.filter((kind) => steps.some(({ counts }) => counts[kind] > 0));
  const busiest = steps.find(({ counts }) => sumOf(counts) === most) ?? first;
  const description = `From ${showTime(first.start)} to ${showTime(end)}, in steps of ${showWidth(width)}. The most resets, ${showCount(most)}, were in the step from ${showTime(busiest.start)}.`;
  const chart = { id: "time", title: "Resets over time", width: PLOT.width, height: HEIGHT };
  return markup`${drawLegend(kinds)}${drawChart({ ...chart, description, shapes })}
<p class="note">${description} Times are UTC.${outside > 0 && ` ${describeOutside(timeLine, outside)}`}</p>`;
}

function describeOutside({ period }: TimeLine, outside: number): string {
  const others = `${countOf(outside, "reset")} at other times ${outside === 1 ? "is" : "are"} not drawn`;
  if (period === undefined) return `${others}.`;
  return `${others}: all are between ${showTime(period.first)} and ${showTime(period.last)}.`;
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
