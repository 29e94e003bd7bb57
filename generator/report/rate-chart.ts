import { scaleLinear } from "d3-scale";
import type { ComparedGroup, Rate } from "../model/comparison.js";
import { shorten } from "./bar-chart.js";
import { drawChart, round } from "./chart.js";
import { showRate, showSizes } from "./comparison-words.js";
import { type Markup, markup } from "./markup.js";

export interface RateChart {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly ComparedGroup[];
}

/** All of it fits a narrow page: what matters is often at the right. */
const WIDTH = 400;
const ROW = 48;
const LEFT = 16;
const RIGHT = WIDTH - 22;
const BOTTOM = 26;
/** Where the name of a group is in its row, then its marks. */
const NAME = 10;
const MARK_PLACES = { intact: 25, arrived: 39 } as const;
const CAP = 4;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** What is drawn of a group: one mark in the same colour and shape for each. */
const MARKS = [
  { rate: "intact", words: "arrived as sent" },
  { rate: "arrived", words: "arrived at all" },
] as const;

const x = scaleLinear([0, 1], [LEFT, RIGHT]);

/** Shares of each group as points, with their intervals of confidence. */
export function drawRateChart({ id, title, groups }: RateChart): Markup {
  const rated = groups.filter(({ arrived }) => arrived !== undefined);
  if (rated.length === 0) return markup``;
  const bottom = rated.length * ROW;
  const shapes = [...drawScale(bottom), ...rated.map((group, at) => drawGroup(group, at * ROW))];
  const chart = { id, title, width: WIDTH, height: bottom + BOTTOM, shapes };
  const items = MARKS.map(
    ({ rate, words }) => markup`<li><span class="swatch rate-${rate}"></span>${words}</li>`,
  );
  return markup`<ul class="legend">${items}<li>with the 95 % confidence interval</li></ul>
${drawChart({ ...chart, description: describe(rated) })}`;
}

function drawScale(bottom: number): readonly Markup[] {
  return TICKS.map((tick) => {
    const place = round(x(tick));
    return markup`<path class="grid" d="M${place} 0V${bottom}"/><text class="below" x="${place}" y="${bottom + 14}">${tick * 100} %</text>
`;
  });
}

function drawGroup(group: ComparedGroup, top: number): Markup {
  const marks = MARKS.map((mark) => drawMark(mark, group[mark.rate], top + MARK_PLACES[mark.rate]));
  return markup`<text class="over" x="${LEFT}" y="${top + NAME}">${shorten(nameOf(group))}</text>
${marks}`;
}

function drawMark(
  { rate: name, words }: (typeof MARKS)[number],
  rate: Rate | undefined,
  y: number,
) {
  if (rate === undefined) return markup``;
  const [low, at, high] = [rate.low, rate.share, rate.high].map((share) => round(x(share)));
  const ends = [low ?? 0, high ?? 0].map((end) => `M${end} ${y - CAP}v${2 * CAP}`).join("");
  // Shapes tell them apart where colours do not.
  const point =
    name === "intact"
      ? markup`<circle cx="${at ?? 0}" cy="${y}" r="5"/>`
      : markup`<rect x="${(at ?? 0) - 4}" y="${y - 4}" width="8" height="8"/>`;
  return markup`<g class="rate-${name}"><title>${rate.count} of ${rate.of} ${words}: ${showRate(rate)}</title><path d="M${low ?? 0} ${y}H${high ?? 0}${ends}"/>${point}</g>
`;
}

function nameOf(group: ComparedGroup): string {
  return group.mostOctets === 0 ? group.format : `${group.format}, ${showSizes(group)} octets`;
}

function describe(groups: readonly ComparedGroup[]): string {
  const parts = groups.map((group) => {
    const shares = MARKS.map(({ rate, words }) => `${showRate(group[rate])} ${words}`);
    return `${nameOf(group)}: ${shares.join(", ")}`;
  });
  return `Shares with their 95 % confidence intervals. ${parts.join("; ")}.`;
}
