import { countOf, showEndpoint } from "../explain/finding-words.js";
import type {
  ComparedGroup,
  ComparedReset,
  ComparisonSummary,
  SeenAt,
} from "../model/comparison.js";
import {
  showChanges,
  showClock,
  showRate,
  showSizes,
  showTimesToLive,
  showVerdicts,
} from "../report/comparison-words.js";
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

function headline(summary: ComparisonSummary): string {
  const { sender, receiver } = summary;
  const verdicts = showVerdicts(summary);
  const seen = `${countOf(sender.resets, "RST")} sent, ${receiver.resets} arrived`;
  return `${seen}${verdicts === "" ? "" : `: ${verdicts}`}.`;
}

/** Only the verdicts that there are have a column. */
function groupRows(groups: readonly ComparedGroup[]): readonly (readonly string[])[] {
  const counted = COUNTED.filter((verdict) => groups.some((group) => group[verdict] > 0));
  const titles = counted.map((verdict) => `${verdict[0]?.toUpperCase()}${verdict.slice(1)}`);
  const rows = groups.map((group) => [
    group.format,
    showSizes(group),
    String(group.sent).padStart("Sent".length),
    showRate(group.intact),
    showRate(group.arrived),
    ...counted.map((verdict) => String(group[verdict]).padStart(verdict.length)),
  ]);
  return [[...HEAD, ...titles], ...rows];
}

/** One line each: TTL, headers, clocks, and what stands apart. */
function describeWay(summary: ComparisonSummary): readonly string[] {
  const { timeToLiveDifferences, changes, clock, backward } = summary;
  const lines: string[] = [];
  if (timeToLiveDifferences.length > 0) {
    lines.push(`TTL less on arrival by: ${showTimesToLive(timeToLiveDifferences)}`);
    lines.push(`Headers changed: ${showChanges(changes)}`);
  }
  lines.push(
    clock
      ? `Clocks: the receiver's is ${showClock(clock)} with the delay, by ${countOf(clock.landmarks, "segment")}`
      : "No SYN or RST is unmistakably in both captures: are they of the same traffic?",
  );
  if (backward > 0) {
    lines.push(
      `Backward, from the receiver's side and in no rate above: ${countOf(backward, "RST")}; what is dropped of them is added and the reverse, so exchange the files for those`,
    );
  }
  return lines;
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
