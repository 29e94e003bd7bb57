import { type ScaleLinear, scaleBand, scaleLinear } from "d3-scale";
import type { Finding } from "../model/finding.js";
import { type Markup, markup } from "./markup.js";

/** A drawing, and what it says to those who cannot see it. */
interface Chart {
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

/** The sides of a chart of counts over time or over silence. */
export const PLOT = { width: 720, left: 48, bottom: 28 } as const;

/** Horizontal lines with their numbers: whole ones, since nothing is reset by half. */
export function drawGrid(y: ScaleLinear<number, number>): readonly Markup[] {
  return y
    .ticks(4)
    .filter(Number.isInteger)
    .map(
      (tick) =>
        markup`<path class="grid" d="M${PLOT.left} ${round(y(tick))}H${PLOT.width - 8}"/><text class="label scale" x="${PLOT.left - 6}" y="${round(y(tick))}">${showCount(tick)}</text>
`,
    );
}

/** A tick below a chart of this height. */
export function drawTick(place: number, height: number, text: string): Markup {
  return markup`<path class="tick" d="M${round(place)} ${height - PLOT.bottom}v5"/><text class="below" x="${round(place)}" y="${height - 10}">${text}</text>
`;
}

/** A bar, of parts in the colours of their kinds. */
interface Bar {
  readonly label: string;
  readonly counts: Readonly<KindCounts>;
}

/** A bar for each key that was counted. */
export function barsOf<K extends string>(
  keys: readonly K[],
  counted: ReadonlyMap<K, KindCounts>,
  labelOf: (key: K) => string,
): readonly Bar[] {
  return keys.flatMap((key) => {
    const counts = counted.get(key);
    return counts === undefined ? [] : [{ label: labelOf(key), counts }];
  });
}

const WIDTH = 680;
const ROW = 26;
const LABELS = 250;
const NUMBERS = 60;
const LONGEST_LABEL = 30;

/** Horizontal bars, each with its sum at the end. */
export function drawBarChart(id: string, title: string, bars: readonly Bar[]): Markup {
  const most = Math.max(1, ...bars.map(({ counts }) => sumOf(counts)));
  const x = scaleLinear([0, most], [LABELS, WIDTH - NUMBERS]);
  const y = scaleBand([...bars.keys()], [0, bars.length * ROW])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const shapes = bars.map(({ label, counts }, at) => {
    const top = round(y(at) ?? 0);
    const middle = round(top + y.bandwidth() / 2);
    const parts = pileUp(counts).map(
      ({ kind, from, to }) =>
        markup`<rect class="kind-${kind}" x="${round(x(from))}" y="${top}" width="${round(x(to) - x(from))}" height="${round(y.bandwidth())}"><title>${counts[kind]} ${KIND_WORDS[kind]}</title></rect>`,
    );
    return markup`<text class="label" x="${LABELS - 8}" y="${middle}">${shorten(label)}</text>
${parts}
<text class="number" x="${round(x(sumOf(counts)) + 6)}" y="${middle}">${showCount(sumOf(counts))}</text>
`;
  });
  const height = Math.max(ROW, bars.length * ROW);
  const drawn = KINDS.filter((kind) => bars.some(({ counts }) => counts[kind] > 0));
  const chart = { id, title, description: describe(bars), width: WIDTH, height, shapes };
  return markup`${drawLegend(drawn)}${drawChart(chart)}`;
}

/** `closed-port: 12 inferred, 3 benign; scan: 2 benign.` */
function describe(bars: readonly Bar[]): string {
  const texts = bars.map(({ label, counts }) => {
    const parts = pileUp(counts).map(({ kind }) => `${counts[kind]} ${KIND_WORDS[kind]}`);
    return `${label}: ${parts.join(", ") || "none"}`;
  });
  return `${texts.join("; ")}.`;
}

/** A label, no longer than its place. */
export function shorten(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

/** A number as the page shows it: `1,234`. */
export function showCount(count: number): string {
  return count.toLocaleString("en");
}

/** What the charts tell apart: how much is known of a reset, and whether anybody should care. */
export const KINDS = ["stated", "inferred", "unknown", "benign"] as const;

export type Kind = (typeof KINDS)[number];

export type KindCounts = Record<Kind, number>;

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  stated: "stated by the RST",
  inferred: "inferred",
  unknown: "cause unknown",
  benign: "benign",
};

export function kindOf({ benign, cause, stated }: Finding): Kind {
  if (benign) return "benign";
  if (stated) return "stated";
  return cause === "unknown" ? "unknown" : "inferred";
}

export function noKinds(): KindCounts {
  return { stated: 0, inferred: 0, unknown: 0, benign: 0 };
}

export function sumOf(counts: Readonly<KindCounts>): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

export function addKinds(to: KindCounts, from: Readonly<KindCounts>): void {
  for (const kind of KINDS) to[kind] += from[kind];
}

/** The kinds that there are one upon the other, as in a bar: each from a sum to the next. */
export function pileUp(counts: Readonly<KindCounts>) {
  let to = 0;
  return KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
    const from = to;
    to += counts[kind];
    return { kind, from, to };
  });
}
