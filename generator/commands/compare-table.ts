import { countOf, showEndpoint, showSeconds } from "../explain/finding-words.js";
import {
  type ComparedGroup,
  type ComparedReset,
  type ComparisonSummary,
  type Rate,
  type SeenAt,
  VERDICTS,
} from "../model/comparison.js";
import { alignColumns } from "../targets/text/columns.js";
import { type Context, coloursFor } from "./context.js";

/** Collects what the table for people shows; it keeps few RSTs, whatever the captures hold. */
interface ComparisonTable {
  readonly add: (compared: ComparedReset) => void;
  readonly print: (summary: ComparisonSummary) => void;
}

const COUNTED = [
  "reordered",
  "stripped",
  "cut",
  "changed",
  "dropped",
  "ambiguous",
  "added",
] as const;
const HEAD = ["Format", "Octets", "Sent", "As sent (95 %)", "Arrived (95 %)"];
const DETAIL_HEAD = ["Verdict", "Sent in", "Arrived in", "RST", "Octets"];
/** The first screen is 24 lines. */
const SHOWN_RESETS = 8;
const SHOWN_TIMES_TO_LIVE = 4;

/** The table for people: the rates, what the way did to headers, and the first RSTs that it harmed. */
export function createComparisonTable(context: Context): ComparisonTable {
  const harmed: ComparedReset[] = [];
  let harmedCount = 0;
  return {
    add: (compared) => {
      if (compared.verdict === "delivered") return;
      harmedCount += 1;
      if (harmed.length < SHOWN_RESETS) harmed.push(compared);
    },
    print: (summary) => {
      const { stdout } = context;
      const { bold } = coloursFor(context, stdout);
      const lines = [headline(summary)];
      if (summary.groups.length > 0) lines.push("", ...table(groupRows(summary.groups), bold));
      lines.push("", ...describeWay(summary));
      if (harmed.length > 0) lines.push("", ...table([DETAIL_HEAD, ...harmed.map(detailOf)], bold));
      if (harmedCount > harmed.length) {
        lines.push(`and ${harmedCount - harmed.length} more: --json has all`);
      }
      stdout.write(`${lines.join("\n")}\n`);
    },
  };
}

function table(
  rows: readonly (readonly string[])[],
  bold: (text: string) => string,
): readonly string[] {
  const [head = "", ...rest] = alignColumns(rows, "  ");
  return [bold(head), ...rest];
}

function headline({ verdicts, sender, receiver }: ComparisonSummary): string {
  const parts = VERDICTS.flatMap((verdict) =>
    verdicts[verdict] === 0 ? [] : [`${verdicts[verdict]} ${verdict}`],
  );
  const seen = `${countOf(sender.resets, "RST")} sent, ${receiver.resets} arrived`;
  return `${seen}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}.`;
}

/** Only the verdicts that there are have a column. */
function groupRows(groups: readonly ComparedGroup[]): readonly (readonly string[])[] {
  const counted = COUNTED.filter((verdict) => groups.some((group) => group[verdict] > 0));
  const titles = counted.map((verdict) => `${verdict[0]?.toUpperCase()}${verdict.slice(1)}`);
  const rows = groups.map((group) => [
    group.format,
    sizesOf(group),
    String(group.sent).padStart("Sent".length),
    showRate(group.intact),
    showRate(group.arrived),
    ...counted.map((verdict) => String(group[verdict]).padStart(verdict.length)),
  ]);
  return [[...HEAD, ...titles], ...rows];
}

function sizesOf({ leastOctets, mostOctets }: ComparedGroup): string {
  return leastOctets === mostOctets ? String(leastOctets) : `${leastOctets}-${mostOctets}`;
}

function showRate(rate: Rate | undefined): string {
  if (rate === undefined) return "-";
  const [share, low, high] = [rate.share, rate.low, rate.high].map((one) => (one * 100).toFixed(1));
  return `${share} % (${low}-${high})`;
}

/** One line each: TTL, headers, clocks, and what stands apart. */
function describeWay(summary: ComparisonSummary): readonly string[] {
  const { timeToLiveDifferences, changes, clock, backward } = summary;
  const lines: string[] = [];
  if (timeToLiveDifferences.length > 0) {
    lines.push(`TTL less on arrival by: ${describeTimesToLive(timeToLiveDifferences)}`);
    lines.push(`Headers changed: ${describeChanges(changes)}`);
  }
  lines.push(
    clock
      ? `Clocks: the receiver's is ${showDifference(clock.seconds)} with the delay, by ${countOf(clock.landmarks, "segment")}`
      : "No SYN or RST is unmistakably in both captures: are they of the same traffic?",
  );
  if (backward > 0) {
    lines.push(
      `Backward, from the receiver's side and in no rate above: ${countOf(backward, "RST")}; what is dropped of them is added and the reverse, so exchange the files for those`,
    );
  }
  return lines;
}

function describeTimesToLive(found: ComparisonSummary["timeToLiveDifferences"]): string {
  const shown = found.slice(0, SHOWN_TIMES_TO_LIVE);
  const parts = shown.map(({ difference, resets }) => `${difference} (${resets})`);
  const others = found.length - shown.length;
  return [...parts, ...(others > 0 ? [countOf(others, "other value")] : [])].join(", ");
}

function describeChanges(changes: ComparisonSummary["changes"]): string {
  return changes.map(({ field, resets }) => `${field} (${resets})`).join(", ") || "none";
}

function showDifference(seconds: number): string {
  return `${showSeconds(Math.abs(seconds))} ${seconds < 0 ? "behind" : "ahead"}`;
}

function detailOf({ verdict, direction, sent, received }: ComparedReset): readonly string[] {
  const frame = (seen: SeenAt | undefined): string => (seen ? `frame ${seen.frame}` : "-");
  const seen = sent ?? received;
  return [
    direction === "backward" ? `${verdict}, backward` : verdict,
    frame(sent),
    frame(received),
    seen ? `${showEndpoint(seen.source)} > ${showEndpoint(seen.destination)}` : "",
    [sent, received].map((one) => one?.lengthBytes ?? "-").join(" > "),
  ];
}
