import { scaleLinear } from "d3-scale";
import { countOf } from "../explain/core/words.js";
import {
  type ComparedGroup,
  type ComparisonSummary,
  type GroupVerdict,
  VERDICTS,
} from "../model/comparison.js";
import { drawChart, round, shorten, showCount } from "./chart.js";
import {
  showChanges,
  showClock,
  showRate,
  showSizes,
  showTimesToLive,
  showVerdicts,
  VERDICT_WORDS,
} from "./comparisons.js";
import { drawTable, type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";

/** All of it fits a narrow page: what matters is often at the right. */
const WIDTH = 400;
const ROW = 48;
const LEFT = 16;
const RIGHT = WIDTH - 22;
const BOTTOM = 26;
/** Where the name of a group is in its row. */
const NAME = 10;
const CAP = 4;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** What is drawn of a group, each at its place: shapes tell them apart where colours do not. */
const MARKS = [
  {
    rate: "intact",
    words: "arrived as sent",
    place: 25,
    draw: (at: number, y: number) => markup`<circle cx="${at}" cy="${y}" r="5"/>`,
  },
  {
    rate: "arrived",
    words: "arrived at all",
    place: 39,
    draw: (at: number, y: number) =>
      markup`<rect x="${at - 4}" y="${y - 4}" width="8" height="8"/>`,
  },
] as const;

const x = scaleLinear([0, 1], [LEFT, RIGHT]);

/** Shares of each group as points, with their intervals of confidence. */
export function drawRateChart(id: string, title: string, groups: readonly ComparedGroup[]): Markup {
  const rated = groups.filter(({ arrived }) => arrived !== undefined);
  if (rated.length === 0) return markup``;
  const bottom = rated.length * ROW;
  const scale = TICKS.map((tick) => {
    const place = round(x(tick));
    return markup`<path class="grid" d="M${place} 0V${bottom}"/><text class="below" x="${place}" y="${bottom + 14}">${tick * 100} %</text>
`;
  });
  const shapes = [...scale, ...rated.map((group, at) => drawGroup(group, at * ROW))];
  const chart = { id, title, description: describeRates(rated), width: WIDTH, shapes };
  const items = MARKS.map(
    ({ rate, words }) => markup`<li><span class="swatch rate-${rate}"></span>${words}</li>`,
  );
  return markup`<ul class="legend">${items}<li>with the 95 % confidence interval</li></ul>
${drawChart({ ...chart, height: bottom + BOTTOM })}`;
}

function drawGroup(group: ComparedGroup, top: number): Markup {
  const marks = MARKS.map(({ rate: name, words, place, draw }) => {
    const rate = group[name];
    if (rate === undefined) return markup``;
    const y = top + place;
    const [low, at, high] = [round(x(rate.low)), round(x(rate.share)), round(x(rate.high))];
    const caps = [low, high].map((end) => `M${end} ${y - CAP}v${2 * CAP}`).join("");
    return markup`<g class="rate-${name}"><title>${rate.count} of ${rate.of} ${words}: ${showRate(rate)}</title><path d="M${low} ${y}H${high}${caps}"/>${draw(at, y)}</g>
`;
  });
  return markup`<text class="over" x="${LEFT}" y="${top + NAME}">${shorten(nameOf(group))}</text>
${marks}`;
}

function nameOf(group: ComparedGroup): string {
  return group.mostOctets === 0 ? group.format : `${group.format}, ${showSizes(group)} octets`;
}

function describeRates(groups: readonly ComparedGroup[]): string {
  const parts = groups.map((group) => {
    const shares = MARKS.map(({ rate, words }) => `${showRate(group[rate])} ${words}`);
    return `${nameOf(group)}: ${shares.join(", ")}`;
  });
  return `Shares with their 95 % confidence intervals. ${parts.join("; ")}.`;
}

/** Formats and sizes of one comparison; RSTs that people send have fewer. */
const MOST_GROUPS = 32;

/** What became of RSTs between two captures, as section 3 of the draft asks. */
export function drawArrival({ comparisons }: Summary): Markup {
  const { shown, count } = comparisons;
  const more = markup`<p class="note">Left out here: ${countOf(count - shown.length, "more comparison")} of captures.</p>`;
  return markup`<p>Section 3 of the draft asks reports on its experiment to say whether RSTs with diagnostic payload are delivered,
and what devices on the path do to them. Each comparison shows what became of RSTs between two captures of
the same traffic; it cannot show why: loss and filtering look the same. A sign of a filter is a share
that differs between formats or sizes by more than the intervals.</p>
${shown.map(drawComparison)}${count > shown.length && more}
${drawVerdicts(shown)}`;
}

function drawComparison(summary: ComparisonSummary, at: number): Markup {
  const { sender, receiver, groups } = summary;
  const shown = groups.slice(0, MOST_GROUPS);
  const rest = groups.slice(MOST_GROUPS);
  const left = rest.reduce((sum, { sent }) => sum + sent, 0);
  const more = markup`<p class="note">${countOf(left, "more RST")} of ${rest.length} other formats and sizes.</p>`;
  const name = `${sender.file} to ${receiver.file}`;
  return markup`<h3>${name}</h3>
<p>${describeArrival(summary)}</p>
${
  shown.length === 0
    ? markup`<p>No RST went from the sender to the receiver: there are no shares.</p>`
    : markup`${drawRateChart(`arrival-${at + 1}`, `Shares that arrived: ${name}`, shown)}
${drawGroups(name, shown)}${rest.length > 0 && more}`
}
${drawWay(summary)}`;
}

function describeArrival(summary: ComparisonSummary): string {
  const { sender, receiver, clock } = summary;
  const verdicts = showVerdicts(summary);
  const left = sender.notCompared + receiver.notCompared;
  return [
    `The sender's capture has ${countOf(sender.resets, "RST")} in ${countOf(sender.frames, "frame")}, the receiver's ${showCount(receiver.resets)} in ${showCount(receiver.frames)}${verdicts && `: ${verdicts}`}.`,
    ...(left > 0 ? [`Beyond the limit, so not compared: ${countOf(left, "further RST")}.`] : []),
    clock
      ? `The receiver's clock is ${showClock(clock)}, transit delay included, measured by ${countOf(clock.landmarks, "segment")} that both captures have.`
      : "No SYN or RST is certain to be in both captures: are they of the same traffic?",
  ].join(" ");
}

/** Only the verdicts that there are have a column. */
function drawGroups(name: string, groups: readonly ComparedGroup[]): Markup {
  const counted = VERDICTS.filter(
    (verdict): verdict is GroupVerdict =>
      verdict !== "uncovered" && groups.some((group) => group[verdict] > 0),
  );
  const verdicts = counted.map((verdict) => [
    `${verdict[0]?.toUpperCase()}${verdict.slice(1)}`,
    (group: ComparedGroup) => group[verdict],
  ]);
  return drawTable(`RSTs by format and size of their payload: ${name}`, groups, {
    Format: ({ format }) => format,
    Octets: showSizes,
    "Arrived as sent (95 %)": ({ intact }) => showRate(intact),
    "Arrived at all (95 %)": ({ arrived }) => showRate(arrived),
    Sent: ({ sent }) => sent,
    ...Object.fromEntries(verdicts),
  });
}

/** What the way did to headers, and what went the other way. */
function drawWay({ timeToLiveDifferences, changes, backward }: ComparisonSummary): Markup {
  const headers = markup`<p>TTL decrease on the way (RSTs): ${showTimesToLive(timeToLiveDifferences)}. Header fields changed (RSTs): ${showChanges(changes)}.</p>`;
  const other = markup`<p class="but">${countOf(backward, "RST")} came from the receiver's side and ${backward === 1 ? "is" : "are"} in no share: for them, dropped means added and vice versa. Were the captures swapped?</p>`;
  return markup`${timeToLiveDifferences.length > 0 && headers}${backward > 0 && other}`;
}

function drawVerdicts(shown: readonly ComparisonSummary[]): Markup {
  const present = VERDICTS.filter((verdict) => shown.some(({ verdicts }) => verdicts[verdict] > 0));
  if (present.length === 0) return markup``;
  return markup`<details><summary>What the words mean</summary>
${drawTable("What became of an RST", present, {
  Word: (verdict) => verdict,
  Meaning: (verdict) => VERDICT_WORDS[verdict],
})}
</details>`;
}
