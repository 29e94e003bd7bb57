import { scaleBand, scaleLinear } from "d3-scale";
import { KIND_WORDS, KINDS, type Kind, type KindCounts, sumOf } from "./kind.js";
import { type Markup, markup } from "./markup.js";

/** A drawing, and what it says to those who cannot see it. */
export interface Chart {
  /** Of the page's own; the ids of its title and description begin with it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Markup[];
}

/** The chart as SVG, in a frame that scrolls by itself where the page is too narrow for it. */
export function drawChart({ id, title, description, width, height, shapes }: Chart): Markup {
  return markup`<div class="chart" tabindex="0" role="group" aria-label="${title}">
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${description}</desc>
${shapes}
</svg>
</div>`;
}

/** What the colours mean, of those that a chart has. */
export function drawLegend(kinds: readonly Kind[]): Markup {
  const items = kinds.map(
    (kind) => markup`<li><span class="swatch kind-${kind}"></span>${KIND_WORDS[kind]}</li>`,
  );
  return markup`<ul class="legend">${items}</ul>`;
}

/** A number as it is drawn: SVG needs no more than tenths of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A bar, of parts in the colours of their kinds. */
export interface Bar {
  readonly label: string;
  readonly counts: Readonly<KindCounts>;
}

export interface BarChart {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 680;
const ROW = 26;
const LABELS = 250;
const NUMBERS = 60;
const LONGEST_LABEL = 30;

/** Horizontal bars, each with its sum at the end. */
export function drawBarChart({ id, title, bars }: BarChart): Markup {
  const most = Math.max(1, ...bars.map(({ counts }) => sumOf(counts)));
  const x = scaleLinear([0, most], [LABELS, WIDTH - NUMBERS]);
  const rows = bars.map((_, at) => at);
  const y = scaleBand(rows, [0, bars.length * ROW])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const shapes = bars.map((bar, at) => {
    const top = round(y(at) ?? 0);
    const middle = round(top + y.bandwidth() / 2);
    return markup`<text class="label" x="${LABELS - 8}" y="${middle}">${shorten(bar.label)}</text>
${drawParts(bar, { top, height: round(y.bandwidth()), x })}
<text class="number" x="${round(x(sumOf(bar.counts)) + 6)}" y="${middle}">${showCount(sumOf(bar.counts))}</text>
`;
  });
  const height = Math.max(ROW, bars.length * ROW);
  const drawn = KINDS.filter((kind) => bars.some(({ counts }) => counts[kind] > 0));
  const chart = { id, title, description: describe(bars), width: WIDTH, height, shapes };
  return markup`${drawLegend(drawn)}${drawChart(chart)}`;
}

interface Place {
  readonly top: number;
  readonly height: number;
  readonly x: (count: number) => number;
}

function drawParts({ counts }: Bar, { top, height, x }: Place): readonly Markup[] {
  let before = 0;
  return KINDS.flatMap((kind) => {
    const from = x(before);
    before += counts[kind];
    const width = round(x(before) - from);
    return counts[kind] === 0
      ? []
      : markup`<rect class="kind-${kind}" x="${round(from)}" y="${top}" width="${width}" height="${height}"><title>${counts[kind]} ${KIND_WORDS[kind]}</title></rect>`;
  });
}

function describe(bars: readonly Bar[]): string {
  return `${bars.map(({ label, counts }) => `${label}: ${describeCounts(counts)}`).join("; ")}.`;
}

/** `12 inferred, 3 benign`. */
function describeCounts(counts: Readonly<KindCounts>): string {
  const parts = KINDS.filter((kind) => counts[kind] > 0).map(
    (kind) => `${counts[kind]} ${KIND_WORDS[kind]}`,
  );
  return parts.length === 0 ? "none" : parts.join(", ");
}

export function showCount(count: number): string {
  return count.toLocaleString("en");
}

/** A label, no longer than its place. */
export function shorten(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
