import type { Command } from "commander";
import { compareCaptures } from "../compare/compare-captures.js";
import { type CaptureSide, DEFAULT_RESET_LIMIT, readSide } from "../compare/read-side.js";
import { countOf, showEndpoint } from "../explain/core/words.js";
import type {
  ComparedGroup,
  ComparedReset,
  ComparisonSummary,
  SeenAt,
} from "../model/comparison.js";
import type { Model } from "../model/model.js";
import { showUnprintable } from "../model/text.js";
import {
  showChanges,
  showClock,
  showRate,
  showSizes,
  showTimesToLive,
  showVerdicts,
} from "../report/comparisons.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import { type Context, Refusal, type Session, tellOf } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { JsonPrinter } from "./json-lines.js";
import { addInputs, numberFrom } from "./options.js";
import { findInputs, type InputOptions, loadOrRefuse } from "./project.js";
import { tableLines } from "./terminal.js";

interface ComparisonPrinter {
  readonly add: (compared: ComparedReset) => void;
  readonly end: (summary: ComparisonSummary) => void;
}

function jsonPrinter({ stdout }: Context): ComparisonPrinter {
  const json = new JsonPrinter(stdout);
  return {
    add: (compared) => json.add(compared),
    end: (summary) => {
      json.add(summary);
      json.flush();
    },
  };
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
const DETAIL_HEAD = ["Verdict", "Sent in", "Arrived in", "RST", "Octets"];
/** The first screen is 24 lines. */
const SHOWN_RESETS = 8;

/** The table for people: the rates, what the way did to headers, and the first RSTs that it harmed. */
function tablePrinter(context: Context): ComparisonPrinter {
  const harmed: ComparedReset[] = [];
  let harmedCount = 0;
  return {
    add: (compared) => {
      if (compared.verdict === "delivered") return;
      harmedCount += 1;
      if (harmed.length < SHOWN_RESETS) harmed.push(compared);
    },
    end: (summary) => {
      const { groups } = summary;
      const lines = [headline(summary)];
      if (groups.length > 0) lines.push("", ...tableLines(context, groupRows(groups)));
      lines.push("", ...describeWay(summary));
      if (harmed.length > 0) {
        lines.push("", ...tableLines(context, [DETAIL_HEAD, ...harmed.map(detailOf)]));
      }
      if (harmedCount > harmed.length) {
        lines.push(`and ${harmedCount - harmed.length} more: --json lists all`);
      }
      context.stdout.write(`${lines.join("\n")}\n`);
    },
  };
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
  const head = ["Format", "Octets", "Sent", "As sent (95 %)", "Arrived (95 %)"];
  return [[...head, ...titles], ...rows];
}

/** One line each: TTL, headers, clocks, and what stands apart. */
function describeWay(summary: ComparisonSummary): readonly string[] {
  const { timeToLiveDifferences, changes, clock, backward } = summary;
  const lines: string[] = [];
  if (timeToLiveDifferences.length > 0) {
    lines.push(`TTL decrease on the way: ${showTimesToLive(timeToLiveDifferences)}`);
    lines.push(`Headers changed: ${showChanges(changes)}`);
  }
  if (clock) {
    const measured = `transit delay included, measured by ${countOf(clock.landmarks, "segment")}`;
    lines.push(`Clocks: the receiver's is ${showClock(clock)}, ${measured}`);
  } else {
    lines.push("No SYN or RST is certain to be in both captures: are they of the same traffic?");
  }
  if (backward > 0) {
    const where = `${backward === 1 ? "is" : "are"} in no rate above`;
    lines.push(
      `Backward: ${countOf(backward, "RST")} came from the receiver's side and ${where}; for them, dropped means added and vice versa. Swap the two files to compare them`,
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

export function define(command: Command, { context, print }: Session): void {
  command
    .argument("<sender>", "the capture where the RSTs are sent: pcap or pcapng")
    .argument(
      "<receiver>",
      "the capture where they arrive; one of the two may be -, standard input",
    )
    .option("--json", "print one JSON object per line: each RST, then the summary")
    .option(
      "--limit <number>",
      `RSTs to keep per capture (default: ${DEFAULT_RESET_LIMIT})`,
      numberFrom(0),
    );
  addInputs(command).action((sender, receiver, options) =>
    print(compare(context, [sender, receiver], options)),
  );
}

interface CompareOptions extends InputOptions {
  readonly json?: true;
  readonly limit?: number;
}

/**
 * Prints what became of RST segments between two captures of the same traffic, as a table or as
 * JSON. A damaged capture is not compared: what it lost would look as if dropped.
 */
async function compare(
  context: Context,
  [senderFile, receiverFile]: readonly [string, string],
  options: CompareOptions,
): Promise<number> {
  if (senderFile === "-" && receiverFile === "-") {
    throw new Refusal("only one of the two captures can be standard input", EXIT.usage);
  }
  const model = await loadOrRefuse(context, findInputs(context, options));
  const sender = await readOrRefuse(context, model, senderFile, options);
  const receiver = await readOrRefuse(context, model, receiverFile, options);
  const printer = options.json ? jsonPrinter(context) : tablePrinter(context);
  printer.end(compareCaptures({ sender, receiver }, printer.add));
  tellOf(context, sender.file, describeSide(sender));
  tellOf(context, receiver.file, describeSide(receiver));
  return EXIT.ok;
}

async function readOrRefuse(
  context: Context,
  model: Model,
  file: string,
  options: CompareOptions,
): Promise<CaptureSide> {
  const input = openInput(context, file, options);
  try {
    const chunks = keepPace(context, input.chunks);
    return await readSide(model, { file, chunks }, options.limit ?? DEFAULT_RESET_LIMIT);
  } catch (error) {
    const message = `${file}: ${describeInputError(error)}; nothing was compared`;
    throw new Refusal(showUnprintable(message));
  } finally {
    await input.close();
  }
}

function describeSide({ frames, resets, notCompared }: CaptureSide): string {
  const counts = `${countOf(frames, "frame")}, ${countOf(resets.length, "RST")}`;
  if (notCompared === 0) return counts;
  const limit = resets.length + notCompared;
  return `${counts}; ${notCompared} more not compared: use --limit ${limit} to include them`;
}
