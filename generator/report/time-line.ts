import { scaleLinear, scaleUtc } from "d3-scale";
import { drawChart, drawLegend, round, showCount } from "./chart.js";
import { KINDS, type Kind, type KindCounts, noKinds, sumOf } from "./kind.js";
import { type Markup, markup } from "./markup.js";

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

const WIDTH = 720;
const HEIGHT = 220;
const LEFT = 48;
const BOTTOM = 28;
const TOP = 10;

/** Resets over time, stacked by kind. */
export function drawTimeChart(timeLine: TimeLine): Markup {
  const steps = timeLine.steps();
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return markup`<p>No frame has a time.</p>`;
  const most = Math.max(...steps.map(({ counts }) => sumOf(counts)));
  const end = last.start + timeLine.width;
  const x = scaleUtc([first.start, end], [LEFT, WIDTH - 8]);
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(4);
  const shapes = [...drawGrid(y), ...drawTimes(x), ...steps.map((step) => drawStep(step))];
  const totals = noKinds();
  for (const kind of KINDS) for (const { counts } of steps) totals[kind] += counts[kind];
  const busiest = steps.find(({ counts }) => sumOf(counts) === most) ?? first;
  const description = `From ${showTime(first.start)} to ${showTime(end)}, in steps of ${showWidth(timeLine.width)}. The most resets, ${showCount(most)}, were in the step from ${showTime(busiest.start)}.`;
  const chart = { id: "time", title: "Resets over time", width: WIDTH, height: HEIGHT };
  return markup`${drawLegend(KINDS.filter((kind) => totals[kind] > 0))}${drawChart({ ...chart, description, shapes })}
<p class="note">${description} Times are UTC.</p>`;

  function drawStep({ start, counts }: TimeStep): Markup {
    let before = 0;
    const width = Math.max(round(x(start + timeLine.width) - x(start)) - 1, 1);
    const parts = KINDS.flatMap((kind) => {
      const bottom = y(before);
      before += counts[kind];
      const top = y(before);
      return counts[kind] === 0
        ? []
        : markup`<rect class="kind-${kind}" x="${round(x(start))}" y="${round(top)}" width="${width}" height="${round(bottom - top)}"/>`;
    });
    return before === 0
      ? markup``
      : markup`<g><title>${showTime(start)}: ${before}</title>${parts}</g>
`;
  }
}

/** Horizontal lines with their numbers: whole ones, since nothing is reset by half. */
export function drawGrid(y: ReturnType<typeof scaleLinear<number, number>>): readonly Markup[] {
  return y
    .ticks(4)
    .filter(Number.isInteger)
    .map(
      (tick) =>
        markup`<path class="grid" d="M${LEFT} ${round(y(tick))}H${WIDTH - 8}"/><text class="label scale" x="${LEFT - 6}" y="${round(y(tick))}">${showCount(tick)}</text>
`,
    );
}

function drawTimes(x: ReturnType<typeof scaleUtc<number, number>>): readonly Markup[] {
  const show = x.tickFormat(6, chooseFormat(x.domain()));
  return x.ticks(6).map(
    (tick) =>
      markup`<path class="tick" d="M${round(x(tick))} ${HEIGHT - BOTTOM}v5"/><text class="below" x="${round(x(tick))}" y="${HEIGHT - 10}">${show(tick)}</text>
`,
  );
}

/** How the axis names its times: as fine as the span, and no finer. */
function chooseFormat([first, last]: readonly Date[]): string {
  const seconds = (Number(last) - Number(first)) / 1000;
  if (seconds < 10) return "%H:%M:%S.%L";
  if (seconds < 600) return "%H:%M:%S";
  if (seconds < 86_400) return "%H:%M";
  return seconds < 30 * 86_400 ? "%d %b %H:%M" : "%Y-%m-%d";
}

/** `2026-11-20 08:12:04`, with the milliseconds where there are any. */
export function showTime(milliseconds: number): string {
  return new Date(milliseconds)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}

function showWidth(milliseconds: number): string {
  const units = [
    [86_400_000, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
    [1000, "second"],
  ] as const;
  const [size, unit] = units.find(([one]) => milliseconds >= one) ?? [1, "millisecond"];
  const count = milliseconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
